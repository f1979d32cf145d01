// For which source addresses a condition holds, given the question and the kind of packet: exactly, or between two bounds.
import {
  allOfFamily,
  ALL_IPV4,
  ALL_IPV6,
  intersectSets,
  isEmptySet,
  setContains,
  subtractSets,
  unionOfSets,
  type AddressSet,
} from "../net/address-set.ts";
import { ALWAYS, bothBounds, exactly, NEVER, notBounds, PERHAPS, type Bounds } from "./bounds.ts";
import type { AddressType, Condition, ConnectionState, IpSet, PortRange, Rule, Side } from "./model.ts";
import type { PacketKind, Question } from "./question.ts";

export type MatchContext = {
  readonly question: Question;
  /** The addresses that the question is about. */
  readonly universe: AddressSet;
  readonly packet: PacketKind;
  /** Of the base chain: connection tracking comes at -200. */
  readonly priority: number;
  readonly ipsets: ReadonlyMap<string, IpSet>;
};

/** Clients send from ports that their system picks: from this one on. */
export const FIRST_CLIENT_PORT = 1024;
const CONNTRACK_PRIORITY = -200;

/** All conditions of a rule together. */
export function matchRule({ conditions }: Rule, context: MatchContext): Bounds {
  let bounds = exactly(context.universe);
  for (const condition of conditions) {
    const next = matchCondition(condition, context);
    if (next === NEVER) return NEVER;
    bounds = bothBounds(bounds, next);
  }
  return bounds;
}

function matchCondition(condition: Condition, context: MatchContext): Bounds {
  switch (condition.kind) {
    case "never":
      return NEVER;
    case "unknown":
      return PERHAPS;
    case "family":
      return exactly(allOfFamily(condition.family));
    case "address":
      return matchAddress(condition.side, condition.set, context);
    case "ipset":
      return matchIpset(condition, context);
    case "port":
      return matchPort(condition.side, condition.ranges, context);
    case "state":
      return matchState(condition.states, context);
    case "direction":
      return decide(condition.direction === context.packet.direction);
    case "interface":
      return matchInterface(condition, context);
    case "flags":
      return matchFlags(condition, context.packet);
    case "address-type":
      return matchAddressType(condition.side, condition.types, context);
  }
}

function decide(holds: boolean): Bounds {
  return holds ? ALWAYS : NEVER;
}

/** Clients are the source of requests and the destination of replies. */
function isClientSide(side: Side, { direction }: PacketKind): boolean {
  return (side === "source") === (direction === "request");
}

function matchAddress(side: Side, set: AddressSet, { packet, question }: MatchContext): Bounds {
  if (isClientSide(side, packet)) return exactly(set);
  if (question.host !== null) return decide(setContains(set, question.host));
  // Which address of its family the host has is not known.
  const families = [ALL_IPV4, ALL_IPV6];
  return {
    must: unionOfSets(families.filter((all) => isEmptySet(subtractSets(all, set)))),
    may: unionOfSets(families.filter((all) => !isEmptySet(intersectSets(all, set)))),
  };
}

function matchIpset(
  { name, sides, negated }: Extract<Condition, { readonly kind: "ipset" }>,
  context: MatchContext,
): Bounds {
  const members = context.ipsets.get(name)?.members ?? null;
  const [side] = sides;
  if (members === null || side === undefined || sides.length > 1) return PERHAPS;
  const bounds = matchAddress(side, members, context);
  return negated ? notBounds(bounds) : bounds;
}

function matchPort(side: Side, ranges: readonly PortRange[], { packet, question }: MatchContext): Bounds {
  if (!isClientSide(side, packet)) {
    return decide(ranges.some(([first, last]) => first <= question.port && question.port <= last));
  }
  if (ranges.some(([first, last]) => first <= FIRST_CLIENT_PORT && last === 65_535)) return ALWAYS;
  return ranges.some(([, last]) => last >= FIRST_CLIENT_PORT) ? PERHAPS : NEVER;
}

/** Before connection tracking every packet is invalid; at its very priority the order is not known. */
function matchState(states: readonly ConnectionState[], { packet, priority }: MatchContext): Bounds {
  if (priority === CONNTRACK_PRIORITY) return PERHAPS;
  return decide(states.includes(priority < CONNTRACK_PRIORITY ? "invalid" : packet.state));
}

function matchInterface(
  { way, names, negated }: Extract<Condition, { readonly kind: "interface" }>,
  { packet, question }: MatchContext,
): Bounds {
  // Answers leave by the interface that the requests came in by.
  const isClientWay = (way === "in") === (packet.direction === "request");
  const isNone = isClientWay ? false : question.path === "input";
  // Packets for the host itself have no interface to leave by, and its own none to come in by.
  if (isNone) return decide(negated);
  const name = isClientWay ? question.interface : null;
  const holds =
    name === null
      ? names.every((each) => each === "lo")
        ? NEVER
        : names.includes("*")
          ? ALWAYS
          : PERHAPS
      : decide(names.some((pattern) => isNamed(name, pattern)));
  return negated ? notBounds(holds) : holds;
}

function isNamed(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function matchFlags(
  { mask, value, negated }: Extract<Condition, { readonly kind: "flags" }>,
  { flags, knownFlags }: PacketKind,
): Bounds {
  const known = mask & knownFlags;
  const holds =
    (flags & known) !== (value & known) || (value & ~mask) !== 0 ? NEVER : known === mask ? ALWAYS : PERHAPS;
  return negated ? notBounds(holds) : holds;
}

function matchAddressType(
  side: Side,
  types: readonly AddressType[],
  { packet, question }: MatchContext,
): Bounds {
  const isLocal = !isClientSide(side, packet) && question.path === "input";
  return decide(types.includes(isLocal ? "local" : "unicast"));
}
