import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../../src/core/errors.ts";
import { documentChunks, reportDocument } from "../../../../src/core/run/document.ts";
import { EVENT_SCHEMA_VERSION, type ProbeSubject, type RunEvent } from "../../../../src/core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../../../../src/core/run/fold.ts";
import type { DiscoverResult, ProbeResultDocument } from "../../../../src/core/run/report.ts";
import { exitCodeOf, worstOf } from "../../../../src/core/run/verdict.ts";
import { AT, answer, endpoint, lookup, nothing, srv } from "../../../support/facts.ts";

function started(command: string): RunEvent {
  const version = "0.0.0";
  return {
    type: "run-started",
    schema: EVENT_SCHEMA_VERSION,
    tool: "kms-doctor",
    version,
    command,
    startedAt: AT,
  };
}

const FINISHED: RunEvent = { type: "run-finished", elapsedMs: 1, partial: false };

function run(command: string, events: readonly RunEvent[]): RunState {
  return [started(command), ...events, FINISHED].reduce(fold, emptyRunState());
}

function domain(index: number): Extract<ProbeSubject, { kind: "domain" }> {
  return { kind: "domain", index, domain: `d${index}.test`, owner: `_vlmcs._tcp.d${index}.test` };
}

function srvFinished(index: number, serverIndex: number, said = answer()): RunEvent {
  const { domain: text, owner } = domain(index);
  const probe = { kind: "srv", index, domain: text, owner, server: said.server, serverIndex } as const;
  return { type: "probe-finished", probe, result: { kind: "srv", answer: said } };
}

function closed(index: number): RunEvent {
  return { type: "probe-finished", probe: domain(index), result: { kind: "domain" } };
}

