// Exact sets of addresses, IPv4 and IPv6 side by side, as sorted and merged intervals. All operations are linear merges.
import { type IpAddress, type IpFamily, IPV4_MAX, IPV6_MAX } from "./address.ts";
import { type Cidr, cidrLast } from "./cidr.ts";

/**
 * Where membership changes, ascending: inside from the 1st edge up to (not including) the 2nd, outside up to the 3rd …
 * An even number of edges; equal sets have equal edges.
 */
type Edges = readonly bigint[];

export type AddressSet = { readonly v4: Edges; readonly v6: Edges };

export const NO_ADDRESSES: AddressSet = { v4: [], v6: [] };
export const ALL_IPV4: AddressSet = { v4: [0n, IPV4_MAX + 1n], v6: [] };
export const ALL_IPV6: AddressSet = { v4: [], v6: [0n, IPV6_MAX + 1n] };
export const ALL_ADDRESSES: AddressSet = { v4: ALL_IPV4.v4, v6: ALL_IPV6.v6 };

export function allOfFamily(family: IpFamily): AddressSet {
  return family === 4 ? ALL_IPV4 : ALL_IPV6;
}

/** The union of blocks; they may overlap and come in any order. */
export function setFromCidrs(cidrs: Iterable<Cidr>): AddressSet {
  const ranges = { 4: [] as Range[], 6: [] as Range[] };
  for (const cidr of cidrs) ranges[cidr.family].push({ start: cidr.first, end: cidrLast(cidr) + 1n });
  return { v4: mergeRanges(ranges[4]), v6: mergeRanges(ranges[6]) };
}

/** The union of ranges of one family, each from the first to the last address. */
export function setFromRanges(
  family: IpFamily,
  ranges: Iterable<readonly [first: bigint, last: bigint]>,
): AddressSet {
  const edges = mergeRanges(Array.from(ranges, ([first, last]) => ({ start: first, end: last + 1n })));
  return family === 4 ? { v4: edges, v6: [] } : { v4: [], v6: edges };
}

/** The addresses from `first` to `last`, both included; nothing when they are the wrong way round or of two families. */
export function setFromRange(first: IpAddress, last: IpAddress): AddressSet {
  if (first.family !== last.family || first.value > last.value) return NO_ADDRESSES;
  const edges = [first.value, last.value + 1n];
  return first.family === 4 ? { v4: edges, v6: [] } : { v4: [], v6: edges };
}

export function unionSets(left: AddressSet, right: AddressSet): AddressSet {
  return combineSets(left, right, (inLeft, inRight) => inLeft || inRight);
}

/** The union of many sets in one go. */
export function unionOfSets(sets: readonly AddressSet[]): AddressSet {
  const [only] = sets;
  if (sets.length <= 1) return only ?? NO_ADDRESSES;
  const rangesIn = (pick: (set: AddressSet) => Edges): Range[] =>
    sets.flatMap((set) => [...rangesOf(pick(set))]);
  return { v4: mergeRanges(rangesIn(({ v4 }) => v4)), v6: mergeRanges(rangesIn(({ v6 }) => v6)) };
}

export function intersectSets(left: AddressSet, right: AddressSet): AddressSet {
  const both = (one: Edges, other: Edges): Edges =>
    one.length <= other.length ? withinEdges(one, other, true) : withinEdges(other, one, true);
  return { v4: both(left.v4, right.v4), v6: both(left.v6, right.v6) };
}

/** What is in `left` and not in `right`. */
export function subtractSets(left: AddressSet, right: AddressSet): AddressSet {
  return { v4: withinEdges(left.v4, right.v4, false), v6: withinEdges(left.v6, right.v6, false) };
}

/** Every address of both families that is not in the set. */
export function complementSet(set: AddressSet): AddressSet {
  return subtractSets(ALL_ADDRESSES, set);
}

/** Zones are not looked at. */
export function setContains(set: AddressSet, address: IpAddress): boolean {
  // An odd count of edges at or below the address is inside.
  return countBelow(edgesOf(set, address.family), address.value + 1n) % 2 === 1;
}

