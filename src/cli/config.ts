// The configuration file: YAML with the names of the flags as keys. A missing default file is no error.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { UsageError } from "../core/errors.ts";
import type { FailOn } from "../core/run/verdict.ts";
import type { Format } from "./report-forms.ts";

/** All optional; flags on the command line win. Mirrors `configSchema` in wire/config-schema.ts. */
export type Config = {
  readonly server?: readonly string[] | undefined;
  readonly authoritative?: boolean | undefined;
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly "dns-port"?: number | undefined;
  readonly "fail-on"?: FailOn | undefined;
  readonly format?: Format | undefined;
  readonly color?: boolean | undefined;
  readonly theme?: "dark" | "light" | "high-contrast" | "mono" | undefined;
  readonly ascii?: boolean | undefined;
  /** Keys of the terminal interface by command. */
  readonly keys?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** `--config FILE`, else `kms-doctor/config.yaml` in the XDG config folder or %APPDATA%. Throws ConfigError. */
export async function loadConfig(file: string | undefined): Promise<Config> {
  const chosen = file ?? defaultConfigPath();
  if (!existsSync(chosen)) {
    if (file === undefined) return {};
    throw new UsageError(`--config '${file}': there is no such file`, {
      hint: "'kms-doctor schema config' prints what it may hold.",
    });
  }
  // The YAML reader and the schema are only loaded where there is a file.
  const { readConfig } = await import("./wire/read-config.ts");
  return readConfig(chosen);
}

export function defaultConfigPath(): string {
  const folder =
    process.platform === "win32"
      ? (process.env["APPDATA"] ?? path.join(homedir(), "AppData", "Roaming"))
      : process.env["XDG_CONFIG_HOME"] || path.join(homedir(), ".config");
  return path.join(folder, "kms-doctor", "config.yaml");
}
