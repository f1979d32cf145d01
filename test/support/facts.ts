// Builders of facts for tests: a healthy default, and only what matters is named.
import type { DnsAttempt, DnsAttemptResult } from "../../src/core/dns/exchange.ts";
import { parseOwnerName, type OwnerName } from "../../src/core/dns/owner-name.ts";
import { publishedRecords } from "../../src/core/dns/published.ts";
import type { SrvRecord } from "../../src/core/dns/record.ts";
import type {
  AddressLookup,
  DomainFacts,
  EndpointFacts,
  ServerAnswer,
  TargetFacts,
} from "../../src/core/run/observation.ts";

export const AT = "2026-11-24T12:00:00.000Z";

export function name(text: string): OwnerName {
  const parsed = parseOwnerName(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export function srv(target: string, overrides: Partial<SrvRecord> = {}): SrvRecord {
  return {
    type: "SRV",
    owner: name("_vlmcs._tcp.corp.test"),
    ttlSeconds: 3600,
    priority: 0,
    weight: 0,
    port: 1688,
    target: name(target),
    ...overrides,
  };
}

export function attempt(result: DnsAttemptResult, overrides: Partial<DnsAttempt> = {}): DnsAttempt {
  return {
    transport: "udp",
    edns: true,
    startedMs: 0,
    elapsedMs: 1,
    result,
    ignored: { wrongId: 0, wrongSource: 0, wrongQuestion: 0, notAResponse: 0 },
    ...overrides,
  };
}

export function answer(overrides: Partial<ServerAnswer> = {}): ServerAnswer {
  return {
    question: "_vlmcs._tcp.corp.test SRV",
    server: "127.0.0.1:53",
    role: "given",
    status: "answered",
    presence: "found",
    rcode: "NOERROR",
    authoritative: true,
    transport: "udp",
    rttMs: 1,
    records: [srv("kms1.corp.test"), srv("kms2.corp.test")],
    serial: null,
    negativeTtlSeconds: null,
    aliases: [],
    attempts: [attempt({ kind: "answered", rcode: 0 })],
    asked: 1,
    at: AT,
    ...overrides,
  };
}

export function nothing(
  presence: "nodata" | "nxdomain",
  overrides: Partial<ServerAnswer> = {},
): ServerAnswer {
  return answer({
    presence,
    rcode: presence === "nxdomain" ? "NXDOMAIN" : "NOERROR",
    records: [],
    ...overrides,
  });
}

export function lookup(host: string, overrides: Partial<AddressLookup> = {}): AddressLookup {
  return {
    name: name(host),
    status: "found",
    addresses: ["192.0.2.10"],
    aliases: [],
    source: "127.0.0.1:53",
    at: AT,
    ...overrides,
  };
}

export function domainFacts(
  answers: readonly ServerAnswer[],
  lookups: readonly AddressLookup[] = [],
): DomainFacts {
  return {
    domain: "corp.test",
    owner: name("_vlmcs._tcp.corp.test"),
    answers,
    records: publishedRecords(answers),
    lookups: new Map(lookups.map((found) => [found.name, found])),
  };
}

export function endpoint(overrides: Partial<EndpointFacts> = {}): EndpointFacts {
  const state = overrides.state ?? "open";
  const code = overrides.code ?? (state === "open" ? null : "ETIMEDOUT");
  return {
    address: "192.0.2.10",
    port: 1688,
    state,
    code,
    connectMs: state === "open" ? 1 : null,
    rpc:
      state === "open"
        ? { verdict: "kms", detail: "the KMS interface was accepted", bindMs: 1 }
        : { verdict: "not-tried", detail: "", bindMs: null },
    attempts: [{ state, code, ms: state === "open" ? 1 : null }],
    at: AT,
    ...overrides,
  };
}

export function targetFacts(
  endpoints: readonly EndpointFacts[],
  found: AddressLookup | null = null,
): TargetFacts {
  return { target: "kms1.corp.test:1688", lookup: found, endpoints };
}
