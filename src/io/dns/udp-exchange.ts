// Attempts over UDP. Questions to one server share a few sockets; a socket retires after some hundred questions, so that
// source ports stay hard to guess (RFC 5452), and idle ones are closed after a moment: descriptors are finite.
import type { DnsAttemptResult } from "../../core/dns/exchange.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import type { RandomSource } from "../host/random.ts";
import {
  noneIgnored,
  resultOfAnswer,
  type AttemptOutcome,
  type AttemptRequest,
  type ReceivedAnswer,
} from "./attempt.ts";
import { classifyErrno } from "./network-error.ts";
import { onAbort } from "../../core/async/on-abort.ts";
import { openUdpSocket, type UdpSocket } from "./udp-socket.ts";

export type UdpExchange = {
  /** Sends once and waits. `connected`: hear ICMP errors; else: hear, and count, answers from other addresses. */
  readonly attempt: (
    request: AttemptRequest,
    connected: boolean,
    signal: AbortSignal,
  ) => Promise<AttemptOutcome>;
  /** Closes all sockets. Attempts that wait end as cancelled. */
  readonly close: () => void;
};

/** The sockets towards one server. */
type Lane = {
  readonly server: Endpoint;
  readonly connected: boolean;
  readonly sockets: Set<UdpSocket>;
  /** Resolves with undefined, or with the errno name, when the socket that is being opened stands or has failed. */
  opening: Promise<string | undefined> | undefined;
  usedSinceSweep: boolean;
};

const MAX_FRESH_SOCKETS = 8;
/** A further socket is opened when each has this many questions waiting. */
const CROWDED = 12;
const QUESTIONS_PER_SOCKET = 256;
const SWEEP_MS = 500;
/** With more lanes than this, idle ones are closed at once. */
const MANY_LANES = 32;

export function createUdpExchange(random: RandomSource): UdpExchange {
  const lanes = new Map<string, Lane>();
  let sweeper: NodeJS.Timeout | undefined;
  let closed = false;

  const laneFor = (server: Endpoint, connected: boolean): Lane => {
    const key = `${formatEndpoint(server)} ${connected ? "connected" : "open"}`;
    const known = lanes.get(key);
    if (known !== undefined) return known;
    if (lanes.size >= MANY_LANES) closeIdleLanes(lanes, () => true);
    const lane: Lane = { server, connected, sockets: new Set(), opening: undefined, usedSinceSweep: true };
    lanes.set(key, lane);
    sweeper ??= setInterval(sweep, SWEEP_MS).unref();
    return lane;
  };

  const sweep = (): void => {
    closeIdleLanes(lanes, (lane) => !lane.usedSinceSweep);
    for (const lane of lanes.values()) lane.usedSinceSweep = false;
    if (lanes.size > 0) return;
    clearInterval(sweeper);
    sweeper = undefined;
  };

  const openNext = async (lane: Lane): Promise<string | undefined> => {
    const opened = await openUdpSocket(lane.server, lane.connected, random);
    lane.opening = undefined;
    if ("failed" in opened) return opened.failed;
    if (closed) opened.close();
    else lane.sockets.add(opened);
    return undefined;
  };

  const attempt = async (
    request: AttemptRequest,
    connected: boolean,
    signal: AbortSignal,
  ): Promise<AttemptOutcome> => {
    if (closed || signal.aborted) return failedAttempt({ kind: "cancelled" });
    const lane = laneFor(request.server, connected);
    let socket = pickSocket(lane);
    while (socket === undefined) {
      const failed = await (lane.opening ??= openNext(lane));
      if (failed !== undefined) return failedAttempt(classifyErrno(failed, "udp-answer"));
      if (closed || signal.aborted) return failedAttempt({ kind: "cancelled" });
      socket = pickSocket(lane);
    }
    lane.usedSinceSweep = true;
    // Picking and asking happen without a pause between them, so that no crowd lands on one socket.
    return askOver(lane, socket, request, signal);
  };

  const close = (): void => {
    closed = true;
    clearInterval(sweeper);
    for (const lane of lanes.values()) closeLane(lane);
    lanes.clear();
  };

  return { attempt, close };
}

function askOver(
  lane: Lane,
  socket: UdpSocket,
  request: AttemptRequest,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  return new Promise((resolve) => {
    const ignored = noneIgnored();
    const settle = (result: DnsAttemptResult, answer: ReceivedAnswer | null): void => {
      clearTimeout(timer);
      withdraw();
      retireIfDrained(lane, socket);
      resolve({ result, answer, ignored });
    };
    const giveUp = (result: DnsAttemptResult): void => {
      socket.forget(id);
      settle(result, null);
    };
    const { message } = request;
    let heldBack: ReceivedAnswer | null = null;
    const endWait = (): void => {
      if (heldBack === null) return giveUp({ kind: "timeout", phase: "udp-answer" });
      socket.forget(id);
      return settle(resultOfAnswer(heldBack.message, "udp"), heldBack);
    };
    const holdBack = (answer: ReceivedAnswer): void => void (heldBack ??= answer);
    const timer = setTimeout(endWait, request.timeoutMs);
    const withdraw = onAbort(signal, () => giveUp({ kind: "cancelled" }));
    const id = socket.ask({ message, ignored, settle, holdBack });
  });
}

/** The least crowded socket that is not retired; undefined where another one has to be opened first. */
function pickSocket(lane: Lane): UdpSocket | undefined {
  let best: UdpSocket | undefined;
  let fresh = 0;
  for (const socket of lane.sockets) {
    if (socket.sent() >= QUESTIONS_PER_SOCKET) continue;
    fresh += 1;
    if (best === undefined || socket.waiting.size < best.waiting.size) best = socket;
  }
  if (best === undefined || fresh >= MAX_FRESH_SOCKETS) return best;
  return best.waiting.size < CROWDED ? best : undefined;
}

function retireIfDrained(lane: Lane, socket: UdpSocket): void {
  if (socket.sent() < QUESTIONS_PER_SOCKET || socket.waiting.size > 0) return;
  lane.sockets.delete(socket);
  socket.close();
}

function closeIdleLanes(lanes: Map<string, Lane>, mayClose: (lane: Lane) => boolean): void {
  for (const [key, lane] of lanes) {
    if (lane.opening !== undefined || !mayClose(lane) || hasWaiting(lane)) continue;
    closeLane(lane);
    lanes.delete(key);
  }
}

function hasWaiting(lane: Lane): boolean {
  for (const socket of lane.sockets) if (socket.waiting.size > 0) return true;
  return false;
}

function closeLane(lane: Lane): void {
  for (const socket of lane.sockets) {
    for (const waiter of [...socket.waiting.values()]) waiter.settle({ kind: "cancelled" }, null);
    socket.close();
  }
  lane.sockets.clear();
}

function failedAttempt(result: DnsAttemptResult): AttemptOutcome {
  return { result, answer: null, ignored: noneIgnored() };
}
