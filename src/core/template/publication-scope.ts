// The values of a publication as templates see them, in the shape of TEMPLATE_SCOPE.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { formatAddress } from "../net/address.ts";
import { formatCidr } from "../net/cidr.ts";
import type { PlannedAddress, PlannedRecord, Publication } from "../plan/publication.ts";
import type { Scope } from "./template-scope.ts";

type Lists = Scope["lists"];
/** One owner and type, with its records or addresses. */
type Rrset = Scope & { readonly type: string; readonly owner: OwnerName };

/** `ports` are those that a firewall should open. */
export function publicationScope(publication: Publication, ports: readonly number[]): Scope {
  const { records, addresses, clients } = publication;
  const zones = [...new Set(records.map(({ zone }) => zone))];
  const domains = [...new Set(records.map(({ domain }) => domain))];
  return {
    values: {},
    lists: {
      ...recordLists(records, addresses),
      zones: zones.map((zone, index) => zoneScope(zone, index, publication)),
      domains: domains.map((domain) => ({ values: both("domain", domain), lists: {} })),
      hosts: hostScopes(records),
      publishers: publisherScopes(records),
      clients: clients.map(clientScope),
      clients4: clients.filter(({ family }) => family === 4).map(clientScope),
      clients6: clients.filter(({ family }) => family === 6).map(clientScope),
      ports: ports.map((port) => ({ values: { port }, lists: {} })),
    },
  };
}

function clientScope(cidr: Publication["clients"][number]): Scope {
  return { values: { cidr: formatCidr(cidr) }, lists: {} };
}

function zoneScope(zone: OwnerName, index: number, publication: Publication): Scope {
  const records = publication.records.filter((record) => record.zone === zone);
  const addresses = publication.addresses.filter((address) => address.zone === zone);
  const sets = rrsetsOf(records, addresses);
  const owners = [...new Set(sets.map(({ owner }) => owner))].toSorted();
  return {
    values: { ...both("zone", zone), zoneNumber: index + 1 },
    lists: {
      ...recordLists(records, addresses),
      owners: owners.map((owner) => ({
        values: ownerValues(owner, zone),
        lists: {
          ...whereLists(owner, zone),
          ...rrsetLists(sets.filter((set) => set.owner === owner)),
        },
      })),
    },
  };
}

function recordLists(records: readonly PlannedRecord[], addresses: readonly PlannedAddress[]): Lists {
  const family = (wanted: 4 | 6): readonly PlannedAddress[] =>
    addresses.filter(({ address }) => address.family === wanted);
  return {
    records: records.map(recordScope),
    addresses: addresses.map(addressScope),
    ipv4: family(4).map(addressScope),
    ipv6: family(6).map(addressScope),
    ...rrsetLists(rrsetsOf(records, addresses)),
  };
}

function rrsetLists(sets: readonly Rrset[]): Lists {
  const ofType = (...types: readonly string[]): readonly Rrset[] =>
    sets.filter(({ type }) => types.includes(type));
  return {
    rrsets: sets,
    srvRrsets: ofType("SRV"),
    addressRrsets: ofType("A", "AAAA"),
    aRrsets: ofType("A"),
    aaaaRrsets: ofType("AAAA"),
  };
}

/** Addresses before the records that point to them. */
function rrsetsOf(records: readonly PlannedRecord[], addresses: readonly PlannedAddress[]): readonly Rrset[] {
  const sets: Rrset[] = [];
  const addSet = (type: string, lead: PlannedRecord | PlannedAddress, lists: Lists): void => {
    const zone = zoneOf(lead);
    const values = {
      ...ownerValues(lead.owner, zone),
      ...ttlValues(lead.ttlSeconds),
      type,
      typeLower: type.toLowerCase(),
      index: sets.length + 1,
    };
    const where = whereLists(lead.owner, zone);
    sets.push({ type, owner: lead.owner, values, lists: { ...lists, ...where } });
  };
  for (const type of ["A", "AAAA"]) {
    const family = type === "A" ? 4 : 6;
    const ofFamily = addresses.filter(({ address }) => address.family === family);
    for (const group of groupedBy(ofFamily, ({ owner }) => owner)) {
      addSet(type, group[0], {
        addresses: group.map(addressScope),
        data: group.map(({ address }) => dataScope(formatAddress(address))),
      });
    }
  }
  for (const group of groupedBy(records, ({ owner }) => owner)) {
    addSet("SRV", group[0], {
      records: group.map(recordScope),
      data: group.map(({ priority, weight, port, target }) =>
        dataScope(`${priority} ${weight} ${port} ${target}`),
      ),
    });
  }
  return sets;
}