export function isEmptySet(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

/** How many addresses of both families are in the set. */
export function setSize(set: AddressSet): bigint {
  let size = 0n;
  for (const edges of [set.v4, set.v6]) for (const { start, end } of rangesOf(edges)) size += end - start;
  return size;
}

/** The fewest blocks that cover exactly this set, IPv4 first, ascending. */
export function setToCidrs(set: AddressSet): readonly Cidr[] {
  const cidrs: Cidr[] = [];
  for (const { start, end } of rangesOf(set.v4)) coverIpv4(Number(start), Number(end), cidrs);
  for (const { start, end } of rangesOf(set.v6)) coverIpv6(start, end, cidrs);
  return cidrs;
}

type Range = { readonly start: bigint; readonly end: bigint };

function edgesOf(set: AddressSet, family: IpFamily): Edges {
  return family === 4 ? set.v4 : set.v6;
}

function* rangesOf(edges: Edges): Generator<Range, void, void> {
  for (let index = 0; index + 1 < edges.length; index += 2)
    yield { start: edges[index] ?? 0n, end: edges[index + 1] ?? 0n };
}

function mergeRanges(ranges: Range[]): Edges {
  ranges.sort((left, right) => (left.start < right.start ? -1 : left.start > right.start ? 1 : 0));
  const edges: bigint[] = [];
  for (const { start, end } of ranges) {
    const previousEnd = edges.at(-1);
    if (previousEnd === undefined || start > previousEnd) edges.push(start, end);
    else if (end > previousEnd) edges[edges.length - 1] = end;
  }
  return edges;
}

/**
 * The part of `left` that is in `right`, or that is not. What lies beside `left` is passed over by halving, so that a small
 * set is cut by a large one in no time.
 */
function withinEdges(left: Edges, right: Edges, isInRight: boolean): Edges {
  const [first] = left;
  if (first === undefined) return left;
  const edges: bigint[] = [];
  let leftPassed = 0;
  let rightPassed = countBelow(right, first);
  let inside = false;
  while (leftPassed < left.length) {
    const edge = smaller(left[leftPassed], right[rightPassed]);
    if (left[leftPassed] === edge) leftPassed++;
    if (right[rightPassed] === edge) rightPassed++;
    if ((leftPassed % 2 === 1 && (rightPassed % 2 === 1) === isInRight) === inside) continue;
    inside = !inside;
    edges.push(edge);
  }
  return edges;
}

/** How many edges lie below the value. */
function countBelow(edges: Edges, value: bigint): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0n) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Keep = (inLeft: boolean, inRight: boolean) => boolean;

function combineSets(left: AddressSet, right: AddressSet, keep: Keep): AddressSet {
  return { v4: combineEdges(left.v4, right.v4, keep), v6: combineEdges(left.v6, right.v6, keep) };
}

function combineEdges(left: Edges, right: Edges, keep: Keep): Edges {
  const edges: bigint[] = [];
  let leftPassed = 0;
  let rightPassed = 0;
  let inside = false;
  while (leftPassed < left.length || rightPassed < right.length) {
    const edge = smaller(left[leftPassed], right[rightPassed]);
    if (left[leftPassed] === edge) leftPassed++;
    if (right[rightPassed] === edge) rightPassed++;
    if (keep(leftPassed % 2 === 1, rightPassed % 2 === 1) === inside) continue;
    inside = !inside;
    edges.push(edge);
  }
  return edges;
}

function smaller(left: bigint | undefined, right: bigint | undefined): bigint {
  if (left === undefined) return right ?? 0n;
  return right === undefined || left < right ? left : right;
}

/** As coverIpv6, with plain numbers: there are lists of a hundred thousand. */
function coverIpv4(start: number, end: number, into: Cidr[]): void {
  for (let first = start; first < end;) {
    let size = first === 0 ? 2 ** 32 : (first & -first) >>> 0;
    while (first + size > end) size /= 2;
    into.push({ family: 4, first: BigInt(first), prefixLength: 32 - Math.log2(size) });
    first += size;
  }
}

function coverIpv6(start: bigint, end: bigint, into: Cidr[]): void {
  const bits = 128;
  for (let first = start; first < end;) {
    // The largest block that begins here: as far as the address is aligned and the range goes on.
    let hostBits = 0;
    while (
      hostBits < bits &&
      (first >> BigInt(hostBits)) % 2n === 0n &&
      first + (2n << BigInt(hostBits)) <= end
    )
      hostBits++;
    into.push({ family: 6, first, prefixLength: bits - hostBits });
    first += 1n << BigInt(hostBits);
  }
}
