// One zone in a report: who serves it, and how its primary treats dynamic updates.
import type { UpdatePolicy } from "../checks/update-policy-facts.ts";

/** The result of `update-policy`. */
export type UpdatePolicyReport = {
  readonly zone: string;
  /** `ADDR:PORT` of the server whose word it is; null where none could be found. */
  readonly primary: string | null;
  readonly policy: UpdatePolicy;
  readonly rcode: string | null;
  readonly evidence: readonly string[];
  readonly serialBefore: number | null;
  readonly serialAfter: number | null;
};

export type ZoneReport = {
  readonly zone: string;
  /** The SOA's MNAME; null where only the parent tells of the zone. */
  readonly primary: string | null;
  /** `ADDR:PORT` of every name server that was asked. */
  readonly nameServers: readonly string[];
  /** Null where it was not examined. */
  readonly updatePolicy: UpdatePolicyReport | null;
};
