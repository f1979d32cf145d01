import { describe, expect, test } from "vitest";
import {
  decidingAttempt,
  planNextAttempt,
  type ServerTraits,
} from "../../../../src/core/dns/attempt-plan.ts";
import type { DnsAttempt, DnsAttemptResult } from "../../../../src/core/dns/exchange.ts";
import { attempt } from "../../../support/facts.ts";

const UNKNOWN: ServerTraits = { edns: "unknown", tcpSilent: false, udpSilent: false };
const TIMEOUT: DnsAttemptResult = { kind: "timeout", phase: "udp-answer" };
const CLOSED: DnsAttemptResult = { kind: "closed", receivedBytes: 3 };
const REFUSED: DnsAttemptResult = { kind: "unreachable", code: "ECONNREFUSED" };
const answered = (rcode = 0): DnsAttemptResult => ({ kind: "answered", rcode });
const udp = (result: DnsAttemptResult, edns = true): DnsAttempt =>
  attempt(result, { transport: "udp", edns });
const tcp = (result: DnsAttemptResult, edns = true): DnsAttempt =>
  attempt(result, { transport: "tcp", edns });

function plan(
  attempts: readonly DnsAttempt[],
  retries = 1,
  traits: Partial<ServerTraits> = {},
): string | null {
  const step = planNextAttempt(attempts, { ...UNKNOWN, ...traits }, retries);
  return step === null ? null : `${step.transport}${step.edns ? " edns" : ""}`;
}

describe("planNextAttempt", () => {
  test("begins over UDP, with EDNS unless the server is known not to bear it", () => {
    expect(plan([])).toBe("udp edns");
    expect(plan([], 1, { edns: "no" })).toBe("udp");
  });

  test("begins over TCP where UDP never answered; a failure there ends it", () => {
    expect(plan([], 1, { udpSilent: true })).toBe("tcp");
    expect(plan([], 1, { udpSilent: true, edns: "yes" })).toBe("tcp edns");
    expect(plan([tcp(CLOSED, false)], 1, { udpSilent: true })).toBeNull();
    expect(decidingAttempt([tcp(CLOSED, false)])?.result).toEqual(CLOSED);
  });

  test("an answer ends it, also an error that EDNS can't be blamed for", () => {
    expect(plan([udp(answered())])).toBeNull();
    expect(plan([udp(answered(5))])).toBeNull();
    expect(plan([udp(answered(1), false)])).toBeNull();
  });

  test.each([1, 4, 16])("rcode %i to a query with EDNS: the same without", (rcode) => {
    expect(plan([udp(answered(rcode))])).toBe("udp");
    expect(plan([tcp(answered(rcode))])).toBe("tcp");
  });

  test("silence: without EDNS, then with it, then once over TCP", () => {
    const silent = [udp(TIMEOUT), udp(TIMEOUT, false), udp(TIMEOUT)];
    expect(plan(silent.slice(0, 1), 2)).toBe("udp");
    expect(plan(silent.slice(0, 2), 2)).toBe("udp edns");
    expect(plan(silent, 2)).toBe("tcp");
    expect(plan([...silent, tcp(CLOSED, false)], 2)).toBeNull();
    expect(plan(silent.slice(0, 1), 0)).toBe("tcp");
  });

  test("silence of a server that speaks EDNS is not put down to EDNS", () => {
    expect(plan([udp(TIMEOUT)], 1, { edns: "yes" })).toBe("udp edns");
    expect(plan([udp(TIMEOUT), udp(TIMEOUT)], 1, { edns: "yes" })).toBe("tcp edns");
  });

  test("TCP after silence is left out for a server that never took it; after TC never", () => {
    expect(plan([udp(TIMEOUT)], 0, { tcpSilent: true })).toBeNull();
    expect(plan([udp({ kind: "truncated" })], 0, { tcpSilent: true })).toBe("tcp edns");
  });

  test("truncated: over TCP, as often as UDP would be tried", () => {
    const cut = udp({ kind: "truncated" }, false);
    expect(plan([cut])).toBe("tcp");
    expect(plan([cut, tcp(CLOSED, false)])).toBe("tcp");
    expect(plan([cut, tcp(CLOSED, false), tcp(CLOSED, false)])).toBeNull();
  });

  test("refused by ICMP: no more UDP, one look at TCP", () => {
    expect(plan([udp(REFUSED)], 3)).toBe("tcp");
    expect(plan([udp(REFUSED), tcp(REFUSED)], 3)).toBeNull();
  });

  test("a fall-back without EDNS is not counted as a try", () => {
    expect(plan([udp(answered(1)), udp(TIMEOUT, false)], 1)).toBe("udp");
  });

  test("cancelled or not possible here: the end", () => {
    expect(plan([udp({ kind: "cancelled" })])).toBeNull();
    expect(plan([udp({ kind: "local-failure", code: "EMFILE" })])).toBeNull();
  });
});

describe("decidingAttempt", () => {
  test.each([
    ["the answer", [udp(TIMEOUT), tcp(answered())], 1],
    ["the UDP silence where TCP was only a try", [udp(TIMEOUT), udp(TIMEOUT, false), tcp(REFUSED)], 1],
    ["the TCP failure after TC", [udp({ kind: "truncated" }), tcp(CLOSED)], 1],
    ["cancelling", [udp(TIMEOUT), tcp({ kind: "cancelled" })], 1],
    ["the TCP failure where nothing else was tried", [tcp(CLOSED), tcp(REFUSED)], 1],
  ])("%s", (_, attempts, index) => {
    expect(decidingAttempt(attempts)).toBe(attempts[index]);
  });

  test("none of none", () => {
    expect(decidingAttempt([])).toBeUndefined();
  });
});
