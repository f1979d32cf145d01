// Matches of nftables as conditions of the model (nft(8), expressions).
import { parseAddress, type IpFamily } from "../../net/address.ts";
import { setFromRange, type AddressSet } from "../../net/address-set.ts";
import { IPV4_MAX, IPV6_MAX } from "../../net/address.ts";
import type { AddressType, Condition, ConnectionState, PortRange, Side } from "../model.ts";
import { complementWithin, parseAddressTexts, setFromMask } from "./address-text.ts";
import type { NftKey, NftOp } from "./nft-dump.ts";
import { complementPorts, parsePorts } from "./port-text.ts";
import { flagBits } from "./tcp-flag-text.ts";

/** Conditions for one key and the values that it may have; `!=` is for all values together. */
export function nftConditions(key: NftKey, op: NftOp, values: readonly string[]): readonly Condition[] {
  const [protocol = "", field = ""] = key.name.split(" ");
  const known = conditionOf(key, protocol, field, op, values);
  if (known === null) return impliedBy(protocol);
  return [...impliedBy(protocol), known ?? { kind: "unknown", why: `${key.name} can't be decided` }];
}

/** `ip saddr` is there in IPv4 packets only, `udp dport` in none of TCP. */
function impliedBy(protocol: string): readonly Condition[] {
  if (protocol === "ip") return [{ kind: "family", family: 4 }];
  if (protocol === "ip6") return [{ kind: "family", family: 6 }];
  return [];
}

/** Protocols beside TCP: nothing of them is in a TCP packet. */
const OTHERS = new Set("icmp icmpv6 igmp udp udplite sctp dccp ah esp comp arp".split(" "));

/** Null for what every packet in question has, undefined for what can't be decided. */
function conditionOf(
  key: NftKey,
  protocol: string,
  field: string,
  op: NftOp,
  values: readonly string[],
): Condition | null | undefined {
  if (OTHERS.has(protocol)) return { kind: "never" };
  const isNegated = op === "!=" || op === "!";
  const [value = ""] = values;
  switch (key.name) {
    case "ip saddr":
    case "ip6 saddr":
    case "ip daddr":
    case "ip6 daddr":
      return addressCondition(
        key,
        protocol === "ip" ? 4 : 6,
        field === "saddr" ? "source" : "destination",
        op,
        values,
      );
    case "tcp sport":
    case "th sport":
      return portCondition("source", op, values);
    case "tcp dport":
    case "th dport":
      return portCondition("destination", op, values);
    case "tcp flags":
      return flagCondition(key, op, values);
    case "meta l4proto":
    case "ip protocol":
    case "ip6 nexthdr":
      return whether(
        isNegated,
        values.some((each) => each === "tcp" || each === "6"),
      );
    case "meta nfproto":
      return familyCondition(isNegated, values, { ipv4: 4, "2": 4, ipv6: 6, "10": 6 });
    case "meta protocol":
    case "ether type":
      return familyCondition(isNegated, values, {
        ip: 4,
        "0x0800": 4,
        "2048": 4,
        ip6: 6,
        "0x86dd": 6,
        "34525": 6,
      });
    case "meta pkttype":
      return whether(
        isNegated,
        values.some((each) => each === "host" || each === "unicast"),
      );
    case "iif":
    case "iifname":
      return { kind: "interface", way: "in", names: values, negated: isNegated };
    case "oif":
    case "oifname":
      return { kind: "interface", way: "out", names: values, negated: isNegated };
    case "ct state":
      return stateCondition(isNegated, values);
    case "ct direction":
      return values.length === 1 && (value === "original" || value === "reply")
        ? { kind: "direction", direction: (value === "original") !== isNegated ? "request" : "reply" }
        : undefined;
    case "ct status":
      // Our question is about connections to the host itself, which nobody translated.
      return values.every((each) => each === "dnat" || each === "snat")
        ? whether(isNegated, false)
        : undefined;
    case "fib saddr type":
      return addressTypeCondition("source", isNegated, values);
    case "fib daddr type":
      return addressTypeCondition("destination", isNegated, values);
    default:
      return undefined;
  }
}

