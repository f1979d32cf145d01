// Addresses as firewalls write them: single, block, block with a mask, range; also masks with holes.
import type { Condition, Side } from "../model.ts";
import { IPV4_MAX, IPV6_MAX, parseAddress, type IpAddress, type IpFamily } from "../../net/address.ts";
import {
  allOfFamily,
  intersectSets,
  complementSet,
  setFromRanges,
  unionOfSets,
  type AddressSet,
} from "../../net/address-set.ts";

/** A mask with more than this many blocks is not followed. */
const MOST_BLOCKS = 65_536;

/** `10.0.0.1`, `10.0.0.0/8`, `10.0.0.0/255.0.0.0`, `10.0.0.1-10.0.0.9`; undefined for anything else. Linear. */
export function parseAddressText(text: string): AddressSet | undefined {
  return parseAddressTexts([text]);
}

/** Several in one go; undefined where one of them is none. */
export function parseAddressTexts(texts: readonly string[]): AddressSet | undefined {
  const ranges: Record<IpFamily, (readonly [bigint, bigint])[]> = { 4: [], 6: [] };
  const masked: AddressSet[] = [];
  for (const text of texts) {
    const range = parseRange(text);
    const set = range === undefined ? parseMasked(text) : undefined;
    if (range !== undefined) ranges[range.family].push([range.first, range.last]);
    else if (set !== undefined) masked.push(set);
    else return undefined;
  }
  return unionOfSets([...masked, setFromRanges(4, ranges[4]), setFromRanges(6, ranges[6])]);
}

type AddressRange = { readonly family: IpFamily; readonly first: bigint; readonly last: bigint };

function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  if (slash !== -1) return parseBlock(text.slice(0, slash), text.slice(slash + 1));
  const dash = text.indexOf("-");
  const first = parseAddress(dash === -1 ? text : text.slice(0, dash).trim());
  const last = dash === -1 ? first : parseAddress(text.slice(dash + 1).trim());
  if (!first.ok || !last.ok || first.value.family !== last.value.family) return undefined;
  if (first.value.value > last.value.value) return undefined;
  return { family: first.value.family, first: first.value.value, last: last.value.value };
}

function parseBlock(addressText: string, lengthText: string): AddressRange | undefined {
  const address = parseAddress(addressText);
  if (!address.ok || !/^\d{1,3}$/.test(lengthText)) return undefined;
  const { family, value } = address.value;
  const bits = (family === 4 ? 32 : 128) - Number(lengthText);
  if (bits < 0) return undefined;
  const first = (value >> BigInt(bits)) << BigInt(bits);
  return { family, first, last: first + (1n << BigInt(bits)) - 1n };
}

function parseMasked(text: string): AddressSet | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(text.slice(0, Math.max(slash, 0)));
  const mask = parseAddress(text.slice(slash + 1));
  if (!address.ok || !mask.ok || mask.value.family !== address.value.family) return undefined;
  return setFromMask(address.value, mask.value.value);
}

/**
 * Addresses that are there among words that stand for others, as alternatives: each is a condition for the same rule. `why`
 * tells of the words that nothing is known about. No texts at all are no restriction.
 */
export function addressAlternatives(
  texts: readonly string[],
  side: Side,
  why: (words: string) => string,
): readonly (readonly Condition[])[] {
  if (texts.length === 0) return [[]];
  const words: string[] = [];
  const sets: AddressSet[] = [];
  for (const text of texts) {
    const set = parseAddressText(text);
    if (set === undefined) words.push(text);
    else sets.push(set);
  }
  const known: readonly Condition[] =
    sets.length > 0 ? [{ kind: "address", side, set: unionOfSets(sets) }] : [];
  const unknown: readonly Condition[] =
    words.length > 0 ? [{ kind: "unknown", why: why(words.join(", ").slice(0, 80)) }] : [];
  return [...known, ...unknown].map((condition) => [condition]);
}

/** Everything of the set's family that is not in it. Throws away the other family. */
export function complementWithin(set: AddressSet, family: 4 | 6): AddressSet {
  return intersectSets(complementSet(set), allOfFamily(family));
}

/** The addresses that are `value` where `mask` has ones; undefined where they are too many blocks. */
export function setFromMask(address: IpAddress, mask: bigint): AddressSet | undefined {
  const max = address.family === 4 ? IPV4_MAX : IPV6_MAX;
  const free = max & ~mask;
  // The lowest free bits make blocks; each free bit above doubles their number.
  let blockBits = 0n;
  while ((free >> blockBits) & 1n) blockBits++;
  const bits: bigint[] = [];
  for (let bit = blockBits; free >> bit > 0n; bit++) if ((free >> bit) & 1n) bits.push(1n << bit);
  if (2 ** bits.length > MOST_BLOCKS) return undefined;
  let starts = [address.value & mask];
  for (const bit of bits) starts = starts.flatMap((start) => [start, start | bit]);
  const last = (1n << blockBits) - 1n;
  return setFromRanges(
    address.family,
    starts.map((start) => [start, start + last] as const),
  );
}
