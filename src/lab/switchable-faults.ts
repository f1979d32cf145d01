// The faults of a running server, which can be switched on and off while it answers.
import type { DnsHandler } from "./dns/lab-message.ts";
import { withFaults, type FaultSpec } from "./faults.ts";

export type SwitchableFaults = {
  readonly handler: DnsHandler;
  readonly faults: () => readonly FaultSpec[];
  /** From the next question on. Faults with a memory begin anew. */
  readonly setFaults: (specs: readonly FaultSpec[]) => void;
};

export function switchableFaults(healthy: DnsHandler, specs: readonly FaultSpec[]): SwitchableFaults {
  let faults = specs;
  let faulty = withFaults(healthy, specs);
  return {
    handler: (query, signal) => faulty(query, signal),
    faults: () => faults,
    setFaults: (next) => {
      faults = next;
      faulty = withFaults(healthy, next);
    },
  };
}
