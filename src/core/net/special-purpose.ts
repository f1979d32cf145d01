// What kind of address it is: the IANA special-purpose address registries (RFC 6890 and later additions), and multicast.
import { InvariantError } from "../errors.ts";
import { formatAddress, type IpAddress, type IpFamily, IPV4_MAX } from "./address.ts";
import { type Cidr, parseCidr } from "./cidr.ts";

export type AddressClass =
  | "global"
  | "private"
  | "shared"
  | "loopback"
  | "link-local"
  | "documentation"
  | "benchmark"
  | "multicast"
  | "broadcast"
  | "unspecified"
  | "discard"
  | "protocol"
  | "anycast-service"
  | "nat64-local"
  | "teredo"
  | "6to4"
  | "6to4-relay"
  | "orchid"
  | "srv6"
  | "reserved";

export type AddressClassification = {
  readonly class: AddressClass;
  /** The registry's 'globally reachable'; for an embedded IPv4 address, whether that one is. */
  readonly isGlobal: boolean;
  /** The block that decided, as a CIDR. */
  readonly block: string;
  /** What people call the block. */
  readonly name: string;
  /** The IPv4 address inside an IPv4-mapped, NAT64 or 6to4 address; `class` is then that of the embedded address, save for 6to4. */
  readonly embedded: string | null;
};

/** How many bits stand right of an embedded IPv4 address. */
type Embedding = { readonly shift: bigint; readonly keepsClass: boolean };

type BlockText = {
  readonly text: string;
  readonly class: AddressClass;
  readonly isGlobal: boolean;
  readonly name: string;
  readonly embedding: Embedding | undefined;
};

type Block = BlockText & { readonly cidr: Cidr };

const GLOBAL = true;
const LOCAL = false;

const BLOCKS: readonly BlockText[] = [
  block("0.0.0.0/0", "global", GLOBAL, "public address"),
  block("0.0.0.0/8", "unspecified", LOCAL, "this network"),
  block("10.0.0.0/8", "private", LOCAL, "private network"),
  block("100.64.0.0/10", "shared", LOCAL, "shared address space of carriers (CGNAT)"),
  block("127.0.0.0/8", "loopback", LOCAL, "loopback"),
  block("169.254.0.0/16", "link-local", LOCAL, "link-local, the sign of a failed DHCP"),
  block("172.16.0.0/12", "private", LOCAL, "private network"),
  block("192.0.0.0/24", "protocol", LOCAL, "IETF protocol assignments"),
  block("192.0.0.9/32", "anycast-service", GLOBAL, "Port Control Protocol anycast"),
  block("192.0.0.10/32", "anycast-service", GLOBAL, "TURN anycast"),
  block("192.0.2.0/24", "documentation", LOCAL, "documentation (TEST-NET-1)"),
  block("192.31.196.0/24", "anycast-service", GLOBAL, "AS112-v4"),
  block("192.52.193.0/24", "anycast-service", GLOBAL, "AMT"),
  block("192.88.99.0/24", "6to4-relay", LOCAL, "old 6to4 relay anycast"),
  block("192.168.0.0/16", "private", LOCAL, "private network"),
  block("192.175.48.0/24", "anycast-service", GLOBAL, "AS112 direct delegation"),
  block("198.18.0.0/15", "benchmark", LOCAL, "benchmarking"),
  block("198.51.100.0/24", "documentation", LOCAL, "documentation (TEST-NET-2)"),
  block("203.0.113.0/24", "documentation", LOCAL, "documentation (TEST-NET-3)"),
  block("224.0.0.0/4", "multicast", LOCAL, "multicast"),
  block("240.0.0.0/4", "reserved", LOCAL, "reserved"),
  block("255.255.255.255/32", "broadcast", LOCAL, "limited broadcast"),
  block("::/0", "reserved", LOCAL, "not allocated"),
  block("2000::/3", "global", GLOBAL, "public address"),
  block("::/128", "unspecified", LOCAL, "unspecified address"),
  block("::1/128", "loopback", LOCAL, "loopback"),
  block("::ffff:0:0/96", "reserved", LOCAL, "IPv4-mapped", { shift: 0n, keepsClass: false }),
  block("64:ff9b::/96", "global", GLOBAL, "NAT64", { shift: 0n, keepsClass: false }),
  block("64:ff9b:1::/48", "nat64-local", LOCAL, "NAT64 for local use"),
  block("100::/64", "discard", LOCAL, "discard-only"),
  block("100:0:0:1::/64", "discard", LOCAL, "dummy prefix"),
  block("2001::/23", "protocol", LOCAL, "IETF protocol assignments"),
  block("2001::/32", "teredo", LOCAL, "Teredo"),
  block("2001:1::1/128", "anycast-service", GLOBAL, "Port Control Protocol anycast"),
  block("2001:1::2/128", "anycast-service", GLOBAL, "TURN anycast"),
  block("2001:1::3/128", "anycast-service", GLOBAL, "DNS-SD service registration anycast"),
  block("2001:2::/48", "benchmark", LOCAL, "benchmarking"),
  block("2001:3::/32", "anycast-service", GLOBAL, "AMT"),
  block("2001:4:112::/48", "anycast-service", GLOBAL, "AS112-v6"),
  block("2001:20::/28", "orchid", GLOBAL, "ORCHIDv2"),
  block("2001:30::/28", "protocol", GLOBAL, "drone remote identification (DRIP)"),
  block("2001:db8::/32", "documentation", LOCAL, "documentation"),
  block("2002::/16", "6to4", GLOBAL, "6to4", { shift: 80n, keepsClass: true }),
  block("2620:4f:8000::/48", "anycast-service", GLOBAL, "AS112 direct delegation"),
  block("3fff::/20", "documentation", LOCAL, "documentation"),
  block("5f00::/16", "srv6", LOCAL, "segment routing identifiers"),
  block("fc00::/7", "private", LOCAL, "unique local address"),
  block("fe80::/10", "link-local", LOCAL, "link-local, which needs a zone"),
  block("ff00::/8", "multicast", LOCAL, "multicast"),
];

