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
  // What Windows printed beside what the network shows.
  { cause: "host-port-mismatch", explains: "port-refused", tie: "host" },
  { cause: "host-port-mismatch", explains: "srv-port-unusual", tie: "host" },
  { cause: "host-publishing-off", explains: "srv-missing", tie: "owner" },
  { cause: "publish-failed-event", explains: "srv-missing", tie: "owner" },
  { cause: "client-wrong-host", explains: "client-hosts-pinned", tie: "host" },
];

/** A finding with what ties it to others: the owner it is about, the published hosts, the servers. */
export type TiedFinding = {
  readonly finding: Finding;
  readonly owners: readonly string[];
  readonly hosts: readonly string[];
  readonly servers: readonly string[];
};

/** The findings that no other explains. Linear: a large run has thousands. */
export function withoutExplained(tied: readonly TiedFinding[]): readonly Finding[] {
  const causes = new Set(
    tied.flatMap((cause) =>
      CAUSES.filter((entry) => entry.cause === cause.finding.id).flatMap((entry) =>
        tiesOf(cause, entry.tie).map((key) => tieKey(entry, key)),
      ),
    ),
  );
  return tied.filter((effect) => !isExplained(effect, causes)).map(({ finding }) => finding);
}

function isExplained(effect: TiedFinding, causes: ReadonlySet<string>): boolean {
  return CAUSES.some(
    (entry) =>
      entry.explains === effect.finding.id &&
      tiesOf(effect, entry.tie).some((key) => causes.has(tieKey(entry, key))),
  );
}

function tieKey({ cause, tie }: Cause, key: string): string {
  return `${cause} ${tie} ${key}`;
}

function tiesOf({ owners, hosts, servers }: TiedFinding, tie: Tie): readonly string[] {
  switch (tie) {
    case "owner":
      return owners;
    case "host":
      return hosts;
    case "server":
      return servers;
  }
}
