// update-failed and update-not-replicated: a change that was not made, or that did not reach every server.
import type { ReplicaReport } from "../run/replica-report.ts";
import type { SrvWish } from "../plan/srv-wish.ts";
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { hostWord, hostWordNote, shellWord } from "../text/shell-word.ts";
import { generateCommand, zoneFileCommand } from "./own-commands.ts";
import type { Rule } from "./rule.ts";
import type { SignerIdentity } from "./signer-identity.ts";
import { srvLine } from "./srv-line.ts";

export type SrvRemoval = Pick<SrvWish, "domain" | "target" | "port">;

export type UpdateFailure = {
  /** The zone, or the domain where no zone was found; without the trailing dot. */
  readonly subject: string;
  /** What was to be changed: `kms1.corp.test:1688 in corp.test`. */
  readonly what: string;
  /** One clause. */
  readonly because: string;
  readonly evidence: readonly string[];
  /** The record that was to be added; null where one was to be taken away. */
  readonly wish: SrvWish | null;
  /** The record that was to be taken away; absent where it is not known, or several. */
  readonly removal?: SrvRemoval | undefined;
  /** Whether the server, or what guards its zone, said no. False: rights and zone lines would not help. Default: true. */
  readonly isRefusal?: boolean | undefined;
  /** Something was changed all the same. Default: false. */
  readonly staysChanged?: boolean | undefined;
  /** What to do where it was no refusal; absent: look at the servers of the zone. */
  readonly hint?: string | undefined;
  /** Null where the server did not refuse: then no product can be told. */
  readonly product: string | null;
  /** Null where the update was not signed. */
  readonly signedBy: SignerIdentity | null;
  /** What to do first of all, where the failure itself tells. */
  readonly remedy: readonly string[];
};

export const updateFailed: Rule<UpdateFailure> = {
  id: "update-failed",
  severity: "error",
  judge: (failure) => [
    {
      subject: failure.subject,
      title: `${failure.what} could not be written: ${failure.because}`,
      detail:
        failure.staysChanged === true
          ? "What was carried out is there; the rest is as it was before."
          : "The server's records are as they were before.",
      evidence: failure.evidence,
      remedy: [...failure.remedy, ...remedyOf(failure)],
    },
  ],
};

function remedyOf(failure: UpdateFailure): readonly string[] {
  if (failure.isRefusal ?? true) return [...byHand(failure), ...whoAllows(failure)];
  const domain = nameOf(failure.wish ?? failure.removal) ?? failure.subject;
  const look = `kms-doctor discover --authoritative ${hostWord(domain, "DOMAIN")}`;
  return [failure.hint ?? `What the servers of the zone have now: ${look}${hostWordNote(domain, "DOMAIN")}`];
}

function nameOf(record: SrvRemoval | undefined): string | undefined {
  return record === undefined ? undefined : withoutTrailingDot(record.domain);
}

function byHand({ subject, wish, removal, product }: UpdateFailure): readonly string[] {
  if (wish === null) {
    if (removal === undefined) return [];
    const { target, port } = removal;
    const domain = withoutTrailingDot(removal.domain);
    const command = zoneFileCommand({ domain, target, port }, "--remove");
    return [`Take the record out of the zone by hand, on the machine that has the zone file: ${command}`];
  }
  const wished = { ...wish, domain: withoutTrailingDot(wish.domain) };
  return [
    srvLine(wish.owner, wish, wish.ttlSeconds),
    `On the machine that has the zone file: ${zoneFileCommand(wished)}`,
    product === null
      ? "For the DNS product in use: kms-doctor generate --list names those that there are"
      : `For the product that the server seems to be: ${generateCommand(wished, shellWord(product, "PRODUCT"), subject)}`,
  ];
}

/** What the key is to be allowed depends on the record: without one the administrator is told in words. */
function whoAllows({ subject, wish, removal, signedBy }: UpdateFailure): readonly string[] {
  const zone = hostWord(subject, "ZONE");
  const record = wish ?? removal;
  const command =
    record === undefined
      ? ""
      : ` (BIND: ${generateCommand({ ...record, domain: withoutTrailingDot(record.domain) }, "bind-update-policy", subject)})`;
  return [
    `The administrator of ${subject} can allow it: an update right for this address or a key${command}, in Active Directory write access to the node _VLMCS.`,
    signedBy?.kind === "tsig"
      ? `What the key may do: kms-doctor update-policy ${zone} with the same --key`
      : signedBy?.kind === "gss-tsig"
        ? `What the account may do: kms-doctor update-policy ${zone} --gss`
        : `How the zone treats updates: kms-doctor update-policy ${zone}; sign with --key FILE, or in Active Directory with --gss`,
  ];
}

export type ReplicationFacts = {
  readonly zone: string;
  readonly primarySerial: number | null;
  readonly replicas: readonly ReplicaReport[];
};

export const updateNotReplicated: Rule<ReplicationFacts> = {
  id: "update-not-replicated",
  severity: "error",
  judge: ({ zone, primarySerial, replicas }) => {
    const behind = replicas.filter(({ ok }) => !ok);
    if (behind.length === 0) return [];
    const word = hostWord(zone, "ZONE");
    return [
      {
        subject: zone,
        title: `${behind.map(({ server }) => server).join(", ")} ${behind.length === 1 ? "does" : "do"} not show the change yet`,
        detail:
          "The primary has it. Clients that ask the other servers see the old records until those have fetched the zone anew.",
        evidence: replicas.map((replica) => sayReplica(replica, primarySerial)),
        remedy: [
          `On the secondary: is the transfer allowed, and do notifications arrive? BIND: rndc retransfer ${word}; Knot: knotc zone-retransfer ${word}; NSD: nsd-control force_transfer ${word}${hostWordNote(zone, "ZONE")}`,
          `Look again later: kms-doctor discover --authoritative ${word}`,
        ],
      },
    ];
  },
};

function sayReplica(replica: ReplicaReport, primarySerial: number | null): string {
  const { server, ok, serial, afterMs, why } = replica;
  const seconds = (afterMs / 1000).toFixed(1);
  const serials = serial === null ? "serial not known" : `serial ${serial}`;
  if (ok) return `${server} showed it after ${seconds} s, ${serials}`;
  const primary = primarySerial === null ? "" : `, the primary has ${primarySerial}`;
  return `${server} ${serials}${primary}, after ${seconds} s: ${why ?? "it does not show the change"}`;
}
