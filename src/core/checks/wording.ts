// Phrases that several rules share: who said what, when.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import { formatEndpoint } from "../net/endpoint.ts";
import type { AddressLookup, DomainFacts, EndpointFacts, ServerAnswer } from "../run/observation.ts";

/** `127.0.0.1:53 answered NXDOMAIN (udp, authoritative, 0.4 ms) at 2026-11-24T12:00:00Z`. */
export function sayAnswer(answer: ServerAnswer): string {
  return `${answer.server} ${sayOutcome(answer)} at ${answer.at}`;
}

function sayOutcome(answer: ServerAnswer): string {
  if (answer.presence === null) {
    const times = answer.asked > 1 ? ` (asked ${answer.asked} times)` : "";
    return `${answer.rcode === null ? answer.status : `answered ${answer.rcode}`}${times}`;
  }
  const what = answer.presence === "found" ? `${answer.records.length} SRV` : answer.presence.toUpperCase();
  const authority = answer.authoritative ? ", authoritative" : "";
  const rtt = answer.rttMs === null ? "" : `, ${answer.rttMs.toFixed(1)} ms`;
  return `answered ${what} (${answer.transport ?? "no transport"}${authority}${rtt})`;
}

/** `0 0 1688 kms1.corp.test` as it stands in a zone file, less the dots at the ends. */
export function sayRdata(record: SrvRecord): string {
  return `${record.priority} ${record.weight} ${record.port} ${withoutTrailingDot(record.target)}`;
}

/** `kms1.corp.test, alias of a.corp.test, alias of b.corp.test: 192.0.2.10 (127.0.0.1:53, 2026-11-24T12:00:00Z)`. */
export function sayLookup(lookup: AddressLookup): string {
  const name = [lookup.name, ...lookup.aliases].map(withoutTrailingDot).join(", alias of ");
  const found = lookup.addresses.length > 0 ? lookup.addresses.join(", ") : lookup.status.toUpperCase();
  return `${name}: ${found} (${lookup.source}, ${lookup.at})`;
}

export function sayEndpoint(endpoint: EndpointFacts): string {
  const code = endpoint.code === null ? "" : ` (${endpoint.code})`;
  const tries = endpoint.attempts.length > 1 ? ` after ${endpoint.attempts.length} attempts` : "";
  const rpc = endpoint.rpc.verdict === "not-tried" ? "" : `; ${endpoint.rpc.detail}`;
  const sign = endpoint.host === undefined ? "" : `; ${endpoint.host.evidence}`;
  return `${formatEndpoint(endpoint)} ${endpoint.state}${code}${tries}${rpc}, ${endpoint.at}${sign}`;
}

/** The evidence for a record: the servers that gave it. */
export function sayWhoHas(facts: DomainFacts, record: SrvRecord): readonly string[] {
  const rdata = sayRdata(record);
  return facts.answers
    .filter((answer) => answer.records.some((other) => sayRdata(other) === rdata))
    .map((answer) => `${withoutTrailingDot(facts.owner)} SRV ${rdata}: ${sayAnswer(answer)}`);
}
