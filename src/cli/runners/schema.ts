// Runs `schema`: lists the names, or prints one JSON Schema.
import { UsageError } from "../../core/errors.ts";
import { closestWord } from "../../core/text/closest-word.ts";
import type { OutputFlags } from "../options.ts";
import { jsonSchema, SCHEMA_NAMES } from "../wire/schemas.ts";
import { printDocument } from "./simple-document.ts";

export function runSchema(name: string | undefined, flags: OutputFlags): Promise<number> {
  const names = SCHEMA_NAMES;
  if (name === undefined) {
    return printDocument("schema", { name: null, schema: null, names }, `${names.join("\n")}\n`, flags);
  }
  const schema = jsonSchema(name);
  if (schema === undefined) {
    const meant = closestWord(name, names);
    throw new UsageError(`there is no schema '${name}'`, {
      hint: meant === undefined ? `Known names: ${names.join(", ")}.` : `Did you mean '${meant}'?`,
    });
  }
  return printDocument("schema", { name, schema, names }, `${JSON.stringify(schema, null, 2)}\n`, flags);
}
