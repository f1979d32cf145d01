// Sends octets on a connected socket and reads until the reader has seen enough, the peer ends, or the deadline passes.
import { onAbort } from "../../core/async/on-abort.ts";
import type { Socket } from "node:net";
import type { AnswerEnding } from "../../core/rpc/judge-answer.ts";

/** Nobody needs more than this for a verdict. */
const MAX_ANSWER = 65_536;

export type ReadAnswerOptions<T> = {
  readonly payload: Uint8Array;
  /** Absolute: it is never restarted by arriving octets. */
  readonly deadlineMs: number;
  /** Judges what came so far; null asks for more. It is asked once more, with the ending, when there is no more. */
  readonly judge: (bytes: Uint8Array, ending: AnswerEnding) => T | null;
  readonly signal: AbortSignal;
};

/** Resolves with the judgement and how it ended, or null when cancelled. The socket is always destroyed. */
export function readAnswer<T>(
  socket: Socket,
  options: ReadAnswerOptions<T>,
): Promise<{ readonly judgement: T; readonly ending: AnswerEnding; readonly received: number } | null> {
  const { judge, signal } = options;
  return new Promise((resolve) => {
    const received = createAccumulator();
    let isSettled = false;
    let ended: AnswerEnding = "closed";
    const settle = (result: Awaited<ReturnType<typeof readAnswer<T>>>): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      forgetAbort();
      socket.destroy();
      resolve(result);
    };
    const decide = (ending: AnswerEnding): void => {
      const judgement = judge(received.bytes(), ending);
      if (judgement !== null) settle({ judgement, ending, received: received.bytes().length });
    };
    const onData = (chunk: Uint8Array): void => {
      received.add(chunk);
      decide(received.bytes().length >= MAX_ANSWER ? "full" : "open");
    };
    // Octets that already wait in the kernel count, however late the event loop is.
    const onTimer = (): void => void setImmediate(() => decide("deadline"));
    const timer = setTimeout(onTimer, options.deadlineMs);
    const forgetAbort = onAbort(signal, () => settle(null));
    socket.on("data", onData);
    socket.once("error", () => (ended = "reset"));
    socket.once("end", () => decide("closed"));
    socket.once("close", () => decide(ended));
    if (signal.aborted) settle(null);
    else if (socket.destroyed) decide("reset");
    else socket.write(options.payload);
  });
}

/** A growing buffer, so that an answer of single octets costs no more than one of large pieces. */
function createAccumulator(): {
  readonly add: (chunk: Uint8Array) => void;
  readonly bytes: () => Uint8Array;
} {
  let buffer = new Uint8Array(0);
  let used = 0;
  return {
    add: (chunk) => {
      const piece = chunk.subarray(0, MAX_ANSWER - used);
      if (used === 0) {
        buffer = Uint8Array.from(piece);
      } else if (used + piece.length > buffer.length) {
        const larger = new Uint8Array(Math.max(used + piece.length, buffer.length * 2));
        larger.set(buffer.subarray(0, used));
        buffer = larger;
      }
      buffer.set(piece, used);
      used += piece.length;
    },
    bytes: () => buffer.subarray(0, used),
  };
}