function dataScope(data: string): Scope {
  return { values: { data }, lists: {} };
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function recordScope(record: PlannedRecord, index: number): Scope {
  const { owner, zone, domain, target, priority, weight, port } = record;
  return {
    values: {
      ...ownerValues(owner, zone),
      ...ttlValues(record.ttlSeconds),
      ...both("domain", domain),
      ...both("target", target),
      ...{ priority, weight, port, index: index + 1 },
    },
    lists: {},
  };
}

function addressScope(planned: PlannedAddress, index: number): Scope {
  const { owner, address, ttlSeconds } = planned;
  return {
    values: {
      ...ownerValues(owner, zoneOf(planned)),
      ...ttlValues(ttlSeconds),
      type: address.family === 4 ? "A" : "AAAA",
      address: formatAddress(address),
      index: index + 1,
    },
    lists: {},
  };
}

/** A host with each of its ports. */
function hostScopes(records: readonly PlannedRecord[]): readonly Scope[] {
  const hosts = new Map(records.map((record) => [`${record.target} ${record.port}`, record]));
  return [...hosts.values()].map(({ target, port }, index) => ({
    values: { ...both("host", target), port, index: index + 1 },
    lists: {},
  }));
}

/** What hosts should publish themselves, each list once: hosts that publish the same are one publisher. */
function publisherScopes(records: readonly PlannedRecord[]): readonly Scope[] {
  const publishers = new Map<string, readonly Scope[]>();
  for (const group of groupedBy(records, ({ target }) => target)) {
    const publications = group.map(publicationScopeOf);
    publishers.set(publications.map(({ values }) => values["entry"]).join("\n"), publications);
  }
  return [...publishers.values()].map((publications) => ({ values: {}, lists: { publications } }));
}

function publicationScopeOf({ domain, priority, weight }: PlannedRecord): Scope {
  const text = withoutTrailingDot(domain);
  return { values: { entry: `${text}, ${priority}, ${weight}`, domain: text, priority, weight }, lists: {} };
}

function whereLists(owner: OwnerName, zone: OwnerName): Lists {
  const there = [{ values: {}, lists: {} }];
  return owner === zone ? { below: [], top: there } : { below: there, top: [] };
}

/** A name outside of every zone counts as its own top; only products without zones take such names. */
function zoneOf({ owner, zone }: PlannedRecord | PlannedAddress): OwnerName {
  return zone ?? owner;
}

function ownerValues(owner: OwnerName, zone: OwnerName): Scope["values"] {
  const name = owner === zone ? "@" : withoutTrailingDot(owner).slice(0, -zone.length);
  return {
    ...both("owner", owner),
    ...both("zone", zone),
    name: zone === "." ? withoutTrailingDot(owner) : name,
  };
}

function both(key: string, name: OwnerName): Scope["values"] {
  return { [key]: withoutTrailingDot(name), [`${key}Dot`]: name };
}

function ttlValues(ttlSeconds: number): Scope["values"] {
  return { ttl: ttlSeconds, ttlSpan: timeSpan(ttlSeconds) };
}

/** `01:00:00`, with days in front where there are any: `1.00:00:00`. */
function timeSpan(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const days = Math.floor(seconds / 86_400);
  const [hours, minutes] = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  return `${days === 0 ? "" : `${days}.`}${two(hours)}:${two(minutes)}:${two(seconds % 60)}`;
}
