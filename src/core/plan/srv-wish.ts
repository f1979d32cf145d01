// The record that somebody wishes for: a KMS host to be published for a domain (RFC 2782). What may stand in it is checked once, here.
import { ownerNameLabels, ROOT, withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { kmsOwnerName } from "../kms/service.ts";
import { err, ok, type Result } from "../result.ts";

/** The largest TTL that there is (RFC 2181 section 8). */
export const MAX_TTL_SECONDS = 0x7fff_ffff;

export type SrvNumbers = {
  /** 1 to 65535. */
  readonly port: number;
  /** 0 to 65535, like the weight. */
  readonly priority: number;
  readonly weight: number;
  /** 0 to 2^31-1; undefined: the TTL of the RRset that it joins, or the default of who writes. */
  readonly ttlSeconds: number | undefined;
};

export type SrvWish = SrvNumbers & {
  readonly domain: OwnerName;
  /** `_vlmcs._tcp.<domain>` */
  readonly owner: OwnerName;
  readonly target: OwnerName;
};

/** Checks the names and the numbers together; an error is one clause. */
export function srvWish(domain: OwnerName, target: OwnerName, numbers: SrvNumbers): Result<SrvWish, string> {
  const owner = kmsOwnerName(domain);
  if (!owner.ok) return err(`with _vlmcs._tcp in front of the domain ${owner.error}`);
  const problem = hostNameProblem(target) ?? numbersProblem(numbers);
  const { port, priority, weight, ttlSeconds } = numbers;
  return problem === undefined
    ? ok({ domain, owner: owner.value, target, port, priority, weight, ttlSeconds })
    : err(problem);
}

/**
 * Why a name is no host name (RFC 952, RFC 1123 section 2.1), undefined where it is one. An international name is given
 * by its A-labels. A name ending in a number would be read as an IPv4 address.
 */
export function hostNameProblem(name: OwnerName): string | undefined {
  if (name === ROOT) return "'.' is no host: in an SRV record it says that there is none";
  const labels = ownerNameLabels(name);
  const odd = labels.find((label) => !/^[a-z0-9-]+$/.test(label));
  if (odd !== undefined) return `'${odd}' has characters that host names do not have`;
  const hyphened = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  if (hyphened !== undefined) return `'${hyphened}' begins or ends with a hyphen`;
  const last = labels.at(-1) ?? "";
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return "it looks like an IP address: an SRV record names a host";
  return withoutTrailingDot(name).length > 253 ? "it is longer than 253 octets" : undefined;
}

function numbersProblem({ port, priority, weight, ttlSeconds }: SrvNumbers): string | undefined {
  if (!isWhole(port, 1, 65_535)) return `port ${port} is not from 1 to 65535`;
  if (!isWhole(priority, 0, 65_535)) return `priority ${priority} is not from 0 to 65535`;
  if (!isWhole(weight, 0, 65_535)) return `weight ${weight} is not from 0 to 65535`;
  return ttlSeconds === undefined || isWhole(ttlSeconds, 0, MAX_TTL_SECONDS)
    ? undefined
    : `TTL ${ttlSeconds} is not from 0 to ${MAX_TTL_SECONDS} seconds`;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
