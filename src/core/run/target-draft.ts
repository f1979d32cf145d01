// One target of a report while its look-up and probes come in, in any order.
import type { EndpointFacts } from "./observation.ts";
import type { EndpointReport, TargetReport } from "./report.ts";

export type TargetDraft = {
  readonly target: string;
  lookup: TargetReport["lookup"];
  /** By position among the addresses; a hole is an address that a cancelled run did not reach. */
  readonly endpoints: EndpointReport[];
};

export function targetDraft(target: string): TargetDraft {
  return { target, lookup: null, endpoints: [] };
}

export function addEndpoint(draft: TargetDraft, position: number, facts: EndpointFacts): void {
  const { address, port, state, code, connectMs, attempts, rpc, host } = facts;
  const report = { address, port, state, code, connectMs, attempts: attempts.length, rpc };
  draft.endpoints[position] = host === undefined ? report : { ...report, host };
}

export function targetReport({ target, lookup, endpoints }: TargetDraft): TargetReport {
  // Flattening drops the holes.
  return { target, lookup, endpoints: endpoints.flat() };
}
