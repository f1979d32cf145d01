// Schemas of what was read from pasted text.
import { z } from "zod";
import type { DocumentReport, NotUnderstoodReport, ReadResult } from "../../core/run/read-report.ts";
import { DOCUMENT_KINDS } from "../../core/windows/document.ts";

const lineNumber = z.int().min(1);
const lines = z.tuple([lineNumber, lineNumber]).readonly().describe("first and last line, from 1");
const file = z.string().describe("as it was named; - is standard input");

export const documentReportSchema = z.strictObject({
  file,
  kind: z.enum(DOCUMENT_KINDS),
  lines,
  facts: z.record(z.string(), z.unknown()).describe("null: the text does not say, or it was not understood"),
}) satisfies z.ZodType<DocumentReport>;

export const notUnderstoodSchema = z.strictObject({
  file,
  lines,
  why: z.string(),
}) satisfies z.ZodType<NotUnderstoodReport>;

export const readResultSchema = z.strictObject({
  documents: z.array(documentReportSchema),
  notUnderstood: z.array(notUnderstoodSchema),
}) satisfies z.ZodType<ReadResult>;
