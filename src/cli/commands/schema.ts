// `schema`: its argument and help.
import type { Command } from "commander";
import { addOutputOptions, type OutputFlags } from "../options.ts";
import type { Finish } from "../program.ts";

const HELP = `
Without COMMAND the names are listed. Apart from the commands there are 'events'
(a line of --ndjson), 'error' (the document of a failure), and the files
'config', 'scenario', 'plan' and 'template'.

Examples:
  kms-doctor schema discover > discover.schema.json
  kms-doctor schema lab start
  kms-doctor schema config`;

export function addSchemaCommand(program: Command, finish: Finish): void {
  const command = program
    .command("schema")
    .summary("print the JSON Schema of a document")
    .description("Print the JSON Schema of a command's document, of the event stream, or of a file.")
    .argument("[command...]", "whose document");
  addOutputOptions(command)
    .addHelpText("after", HELP)
    .action(async (words: string[], flags: OutputFlags) => {
      const { runSchema } = await import("../runners/schema.ts");
      finish(await runSchema(words.length === 0 ? undefined : words.join(" "), flags));
    });
}
