import { describe, expect, test } from "vitest";
import { createServerTallies } from "../../../src/app/server-tallies.ts";
import type { DnsAttemptResult } from "../../../src/core/dns/exchange.ts";
import type { ServerAnswer } from "../../../src/core/run/observation.ts";
import { answer, attempt, nothing } from "../../support/facts.ts";

const SERVER = "127.0.0.1:53";
const TIMEOUT: DnsAttemptResult = { kind: "timeout", phase: "udp-answer" };

function silent(overrides: Partial<ServerAnswer> = {}): ServerAnswer {
  const nobody = { presence: null, rcode: null, transport: null, rttMs: null, records: [] } as const;
  return answer({ ...nobody, status: "timeout", attempts: [attempt(TIMEOUT)], ...overrides });
}

function talliesOf(answers: readonly ServerAnswer[]) {
  const tallies = createServerTallies();
  for (const said of answers) tallies.add(said);
  return tallies;
}

function tallyOf(...answers: readonly ServerAnswer[]) {
  const [tally] = talliesOf(answers).all();
  if (tally === undefined) throw new Error("nothing was counted");
  return tally;
}

describe("the tally of a server", () => {
  test("counts questions and answers, a negative answer being one", () => {
    expect(tallyOf(answer(), nothing("nxdomain"), silent())).toMatchObject({
      server: SERVER,
      role: "given",
      questions: 3,
      answered: 2,
      byStatus: { answered: 2, timeout: 1 },
      udpAnswers: 2,
      udpFailures: 1,
    });
  });

  test("servers are kept apart, in the order in which they were first heard of", () => {
    const tallies = talliesOf([
      answer({ server: "b:53" }),
      answer({ server: "a:53" }),
      answer({ server: "b:53" }),
    ]);
    expect(tallies.all().map(({ server, questions }) => [server, questions])).toEqual([
      ["b:53", 2],
      ["a:53", 1],
    ]);
  });

  test("what was cancelled counts for nothing, and what was spared for no question", () => {
    const tally = tallyOf(
      silent({ status: "cancelled", attempts: [attempt({ kind: "cancelled" })] }),
      silent({ status: "not-asked", attempts: [] }),
    );
    expect(tally).toMatchObject({ questions: 0, byStatus: { "not-asked": 1 }, samples: [] });
  });

  test.each([
    ["FORMERR", 1],
    ["NOTIMP", 4],
    ["BADVERS", 16],
  ])("EDNS that ends in %s, and an answer without it", (_name, rcode) => {
    const attempts = [
      attempt({ kind: "answered", rcode }),
      attempt({ kind: "answered", rcode: 0 }, { edns: false }),
    ];
    expect(tallyOf(answer({ attempts }))).toMatchObject({ ednsObjections: 1, ednsAnswers: 0 });
  });

  test("the same objection without EDNS has nothing to do with EDNS", () => {
    const attempts = [
      attempt({ kind: "answered", rcode: 1 }),
      attempt({ kind: "answered", rcode: 1 }, { edns: false }),
    ];
    expect(tallyOf(answer({ attempts }))).toMatchObject({ ednsObjections: 0, ednsSilences: 0 });
  });

  test("EDNS that meets silence, and an answer without it, or over TCP", () => {
    const plain = attempt({ kind: "answered", rcode: 0 }, { edns: false });
    expect(tallyOf(answer({ attempts: [attempt(TIMEOUT), plain] }))).toMatchObject({ ednsSilences: 1 });
    const tcp = attempt({ kind: "answered", rcode: 0 }, { edns: false, transport: "tcp" });
    expect(tallyOf(answer({ attempts: [attempt(TIMEOUT), tcp] }))).toMatchObject({ ednsSilences: 0 });
  });

  test("silence with and without EDNS is no trouble with EDNS", () => {
    const attempts = [attempt(TIMEOUT), attempt(TIMEOUT, { edns: false })];
    expect(tallyOf(silent({ attempts }))).toMatchObject({ ednsSilences: 0, ednsAnswers: 0 });
  });

  test("an answer that was cut short and not mended over TCP", () => {
    const cut = attempt({ kind: "truncated" });
    const failed = attempt({ kind: "timeout", phase: "tcp-connect" }, { transport: "tcp" });
    const mended = attempt({ kind: "answered", rcode: 0 }, { transport: "tcp" });
    expect(tallyOf(silent({ attempts: [cut, failed] }))).toMatchObject({
      truncatedWithoutTcp: 1,
      tcpFailures: 1,
    });
    expect(tallyOf(answer({ attempts: [cut, mended] }))).toMatchObject({
      truncatedWithoutTcp: 0,
      tcpAnswers: 1,
    });
  });

  test("keeps three samples of what was unusual, with how each attempt ended", () => {
    const code = attempt({ kind: "unreachable", code: "ECONNREFUSED" });
    const odd = attempt(
      { kind: "malformed", offset: 12, reason: "label type 1 is unknown" },
      { edns: false },
    );
    const tally = tallyOf(
      answer(),
      silent({ status: "unreachable", attempts: [code] }),
      silent({ status: "malformed", attempts: [odd] }),
      silent({ attempts: [] }),
      silent(),
    );
    expect(tally.samples).toHaveLength(3);
    expect(tally.samples[0]).toContain("udp with EDNS: unreachable ECONNREFUSED after 1 ms");
    expect(tally.samples[1]).toContain("udp: malformed at octet 12 (label type 1 is unknown)");
    expect(tally.samples[2]).not.toContain(": udp");
  });

  test("what came and did not fit is part of the evidence", () => {
    const ignored = { wrongId: 1, wrongSource: 2, wrongQuestion: 3, notAResponse: 0 };
    const tally = tallyOf(silent({ status: "malformed", attempts: [attempt(TIMEOUT, { ignored })] }));
    expect(tally.samples[0]).toContain(
      "ignored: 1 with another id, 2 from another address, 3 to another question",
    );
  });
});
