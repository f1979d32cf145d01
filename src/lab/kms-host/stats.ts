// Counters of the endpoint, folded from its events.
import type { KmsHostEvent } from "./event.ts";

export type KmsHostStats = {
  readonly openConnections: number;
  readonly acceptedConnections: number;
  readonly busyConnections: number;
  readonly cutConnections: number;
  readonly acceptedBinds: number;
  /** Answered with a bind_ack that accepted nothing. */
  readonly rejectedBinds: number;
  readonly refusedBinds: number;
  readonly calls: number;
  /** Calls of the KMS interface's operation: all are refused. */
  readonly refusedActivations: number;
  readonly faults: number;
  readonly passedDeadlines: number;
};

export const NO_STATS: KmsHostStats = {
  openConnections: 0,
  acceptedConnections: 0,
  busyConnections: 0,
  cutConnections: 0,
  acceptedBinds: 0,
  rejectedBinds: 0,
  refusedBinds: 0,
  calls: 0,
  refusedActivations: 0,
  faults: 0,
  passedDeadlines: 0,
};

export function countEvent(stats: KmsHostStats, event: KmsHostEvent): KmsHostStats {
  switch (event.kind) {
    case "accepted":
      return {
        ...stats,
        acceptedConnections: stats.acceptedConnections + 1,
        openConnections: stats.openConnections + 1,
      };
    case "closed":
      return { ...stats, openConnections: stats.openConnections - 1 };
    case "over-capacity":
      return event.answer === "busy"
        ? {
            ...stats,
            busyConnections: stats.busyConnections + 1,
            openConnections: stats.openConnections + 1,
          }
        : { ...stats, cutConnections: stats.cutConnections + 1 };
    case "bind-accepted":
      return { ...stats, acceptedBinds: stats.acceptedBinds + 1 };
    case "bind-rejected":
      return { ...stats, rejectedBinds: stats.rejectedBinds + 1 };
    case "bind-nak":
      return { ...stats, refusedBinds: stats.refusedBinds + 1 };
    case "call":
      return { ...stats, calls: stats.calls + 1 };
    case "activation-refused":
      return { ...stats, refusedActivations: stats.refusedActivations + 1 };
    case "fault":
      return { ...stats, faults: stats.faults + 1 };
    case "deadline":
      return { ...stats, passedDeadlines: stats.passedDeadlines + 1 };
    case "listen-error":
      return stats;
  }
}
