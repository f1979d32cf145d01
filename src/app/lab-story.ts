// The lab's story: publish, discover, probe, break, see it break, mend. Each step says what it expected and what it saw.
import type { Finding } from "../core/checks/finding.ts";
import { changeResult } from "../core/run/change-draft.ts";
import type { RunEvent, StoryStep } from "../core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../core/run/fold.ts";
import { runEvents, type EventEmitter, type RunInfo, type RunPorts } from "./run-events.ts";

/** What the story does to the lab, and looks at it with. */
export type LabStoryPorts = RunPorts & {
  readonly domain: string;
  /** `kms1.corp.test:40001`, the host that the story publishes, breaks and mends. */
  readonly target: string;
  /** By an update message to the lab's server, as for any other zone. */
  readonly publish: (signal: AbortSignal) => AsyncGenerator<RunEvent>;
  readonly unpublish: (signal: AbortSignal) => AsyncGenerator<RunEvent>;
  readonly stopHost: () => Promise<void>;
  readonly startHost: () => Promise<void>;
  readonly discover: (signal: AbortSignal) => AsyncGenerator<RunEvent>;
  readonly probe: (signal: AbortSignal) => AsyncGenerator<RunEvent>;
};

type Outcome = Omit<StoryStep, "step">;

type Step = {
  readonly step: string;
  readonly run: (ports: LabStoryPorts, signal: AbortSignal) => Promise<Outcome>;
};

const STEPS: readonly Step[] = [
  {
    step: "Before publishing, discovery finds no host and says so",
    run: async (ports, signal) => expectMissing(await watch(ports.discover(signal))),
  },
  {
    step: "The host's SRV record is published by dynamic update",
    run: async (ports, signal) => {
      const change = expectChanged(await watch(ports.publish(signal)));
      return both(change, expectPublished(await watch(ports.discover(signal)), ports.target));
    },
  },
  {
    step: "The published host answers as KMS",
    run: async (ports, signal) => expectKms(await watch(ports.probe(signal))),
  },
  {
    step: "The host is stopped: the probe sees a closed port, while DNS still names the host",
    run: async (ports, signal) => {
      await ports.stopHost();
      const published = expectPublished(await watch(ports.discover(signal)), ports.target);
      return both(expectFinding(await watch(ports.probe(signal)), "port-refused"), published);
    },
  },
  {
    step: "The host is started again: it answers as before",
    run: async (ports, signal) => {
      await ports.startHost();
      return expectKms(await watch(ports.probe(signal)));
    },
  },
  {
    step: "The record is removed by dynamic update: discovery sees that, too",
    run: async (ports, signal) => {
      const change = expectChanged(await watch(ports.unpublish(signal)));
      return both(change, expectMissing(await watch(ports.discover(signal))));
    },
  },
  {
    step: "The record is published again: all is well",
    run: async (ports, signal) => {
      const change = expectChanged(await watch(ports.publish(signal)));
      const published = expectPublished(await watch(ports.discover(signal)), ports.target);
      return both(both(change, published), expectKms(await watch(ports.probe(signal))));
    },
  },
];

export function labStory(info: RunInfo, ports: LabStoryPorts, signal: AbortSignal): AsyncGenerator<RunEvent> {
  return runEvents(info, ports, signal, (events, runSignal) => tellStory(ports, events, runSignal));
}

/** A step that does not hold is told and ends the story: what follows would rest on it. */
async function tellStory(ports: LabStoryPorts, { emit }: EventEmitter, signal: AbortSignal): Promise<void> {
  for (const { step, run } of STEPS) {
    if (signal.aborted) return;
    const probe = { kind: "story-step", step } as const;
    emit({ type: "probe-started", probe });
    const outcome = { step, ...(await run(ports, signal)) };
    if (signal.aborted) return;
    emit({ type: "probe-finished", probe, result: { kind: "story-step", outcome } });
    if (!outcome.held) return;
  }
}

async function watch(events: AsyncGenerator<RunEvent>): Promise<RunState> {
  let state = emptyRunState();
  for await (const event of events) state = fold(state, event);
  return state;
}

function both(first: Outcome, second: Outcome): Outcome {
  return { held: first.held && second.held, detail: `${first.detail} ${second.detail}` };
}

/** The server took the change, and each name server of the zone shows it. */
function expectChanged(state: RunState): Outcome {
  const { applied, rcode, changes, verified, zone } = changeResult(state.change);
  const isVerified = verified.length > 0 && verified.every(({ ok }) => ok);
  if (applied !== true || !isVerified)
    return { held: false, detail: `The update was not made: ${sayFindings(state)}.` };
  const said = changes.map(({ action, type }) => `${action} ${type}`).join(", ");
  return { held: true, detail: `Update of ${zone}: ${said} (${rcode}).` };
}

function expectMissing(state: RunState): Outcome {
  return expectFinding(state, "srv-missing");
}

function expectFinding(state: RunState, id: Finding["id"]): Outcome {
  const finding = [...state.findings.inOrder()].find((candidate) => candidate.id === id);
  if (finding !== undefined) return { held: true, detail: `${id}: ${finding.title}.` };
  return { held: false, detail: `${id} was expected, but this was found: ${sayFindings(state)}.` };
}

function expectPublished(state: RunState, target: string): Outcome {
  const records = [...state.domains.inOrder()].flatMap((domain) => domain.records);
  const record = records.find((candidate) => `${candidate.target}:${candidate.port}` === target);
  if (record === undefined || record.addresses.length === 0) {
    return { held: false, detail: `${target} is not published with an address: ${sayFindings(state)}.` };
  }
  const { owner, priority, weight, port } = record;
  return {
    held: true,
    detail: `${owner} SRV ${priority} ${weight} ${port} ${record.target} (${record.addresses.join(", ")}).`,
  };
}

function expectKms(state: RunState): Outcome {
  const endpoints = [...state.targets.inOrder()].flatMap((target) => target.endpoints);
  const [first] = endpoints;
  const isKms = first !== undefined && endpoints.every((endpoint) => endpoint.rpc.verdict === "kms");
  if (!isKms) return { held: false, detail: `No KMS answer: ${sayFindings(state)}.` };
  return { held: true, detail: `${first.address}:${first.port} is open: ${first.rpc.detail}` };
}

function sayFindings(state: RunState): string {
  const said = [...state.findings.inOrder()].map(({ id, title }) => `${id} (${title})`);
  return said.length === 0 ? "nothing was found" : said.join(", ");
}
