// Buffered writing to stdout and stderr with back-pressure. A reader that goes away (EPIPE) is no error of ours.
import type { Writable } from "node:stream";
import { EnvironmentError } from "../core/errors.ts";

export type Writer = {
  /** Resolves once the stream takes more; text is buffered until the end of the turn. Rejects once writing has failed. */
  readonly write: (text: string) => Promise<void>;
  /** Resolves once everything is handed over. Rejects with EnvironmentError where that failed, now or earlier. */
  readonly flush: () => Promise<void>;
  /** True once the reader has gone away; writing goes nowhere then. */
  readonly isClosed: () => boolean;
};

export type WriterOptions = {
  /** What messages call the stream; without it nobody is told that it can't be written. */
  readonly name?: string;
  /** Called once, when the reader has gone away or the stream can't be written. */
  readonly onClosed?: () => void;
};

const HIGH_WATER_CHARACTERS = 64 * 1024;
const GONE = new Set(["EPIPE", "EOF", "ERR_STREAM_DESTROYED"]);

export function createWriter(stream: Writable, { name, onClosed }: WriterOptions = {}): Writer {
  let buffer = "";
  let pending = Promise.resolve();
  let isClosed = false;
  let failure: EnvironmentError | undefined;

  function close(error: NodeJS.ErrnoException): void {
    if (isClosed) return;
    isClosed = true;
    const code = error.code ?? error.message;
    if (name !== undefined && !GONE.has(code)) {
      failure = new EnvironmentError(`can't write to ${name} (${code})`, { cause: error });
    }
    onClosed?.();
  }
  stream.on("error", close);

  async function handOver(): Promise<void> {
    const text = buffer;
    buffer = "";
    if (!isClosed && text !== "") {
      const error = await written(stream, text);
      if (error !== undefined) close(error);
    }
    if (failure !== undefined) throw failure;
  }

  function flush(): Promise<void> {
    pending = pending.then(handOver);
    // Whoever writes or flushes next is told; until then a failure must not count as unhandled.
    pending.catch(() => undefined);
    return pending;
  }

  return {
    write: (text) => {
      if (failure !== undefined) return Promise.reject(failure);
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

/** What went wrong, undefined once the stream has taken the text. Streams of files may also throw. */
function written(stream: Writable, text: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    stream.write(text, (error) => resolve(error ?? undefined));
  }).catch((error: NodeJS.ErrnoException) => error);
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
  stdout ??= createWriter(process.stdout, {
    name: "standard output",
    onClosed: () => {
      for (const listener of closeListeners) listener();
    },
  });
  return stdout;
}

/** Never rejects: where standard error can't be written, nobody is left to be told. */
export function stderrWriter(): Writer {
  stderr ??= createWriter(process.stderr);
  return stderr;
}
