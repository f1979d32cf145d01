import { describe, expect, test } from "vitest";
import { documentChunks, reportDocument } from "../../../../src/core/run/document.ts";
import { EVENT_SCHEMA_VERSION, type RunEvent } from "../../../../src/core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../../../../src/core/run/fold.ts";
import type { DiscoverResult, ProbeResultDocument } from "../../../../src/core/run/report.ts";
import { AT, endpoint, lookup } from "../../../support/facts.ts";

function run(command: string, events: readonly RunEvent[]): RunState {
  const head = { schema: EVENT_SCHEMA_VERSION, tool: "kms-doctor", version: "0.0.0" } as const;
  const all: readonly RunEvent[] = [
    { type: "run-started", ...head, command, startedAt: AT },
    ...events,
    { type: "run-finished", elapsedMs: 1, partial: true },
  ];
  return all.reduce(fold, emptyRunState());
}

const target = (index: number) => ({ kind: "target", index, target: `kms${index}.corp.test:1688` }) as const;

function started(index: number): RunEvent {
  return { type: "probe-started", probe: target(index) };
}

function closed(index: number): RunEvent {
  return { type: "probe-finished", probe: target(index), result: { kind: "target" } };
}

function connected(index: number): RunEvent {
  const { address, port } = endpoint();
  const probe = {
    kind: "endpoint",
    index,
    target: target(index).target,
    addressIndex: 0,
    address,
    port,
  } as const;
  return { type: "probe-finished", probe, result: { kind: "endpoint", endpoint: endpoint() } };
}

function lookedUp(of: "domain" | "target", index: number): RunEvent {
  const probe = { kind: "addresses", of, index, name: "kms1.corp.test" } as const;
  return { type: "probe-finished", probe, result: { kind: "addresses", lookup: lookup("kms1.corp.test") } };
}

function targetsOf(state: RunState): ProbeResultDocument["targets"] {
  return (reportDocument(state).result as ProbeResultDocument).targets;
}

const textOf = (state: RunState): unknown => JSON.parse([...documentChunks(state)].join(""));

describe("the document of a probe", () => {
  test("in pieces is the same as whole: complete targets, open ones, and gaps between them", () => {
    // Target 1 was never begun, target 2 was interrupted.
    const state = run("probe", [started(0), connected(0), closed(0), started(2), connected(2), started(3)]);
    expect(targetsOf(state).map((report) => [report.target, report.endpoints.length])).toEqual([
      ["kms0.corp.test:1688", 1],
      ["kms2.corp.test:1688", 1],
      ["kms3.corp.test:1688", 0],
    ]);
    expect(state.targets.size()).toBe(3);
    expect(textOf(state)).toEqual(reportDocument(state));
  });

  test("tells how a name resolved", () => {
    const state = run("probe", [started(0), lookedUp("target", 0), closed(0)]);
    expect(targetsOf(state)[0]?.lookup).toBe("found");
  });

  test("the end of something that never began changes nothing", () => {
    expect(targetsOf(run("probe", [closed(7)]))).toEqual([]);
  });

  test("a large one comes in pieces of a bounded size", () => {
    const state = run(
      "probe",
      Array.from({ length: 2000 }, (_, index) => [started(index), connected(index), closed(index)]).flat(),
    );
    const pieces = [...documentChunks(state)];
    expect(pieces.length).toBeGreaterThan(4);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
    expect(JSON.parse(pieces.join(""))).toEqual(reportDocument(state));
  });
});

test("a look-up that comes before its domain or target was told of is not lost", () => {
  expect(targetsOf(run("probe", [lookedUp("target", 0)]))[0]?.lookup).toBe("found");
  const { domains } = reportDocument(run("discover", [lookedUp("domain", 0)])).result as DiscoverResult;
  expect(domains).toHaveLength(1);
});

test("findings are counted by severity", () => {
  const texts = { title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
  const state = run(
    "probe",
    (["error", "info", "error"] as const).map((severity) => ({
      type: "finding-raised",
      finding: { id: "port-refused", severity, subject: "s", ...texts },
    })),
  );
  expect(state.findings.counts()).toEqual({ error: 2, warning: 0, info: 1 });
});
