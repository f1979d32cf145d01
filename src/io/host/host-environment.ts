// The parts of this machine that tell its DNS set-up, injected so that every platform can be tested on any other.
import { getServers } from "node:dns";
import { readFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { err, ok, type Result } from "../../core/result.ts";
import { runCommand, type CommandOutcome } from "../process/run-command.ts";

export type HostEnvironment = {
  /** As `process.platform`: `linux`, `darwin`, `win32` … */
  readonly platform: string;
  readonly hostname: () => string;
  readonly variable: (name: string) => string | undefined;
  /** The whole file as text; the error is an errno name. */
  readonly readTextFile: (path: string) => Promise<Result<string, string>>;
  /** Runs a program without a shell, within a few seconds and a megabyte. */
  readonly run: (program: string, args: readonly string[], signal: AbortSignal) => Promise<CommandOutcome>;
  /** The servers that the C library of the runtime found: `192.0.2.53`, `[2001:db8::53]:5353`. */
  readonly systemServers: () => readonly string[];
  /** Addresses of this machine's interfaces, canonical text without zone. */
  readonly localAddresses: () => ReadonlySet<string>;
};

const COMMAND_LIMITS = { timeoutMs: 5000, maxBytes: 1 << 20 };

export function createHostEnvironment(): HostEnvironment {
  return {
    platform: process.platform,
    hostname,
    variable: (name) => process.env[name],
    readTextFile,
    run: (program, args, signal) => runCommand(program, args, COMMAND_LIMITS, signal),
    systemServers: getServers,
    localAddresses,
  };
}

async function readTextFile(path: string): Promise<Result<string, string>> {
  try {
    return ok(await readFile(path, "utf8"));
  } catch (error) {
    return err(error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN");
  }
}

function localAddresses(): ReadonlySet<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return new Set(all.map((entry) => entry.address));
}
