// What can speak for or against a cause: the findings of a run, and signs that are no findings.
import type { FindingId } from "../../checks/finding-id.ts";

/** Seen in the network by a diagnosis, beside its findings. */
export type NetworkSign =
  /** Every domain has SRV records, at every server that could tell. */
  | "records-found"
  /** Every target has addresses, none of them by way of an alias. */
  | "targets-resolve"
  /** Every published host answers as KMS at every address, seen from this machine. */
  | "hosts-answer"
  /** Two or more published hosts answer as KMS. */
  | "several-hosts-answer"
  /** Every DNS server that was asked gave a usable answer. */
  | "dns-answers"
  /** A port other than 1688 is published and refused. */
  | "odd-port-refused"
  /** A port is silent, and the host is there all the same. */
  | "silent-port-host-up"
  /** A port is silent, and no neighbour has the address. */
  | "silent-port-host-absent"
  /** The primary of a zone does not know dynamic updates at all. */
  | "updates-not-implemented"
  /** Every zone that was examined takes updates, signed or not. */
  | "updates-taken";

/** What only the output of Windows tells, and is no finding. */
export type PastedSign =
  /** The client keeps a host that DNS no longer prefers. */
  | "client-host-cached"
  | "client-other-channel"
  | "client-activated-by-ad"
  /** The clock in a request is more than four hours from that of the machine that logged it. */
  | "client-clock-skewed"
  /** The KMS host says itself that it is not licensed. */
  | "host-not-licensed";

export type EvidenceKey = FindingId | NetworkSign | PastedSign;

/** What was seen, each with one sentence that says where. What is not in it is not known. */
export type SeenEvidence = ReadonlyMap<EvidenceKey, string>;