/** Of one family, the longest prefix first. Parsed when the first address of the family is met: that takes milliseconds. */
const parsed = new Map<IpFamily, readonly Block[]>();

function blocksOf(family: IpFamily): readonly Block[] {
  const known = parsed.get(family);
  if (known !== undefined) return known;
  const blocks = BLOCKS.filter(({ text }) => text.includes(":") === (family === 6))
    .map((each) => ({ ...each, cidr: mustParse(each.text) }))
    .toSorted((left, right) => right.cidr.prefixLength - left.cidr.prefixLength);
  parsed.set(family, blocks);
  return blocks;
}

/** Classifies by the longest matching block. Every address has a class. */
export function classifyAddress(address: IpAddress): AddressClassification {
  const match = blocksOf(address.family).find((candidate) => isInside(address, candidate.cidr));
  if (match === undefined) throw new InvariantError(`no block holds ${formatAddress(address)}`);
  const own = {
    class: match.class,
    isGlobal: match.isGlobal,
    block: match.text,
    name: match.name,
    embedded: null,
  };
  if (match.embedding === undefined) return own;
  const inner: IpAddress = { family: 4, value: (address.value >> match.embedding.shift) & IPV4_MAX };
  const innerClass = classifyAddress(inner);
  return {
    ...own,
    class: match.embedding.keepsClass ? match.class : innerClass.class,
    isGlobal: innerClass.isGlobal,
    name: `${match.name} of ${formatAddress(inner)} (${innerClass.name})`,
    embedded: formatAddress(inner),
  };
}

function isInside(address: IpAddress, cidr: Cidr): boolean {
  const hostBits = BigInt((cidr.family === 4 ? 32 : 128) - cidr.prefixLength);
  return address.value >> hostBits === cidr.first >> hostBits;
}

function block(
  text: string,
  name: AddressClass,
  isGlobal: boolean,
  title: string,
  embedding?: Embedding,
): BlockText {
  return { text, class: name, isGlobal, name: title, embedding };
}

function mustParse(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr.ok) throw new InvariantError(cidr.error);
  return cidr.value;
}
