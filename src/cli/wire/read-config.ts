// Reads and checks the configuration file.
import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { ConfigError } from "../../core/errors.ts";
import type { Config } from "../config.ts";
import { configSchema } from "./config-schema.ts";

/** Throws ConfigError that names the file, the key and what may stand there. */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError(`the configuration file '${file}' can't be read (${cause.code ?? cause.message})`, {
      cause,
    });
  });
  const document = parseDocument(text, { maxAliasCount: 0 } as object);
  const problem = document.errors[0];
  if (problem !== undefined) {
    throw new ConfigError(
      `the configuration file '${file}' is no YAML: ${problem.message.split("\n")[0] ?? ""}`,
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 10 }) ?? {};
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : (issue?.path.join(".") ?? "");
  throw new ConfigError(
    `the configuration file '${file}' has a wrong key or value at '${where}': ${issue?.message ?? ""}`,
    {
      hint: `Known keys: ${Object.keys(configSchema.shape).join(", ")}.`,
    },
  );
}
