// Buffered writing to stdout and stderr with back-pressure. A reader that goes away (EPIPE) is no error of ours.
import type { Writable } from "node:stream";

export type Writer = {
  /** Resolves once the stream takes more; text is buffered until the end of the turn. */
  readonly write: (text: string) => Promise<void>;
  /** Resolves once everything is handed over. */
  readonly flush: () => Promise<void>;
  /** True once the reader has gone away; writing goes nowhere then. */
  readonly isClosed: () => boolean;
};

const HIGH_WATER_CHARACTERS = 64 * 1024;

export function createWriter(stream: Writable, onClosed: () => void = () => undefined): Writer {
  let buffer = "";
  let pending: Promise<void> | undefined;
  let isClosed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EOF" && error.code !== "ERR_STREAM_DESTROYED") throw error;
    isClosed = true;
    onClosed();
  });

  function handOver(): Promise<void> {
    const text = buffer;
    buffer = "";
    if (isClosed || text === "") return Promise.resolve();
    return new Promise((resolve) => {
      stream.write(text, () => resolve());
    });
  }

  function flush(): Promise<void> {
    pending = (pending ?? Promise.resolve()).then(handOver);
    return pending;
  }

  return {
    write: (text) => {
      const wasEmpty = buffer === "";
      buffer += text;
      if (buffer.length >= HIGH_WATER_CHARACTERS) return flush();
      if (wasEmpty) setImmediate(() => void flush());
      return Promise.resolve();
    },
    flush,
    isClosed: () => isClosed,
  };
}

let stdout: Writer | undefined;
let stderr: Writer | undefined;
const closeListeners = new Set<() => void>();

/** Calls back when the reader of stdout has gone away; returns how to stop listening. */
export function onStdoutClosed(listener: () => void): () => void {
  closeListeners.add(listener);
  return () => closeListeners.delete(listener);
}

export function stdoutWriter(): Writer {
  stdout ??= createWriter(process.stdout, () => {
    for (const listener of closeListeners) listener();
  });
  return stdout;
}

export function stderrWriter(): Writer {
  stderr ??= createWriter(process.stderr);
  return stderr;
}