function whether(isNegated: boolean, holds: boolean): Condition | null {
  return isNegated === holds ? { kind: "never" } : null;
}

function addressCondition(
  { mask }: NftKey,
  family: IpFamily,
  side: Side,
  op: NftOp,
  values: readonly string[],
): Condition | undefined {
  const set = mask === undefined ? setOf(family, op, values) : maskedSet(mask, op, values);
  if (set === undefined) return undefined;
  return { kind: "address", side, set: op === "!=" || op === "!" ? complementWithin(set, family) : set };
}

function setOf(family: IpFamily, op: NftOp, values: readonly string[]): AddressSet | undefined {
  if (op === "==" || op === "!=" || op === "in" || op === "!") return parseAddressTexts(values);
  const address = parseAddress(values[0] ?? "");
  if (!address.ok || values.length !== 1 || address.value.family !== family) return undefined;
  const { value } = address.value;
  const max = family === 4 ? IPV4_MAX : IPV6_MAX;
  const [first, last] = {
    "<": [0n, value - 1n],
    "<=": [0n, value],
    ">": [value + 1n, max],
    ">=": [value, max],
  }[op] as [bigint, bigint];
  return setFromRange({ family, value: first }, { family, value: last });
}

function maskedSet(mask: readonly string[], op: NftOp, values: readonly string[]): AddressSet | undefined {
  const bits = parseAddress(mask[0] ?? "");
  const address = parseAddress(values[0] ?? "");
  if (!bits.ok || !address.ok || values.length !== 1 || mask.length !== 1) return undefined;
  if (op !== "==" && op !== "!=") return undefined;
  // A value with bits outside of the mask is never equal.
  if ((address.value.value & ~bits.value.value) !== 0n) return { v4: [], v6: [] };
  return setFromMask(address.value, bits.value.value);
}

function portCondition(side: Side, op: NftOp, values: readonly string[]): Condition | undefined {
  const ranges = parsePorts(values);
  const [range] = ranges ?? [];
  if (ranges === undefined || range === undefined) return undefined;
  const [first, last] = range;
  const asked: Readonly<Partial<Record<NftOp, readonly PortRange[]>>> = {
    "<": [[0, first - 1]],
    "<=": [[0, last]],
    ">": [[last + 1, 65_535]],
    ">=": [[first, 65_535]],
    "!=": complementPorts(ranges),
    "!": complementPorts(ranges),
  };
  return { kind: "port", side, ranges: asked[op] ?? ranges };
}

function flagCondition({ mask }: NftKey, op: NftOp, values: readonly string[]): Condition | undefined {
  const value = flagBits(values);
  const bits = mask === undefined ? 255 : flagBits(mask);
  if (value === undefined || bits === undefined) return undefined;
  // `tcp flags syn` asks for any of the flags, `!` for none of them.
  if (op === "in" || op === "!") return { kind: "flags", mask: value, value: 0, negated: op === "in" };
  if (op !== "==" && op !== "!=") return undefined;
  return { kind: "flags", mask: bits, value, negated: op === "!=" };
}

function familyCondition(
  isNegated: boolean,
  values: readonly string[],
  names: Readonly<Record<string, IpFamily>>,
): Condition | null {
  const families = ([4, 6] as const).filter(
    (family) => values.some((value) => names[value] === family) !== isNegated,
  );
  const [family] = families;
  if (family === undefined) return { kind: "never" };
  return families.length === 2 ? null : { kind: "family", family };
}

const STATES: readonly ConnectionState[] = ["new", "established", "related", "invalid", "untracked"];

function stateCondition(isNegated: boolean, values: readonly string[]): Condition | undefined {
  if (!values.every((value) => STATES.some((state) => state === value))) return undefined;
  return { kind: "state", states: STATES.filter((state) => values.includes(state) !== isNegated) };
}

function addressTypeCondition(side: Side, isNegated: boolean, values: readonly string[]): Condition {
  const named = new Set(
    values.map((value): AddressType => (value === "local" || value === "unicast" ? value : "other")),
  );
  const types = (["local", "unicast", "other"] as const).filter((type) => named.has(type) !== isNegated);
  return { kind: "address-type", side, types };
}
