// The values that a template may name, by the block that they stand in: the types of the template language.

/** What a value is; some escapes take only one kind. */
export type ValueKind = "text" | "number";

export type ScopeType = {
  readonly values: Readonly<Record<string, ValueKind>>;
  /** Lists by name, with the scope of their items. */
  readonly lists: Readonly<Record<string, ScopeType>>;
};

/** The values themselves, in the shape of a ScopeType. */
export type Scope = {
  readonly values: Readonly<Record<string, string | number>>;
  readonly lists: Readonly<Record<string, readonly Scope[]>>;
};

const scope = (
  values: Readonly<Record<string, ValueKind>>,
  lists: Readonly<Record<string, ScopeType>> = {},
): ScopeType => ({ values, lists });

/** `name` is relative to the zone (`@` at its top), names ending in `Dot` are absolute with the dot, others without it. */
const PLACE = { zone: "text", zoneDot: "text" } as const;
const OWNER = { ...PLACE, owner: "text", ownerDot: "text", name: "text" } as const;
const NUMBER = { index: "number" } as const;
/** Of these two lists one has an item: where the owner is below the zone's name, or is its name; for {{#if below}}. */
const WHERE = { below: scope({}), top: scope({}) } as const;

const ADDRESS = scope({ ...OWNER, ...NUMBER, type: "text", address: "text", ttl: "number", ttlSpan: "text" });

const RECORD = scope({
  ...OWNER,
  ...NUMBER,
  domain: "text",
  domainDot: "text",
  target: "text",
  targetDot: "text",
  priority: "number",
  weight: "number",
  port: "number",
  ttl: "number",
  ttlSpan: "text",
});

const RRSET_VALUES = {
  ...OWNER,
  ...NUMBER,
  type: "text",
  typeLower: "text",
  ttl: "number",
  ttlSpan: "text",
} as const;
const DATA = scope({ data: "text" });
const RRSET = scope(RRSET_VALUES, { ...WHERE, data: DATA });
const SRV_RRSET = scope(RRSET_VALUES, { ...WHERE, data: DATA, records: RECORD });
const ADDRESS_RRSET = scope(RRSET_VALUES, { ...WHERE, data: DATA, addresses: ADDRESS });

const RRSET_LISTS = {
  rrsets: RRSET,
  srvRrsets: SRV_RRSET,
  addressRrsets: ADDRESS_RRSET,
  aRrsets: ADDRESS_RRSET,
  aaaaRrsets: ADDRESS_RRSET,
} as const;

const RECORD_LISTS = {
  records: RECORD,
  addresses: ADDRESS,
  ipv4: ADDRESS,
  ipv6: ADDRESS,
  ...RRSET_LISTS,
} as const;

const ZONE = scope(
  { ...PLACE, zoneNumber: "number" },
  { ...RECORD_LISTS, owners: scope(OWNER, { ...WHERE, ...RRSET_LISTS }) },
);

const HOST = scope({ host: "text", hostDot: "text", port: "number", index: "number" });

/** Hosts that publish the same; an entry is what DnsDomainPublishList holds: `domain, priority, weight`. */
const PUBLISHER = scope(
  {},
  { publications: scope({ entry: "text", domain: "text", priority: "number", weight: "number" }) },
);

const CLIENT = scope({ cidr: "text" });

/** What stands outside of every block. */
export const TEMPLATE_SCOPE: ScopeType = scope(
  {},
  {
    ...RECORD_LISTS,
    zones: ZONE,
    domains: scope({ domain: "text", domainDot: "text" }),
    hosts: HOST,
    publishers: PUBLISHER,
    clients: CLIENT,
    clients4: CLIENT,
    clients6: CLIENT,
    ports: scope({ port: "number" }),
  },
);
