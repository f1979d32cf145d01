// Schemas of what was read from pasted text.
import { z } from "zod";
import type { DocumentReport, NotUnderstoodReport, ReadResult } from "../../core/run/read-report.ts";
import { FACT_SCHEMAS } from "./fact-schemas.ts";

const lineNumber = z.int().min(1);
const lines = z.tuple([lineNumber, lineNumber]).readonly().describe("first and last line, from 1");
const file = z.string().describe("as it was named; - is standard input");

export const documentReportSchema = z.union(
  FACT_SCHEMAS.map(({ kinds, facts }) => z.strictObject({ file, kind: z.enum(kinds), lines, facts })),
) satisfies z.ZodType<DocumentReport>;

export const notUnderstoodSchema = z.strictObject({
  file,
  lines,
  why: z.string(),
}) satisfies z.ZodType<NotUnderstoodReport>;

export const readResultSchema = z.strictObject({
  documents: z.array(documentReportSchema),
  notUnderstood: z.array(notUnderstoodSchema),
}) satisfies z.ZodType<ReadResult>;
