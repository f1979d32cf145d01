import { describe, expect, test } from "vitest";
import { createServerTallies } from "../../../../src/app/server-tallies.ts";
import { SERVER_RULES } from "../../../../src/core/checks/dns-server.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import type { ServerAnswer } from "../../../../src/core/run/observation.ts";
import { answer, attempt } from "../../../support/facts.ts";

function ids(...answers: readonly ServerAnswer[]): readonly string[] {
  const tallies = createServerTallies();
  for (const given of answers) tallies.add(given);
  return tallies.all().flatMap((tally) => judge(SERVER_RULES, tally).map((finding) => finding.id));
}

const udpTimeout = attempt({ kind: "timeout", phase: "udp-answer" });
const plainUdpTimeout = attempt({ kind: "timeout", phase: "udp-answer" }, { edns: false });
const tcpTimeout = attempt({ kind: "timeout", phase: "tcp-connect" }, { transport: "tcp" });
const tcpAnswer = attempt({ kind: "answered", rcode: 0 }, { transport: "tcp" });
const silent = answer({
  status: "timeout",
  presence: null,
  rcode: null,
  records: [],
  attempts: [udpTimeout, plainUdpTimeout, tcpTimeout],
});

describe("what is said of a DNS server", () => {
  test("healthy: nothing", () => {
    expect(ids(answer())).toEqual([]);
  });

  test("dns-unreachable: it never spoke", () => {
    expect(ids(silent, silent)).toEqual(["dns-unreachable"]);
    expect(ids({ ...silent, status: "unreachable" })).toEqual(["dns-unreachable"]);
    expect(ids({ ...silent, status: "closed" })).toEqual(["dns-unreachable"]);
  });

  test("one lost question of a server that answers others is not 'unreachable'", () => {
    expect(ids(silent, answer())).toEqual([]);
  });

  test.each([
    ["refused", "dns-refused", 5],
    ["servfail", "dns-servfail", 2],
  ] as const)("%s is %s, but not for a server of the NS set", (status, id, rcode) => {
    const said = answer({
      status,
      presence: null,
      records: [],
      attempts: [attempt({ kind: "answered", rcode })],
    });
    expect(ids(said)).toEqual([id]);
    expect(ids({ ...said, role: "name-server" })).toEqual([]);
  });

  test("dns-malformed, and not 'unreachable' as well", () => {
    const broken = attempt({ kind: "malformed", offset: 12, reason: "a pointer that does not go back" });
    expect(ids(answer({ status: "malformed", presence: null, records: [], attempts: [broken] }))).toEqual([
      "dns-malformed",
    ]);
  });

  test("dns-udp-blocked: only TCP answers", () => {
    expect(ids(answer({ transport: "tcp", attempts: [udpTimeout, plainUdpTimeout, tcpAnswer] }))).toEqual([
      "dns-udp-blocked",
    ]);
  });

  test("dns-tcp-blocked: cut short over UDP, nothing over TCP", () => {
    const cut = attempt({ kind: "truncated" });
    expect(
      ids(answer({ status: "timeout", presence: null, records: [], attempts: [cut, tcpTimeout] })),
    ).toEqual(["dns-tcp-blocked"]);
    expect(ids(answer({ transport: "tcp", attempts: [cut, tcpAnswer] }))).toEqual([]);
  });

  test("dns-edns-broken: fails with EDNS, answers without", () => {
    const formerr = attempt({ kind: "answered", rcode: 1 });
    const plain = attempt({ kind: "answered", rcode: 0 }, { edns: false });
    expect(ids(answer({ attempts: [formerr, plain] }))).toEqual(["dns-edns-broken"]);
    // Silence once may be a lost packet; twice, and never an answer to EDNS, is not.
    expect(ids(answer({ attempts: [udpTimeout, plain] }))).toEqual([]);
    expect(ids(answer({ attempts: [udpTimeout, plain, udpTimeout, plain] }))).toEqual(["dns-edns-broken"]);
    const withEdns = attempt({ kind: "answered", rcode: 0 });
    expect(
      ids(answer({ attempts: [udpTimeout, plain, udpTimeout, plain] }), answer({ attempts: [withEdns] })),
    ).toEqual([]);
    expect(ids(answer({ attempts: [plain] }))).toEqual([]);
  });

  test("a cancelled question and one that was not asked count for nothing", () => {
    expect(ids(answer({ status: "cancelled", presence: null, attempts: [] }))).toEqual([]);
    expect(ids(answer({ status: "not-asked", presence: null, attempts: [] }))).toEqual([]);
  });
});
