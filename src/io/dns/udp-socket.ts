// One UDP socket towards one server, shared by several questions that are told apart by their id (RFC 5452).
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import type { DnsAttemptResult } from "../../core/dns/exchange.ts";
import type { OutgoingMessage } from "../../core/dns/outgoing-message.ts";
import { formatAddress, parseAddress } from "../../core/net/address.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { RandomSource } from "../host/random.ts";
import {
  isUnauthenticated,
  receivedAnswer,
  resultOfAnswer,
  type IgnoredCounts,
  type ReceivedAnswer,
} from "./attempt.ts";
import { classifyErrno, errnoOf } from "./network-error.ts";
import { decodeMessage } from "./packet-codec.ts";
import { sendTogether } from "./send-together.ts";

/** A question that waits on a socket. */
export type UdpWaiter = {
  readonly message: OutgoingMessage;
  readonly ignored: IgnoredCounts;
  readonly settle: (result: DnsAttemptResult, answer: ReceivedAnswer | null) => void;
  /** Takes an answer that does not end the wait: it should be signed, and is not as it should be (RFC 8945 section 5.4). */
  readonly holdBack: (answer: ReceivedAnswer) => void;
};

export type UdpSocket = {
  /** Connected: ICMP errors are heard, other sources are dropped by the system. Not connected: other sources are counted. */
  readonly connected: boolean;
  /** Waiting questions by id. */
  readonly waiting: ReadonlyMap<number, UdpWaiter>;
  /** Questions sent over it so far. */
  readonly sent: () => number;
  /** Registers the waiter under a fresh id and sends its message. Gives the id. */
  readonly ask: (waiter: UdpWaiter) => number;
  /** Forgets a question; an answer that comes later belongs to nobody. */
  readonly forget: (id: number) => void;
  readonly close: () => void;
};

const PORT_TRIES = 4;

/** Opens a socket on a random port. An error is the errno name of what failed. */
export async function openUdpSocket(
  server: Endpoint,
  connected: boolean,
  random: RandomSource,
): Promise<UdpSocket | { readonly failed: string }> {
  for (let tries = 1; ; tries++) {
    // Not every system picks its ports at random; the dynamic half of the range is free of the services that matter.
    const port = tries < PORT_TRIES ? 0x8000 | random.uint16() : 0;
    const opened = await openOnPort(server, connected, port);
    if (typeof opened !== "string") return wrapSocket(opened, server, connected, random);
    const portTaken = opened === "EADDRINUSE" || opened === "EACCES";
    if (!portTaken || tries === PORT_TRIES) return { failed: opened };
  }
}

function openOnPort(server: Endpoint, connected: boolean, port: number): Promise<Socket | string> {
  const type = server.address.includes(":") ? "udp6" : "udp4";
  return new Promise((resolve) => {
    const socket = createSocket({ type, ipv6Only: type === "udp6" });
    const fail = (error: unknown): void => {
      socket.close();
      resolve(errnoOf(error));
    };
    const ready = (): void => {
      socket.off("error", fail);
      resolve(socket);
    };
    socket.once("error", fail);
    const afterBind = (): void => {
      if (connected)
        socket.connect(server.port, server.address, (error?: Error) => (error ? fail(error) : ready()));
      else ready();
    };
    socket.bind({ port, exclusive: true }, afterBind);
  });
}

function wrapSocket(socket: Socket, server: Endpoint, connected: boolean, random: RandomSource): UdpSocket {
  const waiting = new Map<number, UdpWaiter>();
  let sent = 0;
  let closed = false;

  const take = (id: number): UdpWaiter | undefined => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    // A socket without questions must not keep the process alive.
    if (waiting.size === 0 && !closed) socket.unref();
    return waiter;
  };
  const settle = (id: number, result: DnsAttemptResult, answer: ReceivedAnswer | null = null): void => {
    take(id)?.settle(result, answer);
  };
  const failAll = (error: unknown): void => {
    const result = classifyErrno(errnoOf(error), "udp-answer");
    for (const id of [...waiting.keys()]) settle(id, result);
  };

  socket.on("error", failAll);
  socket.on("message", (bytes, from) => receive(bytes, from, server, waiting, settle));

  const ask = (waiter: UdpWaiter): number => {
    const id = freshId(waiting, random);
    waiting.set(id, waiter);
    sent += 1;
    socket.ref();
    const done = (error: Error | null): void => {
      if (error !== null && waiting.get(id) === waiter)
        settle(id, classifyErrno(errnoOf(error), "udp-answer"));
    };
    const bytes = waiter.message.encode(id);
    sendTogether(() => {
      if (waiting.get(id) !== waiter) return;
      if (connected) socket.send(bytes, done);
      else socket.send(bytes, server.port, server.address, done);
    });
    return id;
  };

  const close = (): void => {
    if (closed) return;
    closed = true;
    waiting.clear();
    socket.close();
  };

  return { connected, waiting, sent: () => sent, ask, forget: (id) => void take(id), close };
}

function freshId(waiting: ReadonlyMap<number, UdpWaiter>, random: RandomSource): number {
  let id = random.uint16();
  while (waiting.has(id)) id = random.uint16();
  return id;
}

type Settle = (id: number, result: DnsAttemptResult, answer?: ReceivedAnswer) => void;

function receive(
  bytes: Uint8Array,
  from: RemoteInfo,
  server: Endpoint,
  waiting: ReadonlyMap<number, UdpWaiter>,
  settle: Settle,
): void {
  const id = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const waiter = bytes.length < 2 ? undefined : waiting.get(id);
  const source = isFrom(from, server);
  if (waiter === undefined) {
    if (source) countWrongId(bytes, waiting);
    return;
  }
  if (!source) {
    waiter.ignored.wrongSource += 1;
    return;
  }
  const decoded = decodeMessage(bytes);
  if (!decoded.ok) {
    settle(id, { kind: "malformed", ...decoded.error });
    return;
  }
  const message = decoded.value;
  const mismatch = waiter.message.findMismatch(message);
  if (mismatch !== null) {
    waiter.ignored[mismatch] += 1;
    return;
  }
  const answer = receivedAnswer(waiter.message, message, bytes);
  const result = resultOfAnswer(message, "udp");
  // TC only leads to TCP, where the whole answer is judged.
  if (result.kind === "answered" && isUnauthenticated(answer)) waiter.holdBack(answer);
  else settle(id, result, answer);
}

/** A wrong id is put down to the question it repeats, or to the only one that waits; else it belongs to nobody. */
function countWrongId(bytes: Uint8Array, waiting: ReadonlyMap<number, UdpWaiter>): void {
  const [only] = waiting.values();
  if (only === undefined) return;
  if (waiting.size === 1) {
    only.ignored.wrongId += 1;
    return;
  }
  const decoded = decodeMessage(bytes);
  if (!decoded.ok || decoded.value.question === null) return;
  for (const waiter of waiting.values()) {
    if (waiter.message.findMismatch(decoded.value) !== null) continue;
    waiter.ignored.wrongId += 1;
    return;
  }
}

function isFrom(from: RemoteInfo, server: Endpoint): boolean {
  if (from.port !== server.port) return false;
  if (from.address === server.address) return true;
  const [left, right] = [parseAddress(from.address), parseAddress(server.address)];
  if (!left.ok || !right.ok) return false;
  // Link-local sources carry a zone, as a name or as a number; the value decides.
  return (
    left.value.value === right.value.value &&
    formatAddress(left.value).includes(":") === server.address.includes(":")
  );
}
