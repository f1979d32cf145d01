// Commands of this tool, as remedies name them. Names that a shell could act on are never written into one.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import { KMS_PORT } from "../kms/service.ts";
import { hostWord, hostWordNote, isHostWord } from "../text/shell-word.ts";

/** `target` undefined: a host in the domain that the reader fills in. */
type Wished = {
  /** Without the trailing dot. */
  readonly domain: string;
  readonly target?: OwnerName;
} & Partial<Pick<SrvRecord, "port" | "priority" | "weight">> & {
    /** Undefined: whatever the command takes. */
    readonly ttlSeconds?: number | undefined;
  };

/** `kms-doctor publish --domain corp.test --host kms1.corp.test`, with further flags such as `--key FILE`. */
export function publishCommand(wished: Wished, ...flags: readonly string[]): string {
  return ["kms-doctor publish", ...wordsOf(wished), ...flags].join(" ") + noteOf(wished);
}

export function unpublishCommand(wished: Wished): string {
  return ["kms-doctor unpublish", ...wordsOf(wished)].join(" ") + noteOf(wished);
}

/** For the machine that has the file of the zone. */
export function zoneFileCommand(wished: Wished, ...flags: readonly string[]): string {
  return ["kms-doctor zone-file FILE", ...wordsOf(wished), ...flags].join(" ") + noteOf(wished);
}

/** `product`: one that `kms-doctor generate --list` names, or PRODUCT. `apex`: of the zone, named where the domain lies below it. */
export function generateCommand(wished: Wished, product: string, apex?: string): string {
  const isBelow = apex !== undefined && wished.domain.endsWith(`.${apex}`);
  const zone = isBelow ? [`--zone ${hostWord(apex, "ZONE")}`] : [];
  const words = ["kms-doctor generate --product", product, ...wordsOf(wished), ...zone];
  return words.join(" ") + noteOf(wished);
}

function wordsOf({ domain, target, port, priority, weight, ttlSeconds }: Wished): readonly string[] {
  const word = hostWord(domain, "DOMAIN");
  const host = target === undefined ? `KMS-HOST.${word}` : hostWord(withoutTrailingDot(target));
  return [
    `--domain ${word}`,
    `--host ${host}`,
    ...(port === undefined || port === KMS_PORT ? [] : [`--port ${port}`]),
    ...(priority === undefined || priority === 0 ? [] : [`--priority ${priority}`]),
    ...(weight === undefined || weight === 0 ? [] : [`--weight ${weight}`]),
    ...(ttlSeconds === undefined ? [] : [`--ttl ${ttlSeconds}`]),
  ];
}

function noteOf({ domain, target }: Wished): string {
  const name = target === undefined ? "" : withoutTrailingDot(target);
  return isHostWord(domain)
    ? target === undefined
      ? ""
      : hostWordNote(name)
    : hostWordNote(domain, "DOMAIN");
}
