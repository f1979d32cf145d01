import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../../../../src/core/run/event.ts";
import { emptyRunState, fold } from "../../../../src/core/run/fold.ts";
import { unexamined } from "../../../../src/core/run/unexamined.ts";
import { createRunRecorder } from "../../../../src/ui/store/run-recorder.ts";
import type { RunView } from "../../../../src/ui/store/run-view.ts";
import {
  eventsOf,
  HEALTHY,
  manyHosts,
  MISSING_RECORD,
  NOT_DETERMINED,
  ONE_HOST_DOWN,
} from "../../../support/ui-runs.ts";

const NETWORKS = { HEALTHY, MISSING_RECORD, NOT_DETERMINED, ONE_HOST_DOWN, many: manyHosts(40) };

/** What a view has to say, read from the folded state without any memory of what changed. */
function folded(events: readonly RunEvent[]): Partial<RunView> {
  const state = events.reduce(fold, emptyRunState());
  const isEnded = state.finished !== undefined;
  return {
    domains: [...state.domains.inOrder()],
    targets: [...state.targets.inOrder()],
    zones: [...state.zones.values()],
    suffixes: state.suffixes,
    findings: [...state.findings.inOrder()],
    counts: { ...state.findings.counts() },
    unexamined: isEnded ? [...unexamined(state)] : [],
    progress: state.progress,
    unknown: state.unknown,
    phase: !isEnded ? "running" : state.finished?.partial === true ? "partial" : "done",
  };
}

describe("the record of a run", () => {
  test.each(Object.entries(NETWORKS))("shows what the fold of all events has: %s", (_name, network) => {
    const events = eventsOf(network);
    const recorder = createRunRecorder(0);
    for (const event of events) recorder.take(event);
    expect(recorder.view(1000)).toMatchObject(folded(events));
    expect(recorder.events()).toEqual(events);
  });

  test("shows so at every moment, whenever it is looked at", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(NETWORKS)),
        fc.array(fc.nat(200), { maxLength: 12 }),
        (network, looks) => {
          const events = eventsOf(network);
          const recorder = createRunRecorder(0);
          for (const [index, event] of events.entries()) {
            recorder.take(event);
            if (looks.includes(index))
              expect(recorder.view(index)).toMatchObject(folded(events.slice(0, index + 1)));
          }
          expect(recorder.view(1000)).toMatchObject(folded(events));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("a view stays as it was made, whatever comes later", () => {
    const events = eventsOf(ONE_HOST_DOWN);
    const recorder = createRunRecorder(0);
    for (const event of events.slice(0, 14)) recorder.take(event);
    const early = recorder.view(1);
    const copy = structuredClone(early);
    for (const event of events.slice(14)) recorder.take(event);
    recorder.view(2);
    expect(early).toEqual(copy);
  });

  test("what did not change is the same value again", () => {
    const recorder = createRunRecorder(0);
    for (const event of eventsOf(HEALTHY)) recorder.take(event);
    const [first, second] = [recorder.view(1), recorder.view(2)];
    expect(second.domains).toBe(first.domains);
    expect(second.targets).toBe(first.targets);
    expect(second.findings).toBe(first.findings);
    expect(second.endedAtMs).toBe(1);
  });

  test("a run that was stopped is partial, and one without events is under way", () => {
    const recorder = createRunRecorder(5);
    expect(recorder.view(6)).toMatchObject({ phase: "running", startedAtMs: 5, endedAtMs: null });
    recorder.take({ type: "run-finished", elapsedMs: 1, partial: true });
    expect(recorder.view(7)).toMatchObject({ phase: "partial", endedAtMs: 7 });
  });
});
