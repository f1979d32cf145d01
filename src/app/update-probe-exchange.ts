// How the probes of the update-policy oracle are sent, one after the other, and written down as evidence.
import type { OutgoingMessage } from "../core/dns/outgoing-message.ts";
import type { OwnerName } from "../core/dns/owner-name.ts";
import { rcodeName, tsigErrorName } from "../core/dns/rcode.ts";
import type { SrvRecord } from "../core/dns/record.ts";
import type { TsigOutcome } from "../core/dns/tsig/verify-answer.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { UpdateSigner } from "./publish/publish-ports.ts";
import type { MessageExchange, UpdatePolicyPorts } from "./update-policy-ports.ts";
import type { ZoneSight } from "./update-policy-sight.ts";

export type ProbeTask = {
  readonly zone: OwnerName;
  readonly server: Endpoint;
  /** The record that somebody would like to publish. */
  readonly wanted: SrvRecord;
  /** The key or ticket to be tried, null for none. */
  readonly signer: UpdateSigner | null;
  readonly options: { readonly timeoutMs: number; readonly retries: number };
  /** What was seen of the zone before. */
  readonly before: ZoneSight;
  /** The server has answered questions about the zone, be it as a resolver. */
  readonly answersForZone: boolean;
};

/** Goes from probe to probe; each writes into the evidence. */
export type Notebook = {
  readonly task: ProbeTask;
  readonly ports: UpdatePolicyPorts;
  readonly signal: AbortSignal;
  readonly evidence: string[];
};

export type Transport = "udp-first" | "tcp";

export function sendProbeMessage(
  { task, ports, signal }: Notebook,
  transport: Transport,
  message: OutgoingMessage,
): Promise<MessageExchange> {
  return ports.sendMessage(task.server, message, { ...task.options, transport }, signal);
}

export function sayExchange(
  { server, outcome, attempts }: MessageExchange,
  what: string,
  at: string,
): string {
  if (outcome.kind === "answered" || outcome.kind === "unauthenticated") {
    const { message, transport, tsig } = outcome;
    const flags = message.recursionAvailable ? ", ra" : "";
    const signature = tsig === null ? "" : `, ${saySignature(tsig)}`;
    return `${server} answered ${rcodeName(message.rcode)} (${transport}${flags}${signature}) to ${what} at ${at}`;
  }
  const times = attempts.length === 1 ? "one attempt" : `${attempts.length} attempts`;
  return `${server}: ${outcome.kind} after ${times} with ${what} at ${at}`;
}

function saySignature(tsig: TsigOutcome): string {
  switch (tsig.kind) {
    case "verified":
      return "signature verified";
    case "unsigned":
      return "not signed";
    case "echoed":
      return "not signed: it sent our own signature back";
    case "wrong-key":
      return "signed with another key";
    case "bad-mac":
      return "its signature is wrong";
    case "bad-time":
      return "signed at another time than now";
    case "malformed":
      return "its signature can't be read";
    case "error":
      return `TSIG error ${tsigErrorName(tsig.error)}, ${tsig.authenticated ? "signature verified" : "not signed"}`;
  }
}

/** 20 characters from a to z and 0 to 9. */
export function freshNonce(random: () => number): string {
  const digit = (): string => Math.floor(random() * 36).toString(36);
  return Array.from({ length: 20 }, digit).join("");
}
