// Puts the SRV question to one server: follows aliases, asks again after SERVFAIL or REFUSED, and sums it up.
import { classifyResponse, type ResponseClass } from "../core/dns/classify-response.ts";
import type { DnsAttempt, DnsExchange } from "../core/dns/exchange.ts";
import type { OwnerName } from "../core/dns/owner-name.ts";
import { rcodeName } from "../core/dns/rcode.ts";
import type { QueryType } from "../core/dns/record.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { ServerAnswer, ServerRole, ServerStatus } from "../core/run/observation.ts";
import { roundMs } from "../core/run/round-ms.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

export type AskedServer = { readonly endpoint: Endpoint; readonly role: ServerRole };

/** What one or more exchanges with one server came to. */
export type Inquiry<T extends QueryType = QueryType> = {
  readonly last: DnsExchange;
  readonly attempts: readonly DnsAttempt[];
  readonly asked: number;
  /** Null where no message could be used. */
  readonly response: ResponseClass<T> | null;
  readonly aliases: readonly OwnerName[];
};

/** Aliases are followed this far (RFC 1034 section 3.6.2 leaves the limit to the resolver). */
const MAX_ALIASES = 8;

export async function inquire<T extends QueryType>(
  ask: AskDns,
  server: Endpoint,
  question: { readonly name: OwnerName; readonly type: T },
  options: AskDnsOptions,
  signal: AbortSignal,
): Promise<Inquiry<T>> {
  const attempts: DnsAttempt[] = [];
  const aliases: OwnerName[] = [];
  let asked = 0;
  let name = question.name;
  for (;;) {
    const exchange = await ask(server, { name, type: question.type }, options, signal);
    asked += 1;
    attempts.push(...exchange.attempts);
    const response =
      exchange.outcome.kind === "answered"
        ? classifyResponse(exchange.outcome.message, { name, type: question.type })
        : null;
    if (response !== null && "aliases" in response) aliases.push(...response.aliases);
    const inquiry = { last: exchange, attempts, asked, response, aliases };
    const isRefusal = response?.kind === "servfail" || response?.kind === "refused";
    if (isRefusal && asked === 1) continue;
    if (response?.kind !== "alias-unfinished" || aliases.length >= MAX_ALIASES) return inquiry;
    name = response.next;
  }
}

/** Asks for the SRV records of `owner` and gives the server's word on them. */
export async function askForSrv(
  ask: AskDns,
  server: AskedServer,
  owner: OwnerName,
  options: AskDnsOptions,
  timestamp: () => string,
  signal: AbortSignal,
): Promise<ServerAnswer> {
  const inquiry = await inquire(ask, server.endpoint, { name: owner, type: "SRV" }, options, signal);
  const { last, response, attempts, aliases, asked } = inquiry;
  const message = last.outcome.kind === "answered" ? last.outcome.message : null;
  return {
    server: formatEndpoint(server.endpoint),
    role: server.role,
    status: statusOf(inquiry),
    presence: presenceOf(response),
    rcode: message === null ? null : rcodeName(message.rcode),
    authoritative: message?.authoritative ?? false,
    transport: last.transport,
    rttMs: roundMs(last.rttMs),
    records: response?.kind === "found" ? response.records : [],
    aliases,
    attempts: attempts.map(rounded),
    asked,
    at: timestamp(),
  };
}

function rounded(attempt: DnsAttempt): DnsAttempt {
  return { ...attempt, startedMs: roundMs(attempt.startedMs), elapsedMs: roundMs(attempt.elapsedMs) };
}

/** The word of a server that was spared because it had not answered before. */
export function notAsked(server: AskedServer, timestamp: () => string): ServerAnswer {
  return {
    server: formatEndpoint(server.endpoint),
    role: server.role,
    status: "not-asked",
    presence: null,
    rcode: null,
    authoritative: false,
    transport: null,
    rttMs: null,
    records: [],
    aliases: [],
    attempts: [],
    asked: 0,
    at: timestamp(),
  };
}

function presenceOf(response: ResponseClass | null): ServerAnswer["presence"] {
  if (response?.kind === "found" || response?.kind === "nodata" || response?.kind === "nxdomain")
    return response.kind;
  return null;
}

function statusOf({ last, response }: Inquiry): ServerStatus {
  if (last.outcome.kind !== "answered") return last.outcome.kind;
  switch (response?.kind) {
    case "found":
    case "nodata":
    case "nxdomain":
      return "answered";
    case "servfail":
    case "refused":
    case "referral":
      return response.kind;
    default:
      return "other-rcode";
  }
}
