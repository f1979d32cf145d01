// Names a service that did not answer a bind, on a second connection: a TLS ClientHello or a harmless HTTP GET.
import type { Clock } from "../../app/ports.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { isBinaryBanner, recognizeBanner } from "../../core/rpc/banner.ts";
import type { AnswerEnding } from "../../core/rpc/judge-answer.ts";
import { readAnswer } from "../net/read-answer.ts";
import { connectTcp } from "../net/tcp-connect.ts";
import { encodeClientHello } from "./client-hello.ts";

export type Question = "tls" | "http";

export type IdentifyOptions = { readonly connectTimeoutMs: number; readonly answerTimeoutMs: number };

/** A phrase that names the service, undefined where it stays unknown, null when cancelled. */
export async function identifyService(
  endpoint: Endpoint,
  question: Question,
  options: IdentifyOptions,
  clock: Clock,
  signal: AbortSignal,
): Promise<string | undefined | null> {
  const connected = await connectTcp(endpoint, options.connectTimeoutMs, clock, signal);
  if (connected.kind === "cancelled") return null;
  if (connected.kind !== "connected") return undefined;
  const answer = await readAnswer(connected.socket, {
    payload: question === "tls" ? encodeClientHello() : encodeGet(endpoint),
    deadlineMs: options.answerTimeoutMs,
    judge: judgeBanner,
    signal,
  });
  return answer === null ? null : answer.judgement.service;
}

function judgeBanner(
  bytes: Uint8Array,
  ending: AnswerEnding,
): { readonly service: string | undefined } | null {
  if (ending === "open" && !bytes.includes(0x0a) && !isBinaryBanner(bytes)) return null;
  return { service: bytes.length === 0 ? undefined : recognizeBanner(bytes) };
}

function encodeGet(endpoint: Endpoint): Uint8Array {
  const request = `GET / HTTP/1.0\r\nHost: ${formatEndpoint(endpoint)}\r\nConnection: close\r\n\r\n`;
  return new TextEncoder().encode(request);
}
