// One cause gives one finding: which finding explains which. What is explained stays silent.
import type { FindingId } from "./finding-id.ts";
import type { Finding } from "./finding.ts";

/** What two findings must share for the one to explain the other. */
export type Tie = "owner" | "host" | "server";

export type Cause = { readonly cause: FindingId; readonly explains: FindingId; readonly tie: Tie };

/** The whole table; a test goes through it both ways. */
export const CAUSES: readonly Cause[] = [
  { cause: "srv-misspelled", explains: "srv-missing", tie: "owner" },
  { cause: "suffix-not-covered", explains: "srv-missing", tie: "owner" },
  { cause: "zone-not-found", explains: "srv-missing", tie: "owner" },
  { cause: "srv-stale-host", explains: "port-refused", tie: "host" },
  { cause: "srv-stale-host", explains: "port-filtered", tie: "host" },
  { cause: "srv-stale-host", explains: "port-rejected", tie: "host" },
  { cause: "srv-stale-host", explains: "host-unreachable", tie: "host" },
  { cause: "dns-split-horizon", explains: "dns-resolver-stale", tie: "server" },
  { cause: "dns-split-horizon", explains: "dns-negative-cached", tie: "server" },
  { cause: "dns-unreachable", explains: "zone-primary-unreachable", tie: "server" },
  // A server of the NS set that refuses is lame, whoever else sends clients to it.
  { cause: "dns-lame", explains: "dns-refused", tie: "server" },
];

/** A finding with what ties it to others: the owner it is about, the published hosts, the servers. */
export type TiedFinding = {
  readonly finding: Finding;
  readonly owners: readonly string[];
  readonly hosts: readonly string[];
  readonly servers: readonly string[];
};

/** The findings that no other explains. */
export function withoutExplained(tied: readonly TiedFinding[]): readonly Finding[] {
  return tied
    .filter((effect) => !tied.some((cause) => cause !== effect && explains(cause, effect)))
    .map(({ finding }) => finding);
}

function explains(cause: TiedFinding, effect: TiedFinding): boolean {
  return CAUSES.some(
    (entry) =>
      entry.cause === cause.finding.id &&
      entry.explains === effect.finding.id &&
      isTied(entry.tie, cause, effect),
  );
}

function isTied(tie: Tie, cause: TiedFinding, effect: TiedFinding): boolean {
  switch (tie) {
    case "owner":
      return overlap(cause.owners, effect.owners);
    case "host":
      return overlap(cause.hosts, effect.hosts);
    case "server":
      return overlap(cause.servers, effect.servers);
  }
}

function overlap(left: readonly string[], right: readonly string[]): boolean {
  return left.some((entry) => right.includes(entry));
}
