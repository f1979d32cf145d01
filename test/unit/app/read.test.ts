import { expect, test } from "vitest";
import { read } from "../../../src/app/read.ts";
import type { RunPorts } from "../../../src/app/run-events.ts";
import { emptyRunState, fold } from "../../../src/core/run/fold.ts";
import { systemClock } from "../../../src/io/host/clock.ts";
import type { ReadResult } from "../../../src/core/run/read-report.ts";
import { collect, findingIds } from "../../support/collect.ts";
import { AT } from "../../support/facts.ts";
import { sample } from "../../support/paste.ts";

const PORTS: RunPorts = { clock: systemClock, timestamp: () => AT };

function run(...texts: readonly string[]) {
  const named = texts.map((text, index) => ({ file: `${index + 1}.txt`, text }));
  return collect(read({ version: "0", command: "read" }, named, PORTS, new AbortController().signal));
}

test("several texts: their documents in order, what is left over of each, and the findings of all together", async () => {
  const port = sample("slmgr-dlv-host.txt")
    .replace("Port: 1688", "Port: 1700")
    .replace("count: 17", "count: 30");
  const { report } = await run(port, `${sample("network.txt")}\nwhat is this?\n`);
  const { documents, notUnderstood } = report.result as ReadResult;
  expect(documents.map(({ file, kind }) => `${file} ${kind}`).slice(0, 2)).toEqual([
    "1.txt slmgr-dlv-host",
    "2.txt nslookup",
  ]);
  expect(notUnderstood.every(({ file }) => file === "2.txt")).toBe(true);
  expect(findingIds(report)).toEqual(["host-port-mismatch"]);
});

test("a text in which nothing is known counts as not known", async () => {
  const { events } = await run(sample("slmgr-dlv-client.txt"), "Dear support,\n");
  expect(events.reduce(fold, emptyRunState()).unknown).toBe(1);
});
