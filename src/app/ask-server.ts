// Puts the SRV question to one server: follows aliases, asks again after SERVFAIL or REFUSED, and sums it up.
import { classifyResponse, type ResponseClass } from "../core/dns/classify-response.ts";
import type { DnsAttempt, DnsExchange } from "../core/dns/exchange.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
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
    if (asked === 1 && needsConfirmation(exchange, response)) continue;
    if (response?.kind !== "alias-unfinished" || aliases.length >= MAX_ALIASES) return inquiry;
    name = response.next;
  }
}

/** A refusal counts when it is said twice; and silence that ends once EDNS is left out may have been a lost packet. */
function needsConfirmation({ attempts, outcome }: DnsExchange, response: ResponseClass | null): boolean {
  if (response?.kind === "servfail" || response?.kind === "refused") return true;
  return (
    outcome.kind === "answered" && attempts.some(({ edns, result }) => edns && result.kind === "timeout")
  );
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
  const question = { name: owner, type: "SRV" } as const;
  const inquiry = await inquire(ask, server.endpoint, question, options, signal);
  const records = inquiry.response?.kind === "found" ? inquiry.response.records : [];
  return { ...sumUp(inquiry, server, question, timestamp), records };
}

/** What an inquiry came to, without the records. */
export function sumUp(
  inquiry: Inquiry,
  server: AskedServer,
  question: { readonly name: OwnerName; readonly type: QueryType },
  timestamp: () => string,
): ServerAnswer {
  const { last, response, attempts, aliases, asked } = inquiry;
  const message = last.outcome.kind === "answered" ? last.outcome.message : null;
  return {
    question: sayQuestion(question),
    server: formatEndpoint(server.endpoint),
    role: server.role,
    status: statusOf(inquiry),
    presence: presenceOf(response),
    rcode: message === null ? null : rcodeName(message.rcode),
    authoritative: message?.authoritative ?? false,
    transport: last.transport,
    rttMs: roundMs(last.rttMs),
    records: [],
    serial: null,
    negativeTtlSeconds:
      response?.kind === "nodata" || response?.kind === "nxdomain" ? response.negativeTtlSeconds : null,
    aliases,
    attempts: attempts.map(rounded),
    asked: last.outcome.kind === "not-asked" ? 0 : asked,
    at: timestamp(),
  };
}

function sayQuestion({ name, type }: { readonly name: OwnerName; readonly type: QueryType }): string {
  return `${withoutTrailingDot(name)} ${type}`;
}

function rounded(attempt: DnsAttempt): DnsAttempt {
  return { ...attempt, startedMs: roundMs(attempt.startedMs), elapsedMs: roundMs(attempt.elapsedMs) };
}

/** Something came in time, but it answered another question or came from another address. */
function hasStrayAnswer({ ignored }: DnsAttempt): boolean {
  return ignored.wrongQuestion > 0 || ignored.wrongSource > 0;
}

function presenceOf(response: ResponseClass | null): ServerAnswer["presence"] {
  if (response?.kind === "found" || response?.kind === "nodata" || response?.kind === "nxdomain")
    return response.kind;
  return null;
}

function statusOf({ last, response }: Inquiry): ServerStatus {
  if (last.outcome.kind === "timeout" && last.attempts.some(hasStrayAnswer)) return "malformed";
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
