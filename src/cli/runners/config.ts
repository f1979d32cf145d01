// Runs `config path` and `config show`.
import { existsSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { defaultConfigPath, loadConfig, type Config } from "../config.ts";
import type { OutputFlags } from "../options.ts";
import { configSchema, CONFIG_VALUES, type ConfigFile } from "../wire/config-schema.ts";
import { printDocument } from "./simple-document.ts";

export function runConfigPath(flags: OutputFlags): Promise<number> {
  const file = path.resolve(flags.config ?? defaultConfigPath());
  return printDocument("config path", { path: file, exists: existsSync(file) }, `${file}\n`, flags);
}

export async function runConfigShow(flags: OutputFlags): Promise<number> {
  const file = path.resolve(flags.config ?? defaultConfigPath());
  const settings = await loadConfig(flags.config);
  return printDocument(
    "config show",
    { path: file, exists: existsSync(file), settings },
    textOf(settings),
    flags,
  );
}

/** A configuration file with the same settings; what is not set stands there as a comment with an example. */
function textOf(settings: Config): string {
  const keys = Object.keys(CONFIG_VALUES) as readonly (keyof ConfigFile)[];
  return keys
    .map((key) => {
      const about = `# ${configSchema.shape[key].description ?? CONFIG_VALUES[key].kind}\n`;
      const value = settings[key];
      return (
        about + (value === undefined ? `# ${CONFIG_VALUES[key].example}\n` : stringify({ [key]: value }))
      );
    })
    .join("\n");
}
