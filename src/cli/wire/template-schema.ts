// The schema of product.yaml, the metadata of a template folder.
import { z } from "zod";
import { ESCAPE_NAMES } from "../../core/template/escapes.ts";
import { SINGLE_THINGS, TEMPLATE_KINDS, type TemplateMetadata } from "../../core/template/template.ts";

export const templateSchema = z.strictObject({
  title: z.string().min(1).max(80),
  kind: z.enum(TEMPLATE_KINDS),
  escapes: z.array(z.enum(ESCAPE_NAMES)).min(1).describe("those that fit the target of the template"),
  lineEnds: z.enum(["lf", "crlf"]).default("lf"),
  one: z.array(z.enum(SINGLE_THINGS)).default([]).describe("what there may be only one of"),
  provenIn: z
    .string()
    .min(1)
    .max(80)
    .nullable()
    .describe("the program and version that it was loaded into, null for none"),
}) satisfies z.ZodType<TemplateMetadata>;
