// Runs the built program as a user does, and holds every JSON document that it prints to its schema.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { eventSchema } from "../../src/cli/wire/event-schema.ts";
import { DOCUMENT_NAMES, documentSchema, errorSchema } from "../../src/cli/wire/report-schemas.ts";

export const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

const home = mkdtempSync(path.join(tmpdir(), "kms-doctor-home-"));
process.once("exit", () => rmSync(home, { recursive: true, force: true }));

/** Without a person's own configuration and colours. */
const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: home,
  LANG: "C.UTF-8",
};

export type ToolRun = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type ToolOptions = {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs with this soft limit of open files. */
  readonly maxDescriptors?: number;
};

export type RunningTool = {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<ToolRun>;
  /** Resolves with all of stdout so far once it matches; rejects when the program ends before. */
  readonly stdoutMatching: (pattern: RegExp) => Promise<string>;
};

export function startTool(args: readonly string[], options: ToolOptions = {}): RunningTool {
  const limit = options.maxDescriptors;
  const [program, ...words] =
    limit === undefined
      ? [process.execPath, MAIN, ...args]
      : ["sh", "-c", `ulimit -n ${limit} && exec "$0" "$@"`, process.execPath, MAIN, ...args];
  const child = spawn(program, words, {
    env: { ...ENVIRONMENT, ...options.env },
    cwd: options.cwd ?? ENVIRONMENT.HOME,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.stdin ?? "");
  const ended = new Promise<ToolRun>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    stdoutMatching: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(stdout)) resolve(stdout);
        };
        child.stdout.on("data", look);
        child.on("close", () => reject(new Error(`ended before it printed ${pattern}: ${stdout}${stderr}`)));
        look();
      }),
  };
}

/** Runs to the end; JSON on stdout is checked against the schema of its command. */
export async function runTool(args: readonly string[], options: ToolOptions = {}): Promise<ToolRun> {
  const run = await startTool(args, options).ended;
  if (args.includes("--json") || args.includes("--format=json")) checkDocument(run.stdout);
  if (args.includes("--ndjson")) checkEvents(run.stdout);
  return run;
}

/** The one document on stdout, valid by its schema. */
export function documentOf(
  run: ToolRun,
): Record<string, unknown> & { readonly result: Record<string, unknown> } {
  return JSON.parse(run.stdout) as ReturnType<typeof documentOf>;
}

/** Throws where the text is no single document of a known schema. */
export function checkDocument(text: string): void {
  if (!text.endsWith("\n")) throw new Error(`the document does not end in a newline: ${text.slice(-80)}`);
  const value = JSON.parse(text) as { readonly command?: string };
  const name = DOCUMENT_NAMES.find((candidate) => candidate === value.command);
  (name === undefined ? errorSchema : documentSchema(name)).parse(value);
}

export function checkEvents(text: string): void {
  const lines = text.trimEnd().split("\n");
  const [first] = lines;
  if (lines.length === 1 && first?.startsWith('{"error"')) {
    errorSchema.parse(JSON.parse(first));
    return;
  }
  for (const line of lines) eventSchema.parse(JSON.parse(line));
}
