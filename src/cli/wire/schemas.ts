// Every schema by the name under which `kms-doctor schema` knows it.
import { z } from "zod";
import { scenarioSchema } from "../../lab/scenario.ts";
import { configSchema } from "./config-schema.ts";
import { eventSchema } from "./event-schema.ts";
import { planSchema } from "./plan-schema.ts";
import { DOCUMENT_NAMES, documentSchema, errorSchema, type DocumentName } from "./report-schemas.ts";
import { templateSchema } from "./template-schema.ts";

const OTHERS = {
  events: eventSchema,
  error: errorSchema,
  config: configSchema,
  scenario: scenarioSchema,
  plan: planSchema,
  template: templateSchema,
} as const;

export const SCHEMA_NAMES: readonly string[] = [...DOCUMENT_NAMES, ...Object.keys(OTHERS)];

/** The JSON Schema (draft 2020-12) of a name of SCHEMA_NAMES, undefined for any other. */
export function jsonSchema(name: string): Record<string, unknown> | undefined {
  const schema = Object.hasOwn(OTHERS, name)
    ? OTHERS[name as keyof typeof OTHERS]
    : DOCUMENT_NAMES.includes(name as DocumentName)
      ? documentSchema(name as DocumentName)
      : undefined;
  return schema === undefined ? undefined : (z.toJSONSchema(schema) as Record<string, unknown>);
}
