// Runs a program without a shell, bounded in time and output. What it prints is data: it is never executed.
import { spawn } from "node:child_process";

export type CommandOutcome =
  | {
      readonly kind: "finished";
      /** Null where a signal ended it. */
      readonly exitCode: number | null;
      readonly stdout: Uint8Array;
      readonly stderr: Uint8Array;
    }
  | { readonly kind: "not-found" }
  | { readonly kind: "timeout" }
  | { readonly kind: "too-much-output" }
  | { readonly kind: "cancelled" }
  /** It could not be started: EACCES, EMFILE … */
  | { readonly kind: "failed"; readonly code: string };

export type CommandLimits = {
  readonly timeoutMs: number;
  /** Bound of standard output and of standard error, each. */
  readonly maxBytes: number;
};

export type RunCommand = (
  program: string,
  args: readonly string[],
  limits: CommandLimits,
  signal: AbortSignal,
) => Promise<CommandOutcome>;

/** Standard input is empty. The program is killed when a limit is passed or the signal aborts. */
export const runCommand: RunCommand = (program, args, limits, signal) => {
  if (signal.aborted) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      shell: false,
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const finish = (outcome: CommandOutcome): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      resolve(outcome);
    };
    const stop = (outcome: CommandOutcome): void => {
      child.kill("SIGKILL");
      // A grandchild may hold the pipes open: they are let go, so that nothing waits for it.
      child.stdout.destroy();
      child.stderr.destroy();
      finish(outcome);
    };
    const timer = setTimeout(() => stop({ kind: "timeout" }), limits.timeoutMs);
    const cancel = (): void => stop({ kind: "cancelled" });
    signal.addEventListener("abort", cancel, { once: true });

    const overflow = (): void => stop({ kind: "too-much-output" });
    const stdout = collect(child.stdout, limits.maxBytes, overflow);
    const stderr = collect(child.stderr, limits.maxBytes, overflow);
    child.on("error", (error: NodeJS.ErrnoException) => {
      finish(
        error.code === "ENOENT" ? { kind: "not-found" } : { kind: "failed", code: error.code ?? "UNKNOWN" },
      );
    });
    child.on("close", (exitCode) =>
      finish({ kind: "finished", exitCode, stdout: stdout(), stderr: stderr() }),
    );
  });
};

function collect(stream: NodeJS.ReadableStream, maxBytes: number, onOverflow: () => void): () => Uint8Array {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) onOverflow();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
}