function finding(severity: "error" | "warning" | "info", subject: string): RunEvent {
  const texts = { title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
  return { type: "finding-raised", finding: { id: "srv-missing", severity, subject, ...texts } };
}

function domainsOf(state: RunState): DiscoverResult["domains"] {
  return (reportDocument(state).result as DiscoverResult).domains;
}

describe("the fold of a discovery", () => {
  test("domains stand in the order of the input, complete or not", () => {
    const state = run("discover", [
      srvFinished(2, 0),
      closed(2),
      srvFinished(0, 0),
      srvFinished(1, 0),
      closed(1),
    ]);
    expect(domainsOf(state).map((report) => report.domain)).toEqual(["d0.test", "d1.test", "d2.test"]);
  });

  test("servers stand in the order in which they were to be asked", () => {
    const [a, b] = [answer({ server: "127.0.0.1:53" }), answer({ server: "127.0.0.2:53" })];
    const state = run("discover", [srvFinished(0, 1, b), srvFinished(0, 0, a), closed(0)]);
    expect(domainsOf(state)[0]?.servers.map(({ server }) => server)).toEqual([
      "127.0.0.1:53",
      "127.0.0.2:53",
    ]);
  });

  test.each([
    ["found", [answer(), nothing("nxdomain")]],
    ["nodata", [nothing("nxdomain"), nothing("nodata")]],
    ["nxdomain", [nothing("nxdomain"), answer({ presence: null, status: "timeout", records: [] })]],
    ["failed", [answer({ presence: null, status: "timeout", records: [] })]],
  ] as const)("status %s", (status, answers) => {
    const state = run(
      "discover",
      answers.map((said, serverIndex) => srvFinished(0, serverIndex, said)),
    );
    expect(domainsOf(state)[0]?.status).toBe(status);
  });

  test("a record that two servers have is listed once, with the TTL of the first", () => {
    const [first, second] = [3600, 12].map((ttlSeconds) =>
      answer({ records: [srv("kms1.corp.test", { ttlSeconds })] }),
    );
    const state = run("discover", [srvFinished(0, 1, second), srvFinished(0, 0, first), closed(0)]);
    expect(domainsOf(state)[0]?.records).toMatchObject([{ target: "kms1.corp.test", ttl: 3600 }]);
  });

  test("addresses join their records; a host that was not looked up says so", () => {
    const probe = { kind: "addresses", of: "domain", index: 0, name: "kms1.corp.test" } as const;
    const found: RunEvent = {
      type: "probe-finished",
      probe,
      result: { kind: "addresses", lookup: lookup("kms1.corp.test") },
    };
    const state = run("discover", [srvFinished(0, 0), found, closed(0)]);
    expect(domainsOf(state)[0]?.records).toMatchObject([
      { target: "kms1.corp.test", addresses: ["192.0.2.10"], addressStatus: "found" },
      { target: "kms2.corp.test", addresses: [], addressStatus: null },
    ]);
  });
});

describe("the fold of a probe", () => {
  test("endpoints stand in the order of the addresses; one that was not reached leaves no gap", () => {
    const at = (addressIndex: number, address: string): RunEvent => ({
      type: "probe-finished",
      probe: { kind: "endpoint", index: 0, target: "t", addressIndex, address, port: 1688 },
      result: { kind: "endpoint", endpoint: endpoint({ address }) },
    });
    const state = run("probe", [at(2, "192.0.2.3"), at(0, "192.0.2.1")]);
    const { targets } = reportDocument(state).result as ProbeResultDocument;
    expect(targets[0]?.endpoints.map(({ address }) => address)).toEqual(["192.0.2.1", "192.0.2.3"]);
  });
});

describe("the document", () => {
  test("in pieces is the same text as whole", () => {
    const state = run("discover", [
      srvFinished(1, 0),
      closed(1),
      srvFinished(0, 0),
      finding("info", "b"),
      finding("error", "z"),
      finding("error", "a"),
    ]);
    expect(JSON.parse([...documentChunks(state)].join(""))).toEqual(reportDocument(state));
  });

  test("findings are sorted: severity, then subject", () => {
    const state = run("discover", [
      finding("info", "a"),
      finding("error", "z"),
      finding("warning", "m"),
      finding("error", "b"),
    ]);
    expect(reportDocument(state).findings.map(({ subject }) => subject)).toEqual(["b", "z", "m", "a"]);
  });

  test("the symptom stands behind the rest of the result, and the findings follow its order", () => {
    const report = {
      code: "0xC004F074",
      causes: [{ cause: "c", standing: "confirmed", because: "b" }],
      nextTest: "n",
    } as const;
    const named = (
      id: "srv-missing" | "port-refused" | "rpc-closed",
      severity: "error" | "info",
    ): RunEvent => {
      const texts = { title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
      return { type: "finding-raised", finding: { id, severity, subject: id, ...texts } };
    };
    const events: readonly RunEvent[] = [
      named("srv-missing", "error"),
      named("rpc-closed", "info"),
      named("port-refused", "error"),
      {
        type: "probe-finished",
        probe: { kind: "symptom", code: report.code },
        result: { kind: "symptom", report, findingOrder: ["rpc-closed", "srv-missing"] },
      },
    ];
    const state = run("diagnose", events);
    const document = reportDocument(state);
    expect(document.findings.map(({ id }) => id)).toEqual(["rpc-closed", "srv-missing", "port-refused"]);
    expect(document.result).toMatchObject({ symptom: report });
    expect([...state.findings.inOrder()].map(({ id }) => id)).toEqual([
      "rpc-closed",
      "srv-missing",
      "port-refused",
    ]);
    expect(reportDocument(run("diagnose", events.slice(0, 3))).result).not.toHaveProperty("symptom");
  });

  test("the lab's story", () => {
    const outcome = { step: "s", held: true, detail: "d" };
    const probe = { kind: "story-step", step: "s" } as const;
    const state = run("lab", [{ type: "probe-finished", probe, result: { kind: "story-step", outcome } }]);
    expect(reportDocument(state).result).toEqual({ story: [outcome] });
    expect([...documentChunks(state)].join("")).toContain('"result":{"story":[{"step":"s"');
  });

  test("of a run that never started or of an unknown command is a bug", () => {
    expect(() => reportDocument(emptyRunState())).toThrow(InvariantError);
    expect(() => reportDocument(run("unheard-of", []))).toThrow(InvariantError);
  });
});

describe("the verdict", () => {
  const none = { error: 0, warning: 0, info: 0 };

  test.each([
    [none, "error", 0],
    [{ ...none, info: 3 }, "warning", 0],
    [{ ...none, warning: 1 }, "error", 0],
    [{ ...none, warning: 1 }, "warning", 1],
    [{ ...none, error: 1 }, "error", 1],
    [{ ...none, error: 1 }, "never", 0],
  ] as const)("%j with --fail-on %s is exit %i", (counts, failOn, code) => {
    expect(exitCodeOf({ counts, story: [], unknown: 0 }, failOn)).toBe(code);
  });

  test("a story step that did not hold is exit 1, whatever --fail-on says", () => {
    expect(
      exitCodeOf({ counts: none, story: [{ step: "s", held: false, detail: "d" }], unknown: 0 }, "never"),
    ).toBe(1);
    expect(
      exitCodeOf({ counts: none, story: [{ step: "s", held: true, detail: "d" }], unknown: 0 }, "error"),
    ).toBe(0);
  });

  test("what could not be determined is exit 3, unless something worse was found or --fail-on never", () => {
    expect(exitCodeOf({ counts: none, story: [], unknown: 1 }, "error")).toBe(3);
    expect(exitCodeOf({ counts: { ...none, error: 1 }, story: [], unknown: 1 }, "error")).toBe(1);
    expect(exitCodeOf({ counts: none, story: [], unknown: 1 }, "never")).toBe(0);
  });

  test("the worst severity", () => {
    expect(
      [none, { ...none, info: 1 }, { ...none, info: 1, warning: 1 }, { ...none, error: 1 }].map(worstOf),
    ).toEqual([null, "info", "warning", "error"]);
  });
});
