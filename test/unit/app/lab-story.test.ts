import { describe, expect, test } from "vitest";
import { labStory, type LabStoryPorts } from "../../../src/app/lab-story.ts";
import { runEvents, type EventEmitter } from "../../../src/app/run-events.ts";
import type { RunEvent } from "../../../src/core/run/event.ts";
import type { LabResult } from "../../../src/core/run/report.ts";
import { collect, type Collected } from "../../support/collect.ts";
import { AT, answer, endpoint, lookup, nothing, srv } from "../../support/facts.ts";

const TARGET = "kms1.corp.test:1688";

/** A lab whose parts can be made to lie. */
function lab(
  faults: {
    readonly neverPublishes?: true;
    readonly neverReplicates?: true;
    readonly neverStops?: true;
    readonly neverStartsAgain?: true;
  } = {},
) {
  let isPublished = false;
  let isUp = true;
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const base = { clock, timestamp: () => AT };

  async function discoverEvents({ emit }: EventEmitter): Promise<void> {
    const probe = {
      kind: "srv",
      index: 0,
      domain: "corp.test",
      owner: "_vlmcs._tcp.corp.test",
      server: "127.0.0.1:53",
      serverIndex: 0,
    } as const;
    const said = isPublished ? answer({ records: [srv("kms1.corp.test")] }) : nothing("nxdomain");
    emit({ type: "probe-finished", probe, result: { kind: "srv", answer: said } });
    const addresses = { kind: "addresses", of: "domain", index: 0, name: "kms1.corp.test" } as const;
    emit({
      type: "probe-finished",
      probe: addresses,
      result: { kind: "addresses", lookup: lookup("kms1.corp.test") },
    });
    if (!isPublished) emit(finding("srv-missing"));
  }

  async function probeEvents({ emit }: EventEmitter): Promise<void> {
    const seen = isUp ? endpoint() : endpoint({ state: "refused", code: "ECONNREFUSED" });
    const { address, port } = seen;
    const probe = { kind: "endpoint", index: 0, target: TARGET, addressIndex: 0, address, port } as const;
    emit({ type: "probe-finished", probe, result: { kind: "endpoint", endpoint: seen } });
    if (!isUp) emit(finding("port-refused"));
  }

  const ports: LabStoryPorts = {
    ...base,
    domain: "corp.test",
    target: TARGET,
    publish: (signal) =>
      runEvents({ version: "0", command: "publish" }, base, signal, async (events) => {
        isPublished = faults.neverPublishes === undefined;
        changeEvents(events, "add", faults.neverReplicates === undefined);
      }),
    unpublish: (signal) =>
      runEvents({ version: "0", command: "unpublish" }, base, signal, async (events) => {
        isPublished = false;
        changeEvents(events, "delete", true);
      }),
    stopHost: async () => {
      isUp = faults.neverStops !== undefined;
    },
    startHost: async () => {
      isUp = faults.neverStartsAgain === undefined;
    },
    discover: (signal) => runEvents({ version: "0", command: "discover" }, base, signal, discoverEvents),
    probe: (signal) => runEvents({ version: "0", command: "probe" }, base, signal, probeEvents),
  };
  return ports;
}

/** The server says that it made the change, whether it did or not. */
function changeEvents({ emit }: EventEmitter, action: "add" | "delete", ok: boolean): void {
  const [zone, primary] = ["corp.test", "127.0.0.1:53"];
  const record = {
    owner: "_vlmcs._tcp.corp.test",
    type: "SRV",
    rdata: "0 0 1688 kms1.corp.test",
    ttl: 3600,
  } as const;
  const plan = { zone, primary, changes: [{ action, ...record }], kept: [], notes: [], digest: "d" };
  emit({ type: "plan-ready", plan });
  emit({
    type: "change-applied",
    zone,
    primary,
    applied: true,
    rcode: "NOERROR",
    journal: "j",
    evidence: [],
  });
  const report = {
    server: primary,
    ok,
    serial: 2,
    seen: [],
    afterMs: 1,
    why: ok ? null : "it shows the old records",
  };
  emit({
    type: "probe-finished",
    probe: { kind: "replica", zone, server: primary },
    result: { kind: "replica", report },
  });
}

function finding(id: "srv-missing" | "port-refused"): RunEvent {
  const text = { title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
  return { type: "finding-raised", finding: { id, severity: "error", subject: "s", ...text } };
}

function run(ports: LabStoryPorts, signal = new AbortController().signal): Promise<Collected<LabResult>> {
  return collect(labStory({ version: "0", command: "lab" }, ports, signal));
}

describe("the lab's story", () => {
  test("every step holds on a lab that works", async () => {
    const { report } = await run(lab());
    expect(report.result.story.map(({ held }) => held)).toEqual(Array(7).fill(true));
  });

  test("a record that never appears is told, and ends the story", async () => {
    const { report } = await run(lab({ neverPublishes: true }));
    expect(report.result.story.map(({ held }) => held)).toEqual([true, false]);
    expect(report.result.story[1]?.detail).toContain("not published");
  });

  test("an update that a name server does not show is told, and ends the story", async () => {
    const { report } = await run(lab({ neverReplicates: true }));
    expect(report.result.story.map(({ held }) => held)).toEqual([true, false]);
    expect(report.result.story[1]?.detail).toContain("The update was not made");
  });

  test("a host that does not stop is told", async () => {
    const { report } = await run(lab({ neverStops: true }));
    expect(report.result.story.at(-1)).toMatchObject({ held: false });
    expect(report.result.story.at(-1)?.detail).toContain("port-refused was expected");
  });

  test("a host that does not come back is told, and ends the story", async () => {
    const { report } = await run(lab({ neverStartsAgain: true }));
    expect(report.result.story.map(({ held }) => held)).toEqual([true, true, true, true, false]);
    expect(report.result.story.at(-1)?.detail).toBe("No KMS answer: port-refused (t).");
  });

  test("cancelled within a step: what was seen by then proves nothing, so the step is not told", async () => {
    const abort = new AbortController();
    const ports = lab();
    const stopHost = async (): Promise<void> => {
      await ports.stopHost();
      abort.abort();
    };
    const { report, events } = await run({ ...ports, stopHost }, abort.signal);
    expect(report.partial).toBe(true);
    expect(report.result.story.map(({ held }) => held)).toEqual([true, true, true]);
    expect(events.at(-1)?.type).toBe("run-finished");
  });

  test("cancelled: no step is claimed", async () => {
    const abort = new AbortController();
    abort.abort();
    const { report } = await run(lab(), abort.signal);
    expect(report).toMatchObject({ partial: true, result: { story: [] } });
  });
});
