import { describe, expect, test } from "vitest";
import { NO_HISTORY, withRun, type HistoryState } from "../../../../src/ui/store/history.ts";
import type { RunView } from "../../../../src/ui/store/run-view.ts";
import {
  eventsOf,
  HEALTHY,
  MISSING_RECORD,
  ONE_HOST_DOWN,
  STALE_HOST,
  viewOf,
} from "../../../support/ui-runs.ts";

const UP = viewOf(eventsOf(HEALTHY));
const DOWN = viewOf(eventsOf(ONE_HOST_DOWN));
const GONE = viewOf(eventsOf(MISSING_RECORD));
const KMS2 = "kms2.corp.example:1688 10.20.3.12:1688";

/** The history after these runs, one a minute from zero. */
function after(...runs: readonly RunView[]): HistoryState {
  return runs.reduce(
    (history, run, index) => withRun(history, runs[index - 1]?.findings ?? [], run, index * 60_000),
    NO_HISTORY,
  );
}

describe("the history of runs", () => {
  test("calls nothing mended that could not be examined, until it could", () => {
    const blind: RunView = { ...UP, findings: [], unknown: 1 };
    const between = after(DOWN, blind);
    expect(between.fixed).toEqual([]);
    expect(between.unsettled).toEqual(DOWN.findings);
    expect(after(DOWN, blind, DOWN).unsettled).toEqual([]);
    const settled = after(DOWN, blind, UP);
    expect(settled.fixed.map(({ finding }) => finding)).toEqual(DOWN.findings);
    expect(settled.unsettled).toEqual([]);
  });

  test("of the first run tells no change, and nothing is new", () => {
    const history = after(DOWN);
    expect(history.lastChanges).toEqual([]);
    expect(history.hosts.get(KMS2)).toEqual({ state: "refused", changedAtMs: null, samples: [null] });
    expect([...history.findings.values()]).toEqual([{ sinceMs: 0, isNew: false }]);
    expect(history.fixed).toEqual([]);
  });

  test("tells since when a host is as it is, and of a finding that it is new", () => {
    const history = after(UP, DOWN);
    expect(history.hosts.get(KMS2)).toEqual({ state: "refused", changedAtMs: 60_000, samples: [1.31, null] });
    expect([...history.findings.values()]).toEqual([{ sinceMs: 60_000, isNew: true }]);
    expect(history.lastChanges).toEqual([
      `${KMS2}: open, kms to refused`,
      "new: srv-stale-host kms2.corp.example:1688",
    ]);
  });

  test("a finding is new for one run only, and keeps its time", () => {
    const history = after(UP, DOWN, DOWN);
    expect([...history.findings.values()]).toEqual([{ sinceMs: 60_000, isNew: false }]);
    expect(history.hosts.get(KMS2)?.changedAtMs).toBe(60_000);
    expect(history.lastChanges).toEqual([]);
  });

  test("a finding that is gone was fixed then", () => {
    const history = after(UP, DOWN, UP);
    expect(history.fixed).toEqual([{ finding: STALE_HOST, fixedAtMs: 120_000 }]);
    expect(history.lastChanges).toEqual([
      `${KMS2}: refused to open, kms`,
      "fixed: srv-stale-host kms2.corp.example:1688",
    ]);
    expect(after(UP, DOWN, UP, UP).fixed).toEqual(history.fixed);
  });

  test("a finding that is back is not fixed, and new again", () => {
    const history = after(UP, DOWN, UP, DOWN);
    expect(history.fixed).toEqual([]);
    expect([...history.findings.values()]).toEqual([{ sinceMs: 180_000, isNew: true }]);
  });

  test("tells of hosts that are published no more, and of those that are for the first time", () => {
    expect(after(UP, GONE).lastChanges).toEqual(
      expect.arrayContaining([`${KMS2}: open, kms to not published`]),
    );
    expect(after(GONE, UP).lastChanges).toEqual(
      expect.arrayContaining([`${KMS2}: not published to open, kms`]),
    );
    expect(after(GONE, UP).hosts.get(KMS2)?.changedAtMs).toBe(60_000);
  });

  test("keeps so many samples and fixed findings, the latest ones", () => {
    const long = after(...Array.from({ length: 100 }, () => UP));
    expect(long.hosts.get(KMS2)?.samples).toHaveLength(60);
    const many: RunView = {
      ...UP,
      findings: Array.from({ length: 80 }, (_, index) => ({
        ...STALE_HOST,
        subject: `kms${index}.corp.example`,
      })),
    };
    expect(after(many, UP).fixed).toHaveLength(50);
  });

  test("does not change what it was made of", () => {
    const before = after(UP);
    const copy = structuredClone(before);
    withRun(before, UP.findings, DOWN, 1);
    expect(before).toEqual(copy);
  });
});
