// What is to be published: the SRV records of domains, each in its zone, the addresses of their hosts, and who the clients are.
import { isAtOrBelow, parentName, withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { compareAddresses, formatAddress, type IpAddress } from "../net/address.ts";
import { cidrLast, type Cidr } from "../net/cidr.ts";
import { err, ok, type Result } from "../result.ts";
import type { SrvWish } from "./srv-wish.ts";

export type PlannedRecord = SrvWish & { readonly ttlSeconds: number; readonly zone: OwnerName };

export type PlannedAddress = {
  readonly owner: OwnerName;
  readonly address: IpAddress;
  readonly ttlSeconds: number;
  /** The zone of the plan that holds the name, null where it lies outside of all of them. */
  readonly zone: OwnerName | null;
};

export type Publication = {
  readonly records: readonly PlannedRecord[];
  readonly addresses: readonly PlannedAddress[];
  readonly clients: readonly Cidr[];
};

/** One host of one domain, as it was asked for. */
export type PublicationEntry = {
  readonly wish: PlannedRecord;
  readonly addresses: readonly IpAddress[];
};

export type PublicationProblem = {
  /** Which of the entries is wrong. */
  readonly entry: number;
  /** One clause. */
  readonly message: string;
};

/** Joins the entries; what is asked for twice counts once, what contradicts itself is refused. */
export function planPublication(
  entries: readonly PublicationEntry[],
  clients: readonly Cidr[],
): Result<Publication, PublicationProblem> {
  const zones = new Set(entries.map(({ wish }) => wish.zone));
  const records = new Map<string, PlannedRecord>();
  const setTtls = new Map<string, number>();
  const addresses = new Map<string, PlannedAddress>();
  for (const [entry, { wish, addresses: hostAddresses }] of entries.entries()) {
    const key = `${wish.owner} ${wish.target} ${wish.port}`;
    const problem =
      zoneProblem(wish, zones) ??
      repetitionProblem(wish, records.get(key)) ??
      ttlProblem(setTtls, wish.owner, "SRV", wish.ttlSeconds);
    if (problem !== undefined) return err({ entry, message: problem });
    records.set(key, wish);
    for (const address of hostAddresses) {
      const type = address.family === 4 ? "A" : "AAAA";
      const conflict = ttlProblem(setTtls, wish.target, type, wish.ttlSeconds);
      if (conflict !== undefined) return err({ entry, message: conflict });
      addresses.set(`${wish.target} ${formatAddress(address)}`, {
        owner: wish.target,
        address,
        ttlSeconds: wish.ttlSeconds,
        zone: closestZone(wish.target, zones),
      });
    }
  }
  return ok({
    records: [...records.values()],
    addresses: [...addresses.values()].toSorted((left, right) =>
      left.owner === right.owner
        ? compareAddresses(left.address, right.address)
        : left.owner < right.owner
          ? -1
          : 1,
    ),
    clients: withoutContained(clients),
  });
}

/** Sorted, and without blocks inside of others: nftables refuses a set with both. */
function withoutContained(clients: readonly Cidr[]): readonly Cidr[] {
  const kept: Cidr[] = [];
  const sorted = clients.toSorted(
    (left, right) =>
      left.family - right.family ||
      (left.first === right.first
        ? left.prefixLength - right.prefixLength
        : left.first < right.first
          ? -1
          : 1),
  );
  for (const client of sorted) {
    const before = kept.at(-1);
    // Blocks either lie apart or one in the other, and the larger one comes first.
    const isInside =
      before !== undefined && before.family === client.family && cidrLast(client) <= cidrLast(before);
    if (!isInside) kept.push(client);
  }
  return kept;
}

function zoneProblem({ domain, zone }: PlannedRecord, zones: ReadonlySet<OwnerName>): string | undefined {
  const [domainText, zoneText] = [withoutTrailingDot(domain), withoutTrailingDot(zone)];
  if (!isAtOrBelow(domain, zone)) return `the zone ${zoneText} does not hold the domain ${domainText}`;
  const closest = closestZone(domain, zones);
  return closest === null || closest === zone
    ? undefined
    : `${domainText} is put into the zone ${zoneText}, but ${withoutTrailingDot(closest)} is a zone of its own`;
}

function closestZone(name: OwnerName, zones: ReadonlySet<OwnerName>): OwnerName | null {
  for (let at: OwnerName | undefined = name; at !== undefined; at = parentName(at)) {
    if (zones.has(at)) return at;
  }
  return null;
}

function repetitionProblem(wish: PlannedRecord, earlier: PlannedRecord | undefined): string | undefined {
  if (earlier === undefined) return undefined;
  if (earlier.priority === wish.priority && earlier.weight === wish.weight) return undefined;
  return `${withoutTrailingDot(wish.target)}:${wish.port} is given twice for ${withoutTrailingDot(wish.domain)}, with different priority or weight`;
}

/** All records of one owner and type have one TTL (RFC 2181 section 5.2). */
function ttlProblem(
  ttls: Map<string, number>,
  owner: OwnerName,
  type: string,
  ttlSeconds: number,
): string | undefined {
  const key = `${owner} ${type}`;
  const earlier = ttls.get(key);
  ttls.set(key, ttlSeconds);
  return earlier === undefined || earlier === ttlSeconds
    ? undefined
    : `the ${type} records of ${withoutTrailingDot(owner)} must have one TTL, not ${earlier} and ${ttlSeconds}`;
}
