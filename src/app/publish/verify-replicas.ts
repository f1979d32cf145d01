// Asks every authoritative server of the zone until it shows the change, or the wait is over.
import { recordReport } from "../../core/plan/change.ts";
import { isCarriedOut, type Plan, type SeenRrset } from "../../core/plan/plan.ts";
import type { ReplicaReport } from "../../core/run/replica-report.ts";
import { formatEndpoint, type Endpoint } from "../../core/net/endpoint.ts";
import { roundMs } from "../../core/run/round-ms.ts";
import type { SrvRecordReport } from "../../core/run/report.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { askForSoa } from "../ask-about-zone.ts";
import type { AskDnsOptions } from "../ports.ts";
import { sayUnreadable } from "./apply-plan.ts";
import type { PublishPorts } from "./publish-ports.ts";
import { readRrsets } from "./read-rrsets.ts";

export type VerifyTask = {
  readonly plan: Plan;
  readonly servers: readonly Endpoint[];
  readonly options: AskDnsOptions;
  readonly waitMs: number;
  /** Monotonic time of the change. */
  readonly changedMs: number;
};

/** BIND sends its notifications within five seconds; after that the SOA's refresh is the only bound. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;

/** All at once; `onReport` is told of each as soon as it is known. */
export function verifyReplicas(
  task: VerifyTask,
  ports: PublishPorts,
  onReport: (report: ReplicaReport) => void,
  signal: AbortSignal,
): Promise<readonly ReplicaReport[]> {
  return Promise.all(
    task.servers.map(async (server) => {
      const report = await watch(server, task, ports, signal);
      onReport(report);
      return report;
    }),
  );
}

async function watch(
  server: Endpoint,
  task: VerifyTask,
  ports: PublishPorts,
  signal: AbortSignal,
): Promise<ReplicaReport> {
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const report = await look(server, task, ports, signal);
    const leftMs = task.waitMs - report.afterMs;
    if (report.ok || leftMs <= 0 || signal.aborted) return report;
    await ports.sleep(Math.min(pauseMs, leftMs), signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

async function look(
  server: Endpoint,
  { plan, options, changedMs }: VerifyTask,
  { askDns: ask, clock }: PublishPorts,
  signal: AbortSignal,
): Promise<ReplicaReport> {
  const sets = await readRrsets(server, plan.seen, { ask, options }, signal);
  const asking = { ...options, recursionDesired: false };
  const soa = sets.ok ? await askForSoa(ask, server, plan.zone, asking, signal) : null;
  const records = sets.ok ? sets.value.flatMap((set) => set.records) : [];
  const isThere = sets.ok && isCarriedOut(plan, records);
  return {
    server: formatEndpoint(server),
    ok: isThere,
    serial: soa?.serial ?? null,
    seen: sets.ok ? srvReports(sets.value) : [],
    afterMs: roundMs(clock.monotonicMs() - changedMs),
    why: isThere ? null : sets.ok ? "it does not show the change" : sayUnreadable(sets.error),
  };
}

function srvReports(sets: readonly SeenRrset[]): readonly SrvRecordReport[] {
  return sets.flatMap(({ records }) =>
    records.flatMap((record) => {
      if (record.type !== "SRV") return [];
      const { owner, ttl } = recordReport(record);
      const { port, priority, weight } = record;
      const target = withoutTrailingDot(record.target);
      return [{ owner, target, port, priority, weight, ttl, addresses: [], addressStatus: null }];
    }),
  );
}
