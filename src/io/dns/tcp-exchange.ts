// Attempts over TCP (RFC 7766): one connection a question, absolute deadlines, answers buffered by their length prefix.
import { connect, type Socket } from "node:net";
import type { DnsAttemptResult } from "../../core/dns/exchange.ts";
import { createTcpFramer, frameForTcp } from "../../core/dns/tcp-framing.ts";
import type { RandomSource } from "../host/random.ts";
import {
  noneIgnored,
  receivedAnswer,
  resultOfAnswer,
  type AttemptOutcome,
  type AttemptRequest,
  type ReceivedAnswer,
} from "./attempt.ts";
import { classifyErrno, errnoOf } from "./network-error.ts";
import { onAbort } from "../../core/async/on-abort.ts";
import { decodeMessage } from "./packet-codec.ts";

export type TcpExchange = {
  /** Connects, sends, and waits for the whole answer, all within the request's budget. */
  readonly attempt: (request: AttemptRequest, signal: AbortSignal) => Promise<AttemptOutcome>;
  /** Ends attempts under way as cancelled. */
  readonly close: () => void;
};

export function createTcpExchange(random: RandomSource): TcpExchange {
  const underWay = new Set<() => void>();
  let closed = false;

  const attempt = (request: AttemptRequest, signal: AbortSignal): Promise<AttemptOutcome> => {
    if (closed || signal.aborted) {
      return Promise.resolve({ result: { kind: "cancelled" }, answer: null, ignored: noneIgnored() });
    }
    return new Promise((resolve) => {
      const cancel = runAttempt(request, random.uint16(), (outcome) => {
        withdraw();
        underWay.delete(cancel);
        resolve(outcome);
      });
      const withdraw = onAbort(signal, cancel);
      underWay.add(cancel);
    });
  };

  const close = (): void => {
    closed = true;
    for (const cancel of [...underWay]) cancel();
  };

  return { attempt, close };
}

/** Calls `done` once, never before it returns; the function returned cancels. */
function runAttempt(
  request: AttemptRequest,
  id: number,
  done: (outcome: AttemptOutcome) => void,
): () => void {
  const ignored = noneIgnored();
  const framer = createTcpFramer();
  let received = 0;
  let connected = false;
  let over = false;
  const socket: Socket = connect({ host: request.server.address, port: request.server.port, noDelay: true });

  const finish = (result: DnsAttemptResult, answer: ReceivedAnswer | null = null): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.destroy();
    done({ result, answer, ignored });
  };
  const phase = (): "tcp-connect" | "tcp-answer" => (connected ? "tcp-answer" : "tcp-connect");
  const timer = setTimeout(() => finish({ kind: "timeout", phase: phase() }), request.timeoutMs);

  const takeMessage = (bytes: Uint8Array): void => {
    if (bytes.length === 0)
      return finish({ kind: "malformed", offset: 0, reason: "the TCP length prefix is 0" });
    // Another id is another conversation: not looked into, as over UDP.
    if (bytes.length >= 2 && (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)) !== id) {
      ignored.wrongId += 1;
      return undefined;
    }
    const decoded = decodeMessage(bytes);
    if (!decoded.ok) return finish({ kind: "malformed", ...decoded.error });
    const message = decoded.value;
    const mismatch = request.message.findMismatch(message);
    if (mismatch === null)
      return finish(resultOfAnswer(message, "tcp"), receivedAnswer(request.message, message, bytes));
    ignored[mismatch] += 1;
    return undefined;
  };

  socket.on("connect", () => {
    connected = true;
    socket.write(frameForTcp(request.message.encode(id)));
  });
  socket.on("data", (chunk: Buffer) => {
    received += chunk.length;
    for (const bytes of framer.push(chunk)) {
      if (over) return;
      takeMessage(bytes);
    }
  });
  socket.on("error", (error) => finish(classifyErrno(errnoOf(error), phase())));
  socket.on("close", () => finish({ kind: "closed", receivedBytes: received }));
  // A half-closed connection brings no answer any more.
  socket.on("end", () => finish({ kind: "closed", receivedBytes: received }));

  return () => finish({ kind: "cancelled" });
}
