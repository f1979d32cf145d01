// Probes one endpoint: TCP connect, then a DCE/RPC bind to the KMS interface. It never sends a request PDU, so no
// activation host ever counts it.
import type { Clock, ProbeEndpoint, ProbeEndpointOptions } from "../../app/ports.ts";
import { encodeBind } from "../../core/rpc/bind.ts";
import { judgeAnswer } from "../../core/rpc/judge-answer.ts";
import { KMS_BIND } from "../../core/rpc/kms-bind.ts";
import type { RpcVerdict } from "../../core/rpc/verdict.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { EndpointOutcome } from "../../core/net/probe-outcome.ts";
import type { Socket } from "node:net";
import { connectStateOf } from "../errno.ts";
import { readAnswer } from "../net/read-answer.ts";
import { connectTcp, type TcpConnectResult } from "../net/tcp-connect.ts";
import { identifyService, type Question } from "./identify-service.ts";

const BIND_BYTES = encodeBind(KMS_BIND);

/** The prober with the clock that measures its times. */
export function createProbeEndpoint(clock: Clock): ProbeEndpoint {
  return (endpoint, options, signal) => probe(endpoint, options, clock, signal);
}

async function probe(
  endpoint: Endpoint,
  options: ProbeEndpointOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<EndpointOutcome | null> {
  const connected = await connectTcp(endpoint, options.connectTimeoutMs, clock, signal);
  if (connected.kind === "cancelled") return null;
  if (connected.kind !== "connected") return describeFailure(endpoint, connected, options.connectOnly);
  const open = { ...endpoint, state: "open", code: null, connectMs: connected.connectMs } as const;
  if (options.connectOnly) {
    connected.socket.destroy();
    return { ...open, rpc: notTried("only the connection was tried") };
  }
  const first = await tryBind(connected.socket, options.bindTimeoutMs, clock, signal);
  const rpc = first === null ? null : await nameUnknownService(endpoint, first, options, clock, signal);
  return rpc === null ? null : { ...open, rpc };
}

async function tryBind(
  socket: Socket,
  bindTimeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<RpcVerdict | null> {
  const sentAt = clock.monotonicMs();
  const answer = await readAnswer(socket, {
    payload: BIND_BYTES,
    deadlineMs: bindTimeoutMs,
    judge: (bytes, ending) => judgeAnswer(bytes, ending, KMS_BIND),
    signal,
  });
  if (answer === null) return null;
  const nothingCame = answer.received === 0 && answer.ending === "deadline";
  return { ...answer.judgement, bindMs: nothingCame ? null : clock.monotonicMs() - sentAt };
}

/** TLS servers close on a bind and HTTP servers wait for a line end: a second connection tells them. */
async function nameUnknownService(
  endpoint: Endpoint,
  first: RpcVerdict,
  options: ProbeEndpointOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<RpcVerdict | null> {
  const question = QUESTIONS[first.verdict];
  if (question === undefined) return first;
  const budgets = { connectTimeoutMs: options.connectTimeoutMs, answerTimeoutMs: options.bindTimeoutMs };
  const service = await identifyService(endpoint, question, budgets, clock, signal);
  if (service === null) return null;
  if (service === undefined) return first;
  const how =
    question === "tls"
      ? "closed on the bind, then answered a ClientHello"
      : "silent on the bind, then answered a GET";
  return { ...first, verdict: "not-rpc", detail: `${service} (${how}), no DCE/RPC` };
}

const QUESTIONS: Readonly<Partial<Record<RpcVerdict["verdict"], Question>>> = {
  closed: "tls",
  silent: "http",
};

function describeFailure(
  endpoint: Endpoint,
  failure: Exclude<TcpConnectResult, { kind: "connected" | "cancelled" }>,
  connectOnly: boolean,
): EndpointOutcome {
  if (failure.kind === "timed-out")
    return {
      ...endpoint,
      state: "filtered",
      code: "ETIMEDOUT",
      connectMs: null,
      rpc: notTried("no answer to the connect"),
    };
  // A reset during connect() means that the SYN was answered first: over a fast link accept-then-reset looks so.
  if (failure.code === "ECONNRESET") return describeInstantReset(endpoint, failure.elapsedMs, connectOnly);
  const state = connectStateOf(failure);
  const somebodyAnswered = state === "refused" || state === "rejected";
  return {
    ...endpoint,
    state,
    code: failure.code,
    connectMs: somebodyAnswered ? failure.elapsedMs : null,
    rpc: notTried(`not connected: ${failure.code}`),
  };
}

function describeInstantReset(endpoint: Endpoint, elapsedMs: number, connectOnly: boolean): EndpointOutcome {
  const reset: RpcVerdict = {
    verdict: "closed",
    detail: "the connection was accepted and reset at once, before the bind",
    bindMs: null,
  };
  const rpc = connectOnly ? notTried("only the connection was tried") : reset;
  return { ...endpoint, state: "open", code: null, connectMs: elapsedMs, rpc };
}

function notTried(detail: string): RpcVerdict {
  return { verdict: "not-tried", detail, bindMs: null };
}
