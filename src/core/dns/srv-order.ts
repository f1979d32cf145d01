// The order in which clients try SRV records (RFC 2782): priority, then chance by weight.
import { compareText } from "./rrset.ts";
import type { SrvRecord } from "./record.ts";

/** A fixed order for people: priority, heavier weight first, then target and port. */
export function orderForDisplay(records: readonly SrvRecord[]): readonly SrvRecord[] {
  return records.toSorted(
    (left, right) =>
      left.priority - right.priority ||
      right.weight - left.weight ||
      compareText(left.target, right.target) ||
      left.port - right.port ||
      compareText(left.owner, right.owner) ||
      left.ttlSeconds - right.ttlSeconds,
  );
}

/**
 * The exact probability, for each record in the order given, of being chosen first. The RFC draws a whole number from 0 to
 * the sum W of the weights, both included, and takes the first record whose running sum reaches it: a weight w wins in w of
 * W+1 draws, and the draw 0 goes to whichever record stands first. Records of weight 0 stand first, in random order; without
 * any, all stand in random order. Records behind the lowest priority have no chance.
 */
export function firstChoiceOdds(
  records: readonly Pick<SrvRecord, "priority" | "weight">[],
): readonly number[] {
  const lowest = records.reduce((least, record) => Math.min(least, record.priority), Infinity);
  const group = records.filter((record) => record.priority === lowest);
  const draws = group.reduce((sum, record) => sum + record.weight, 0) + 1;
  const zeros = group.filter((record) => record.weight === 0).length;
  const standFirst = zeros > 0 ? zeros : group.length;
  return records.map((record) => {
    if (record.priority !== lowest) return 0;
    const mayStandFirst = zeros === 0 || record.weight === 0;
    return (record.weight + (mayStandFirst ? 1 / standFirst : 0)) / draws;
  });
}

/** One order as a client would draw it. `random` gives numbers from 0 (included) to 1 (excluded). */
export function drawOrder(records: readonly SrvRecord[], random: () => number): readonly SrvRecord[] {
  const byPriority = Map.groupBy(records, (record) => record.priority);
  const priorities = [...byPriority.keys()].toSorted((left, right) => left - right);
  return priorities.flatMap((priority) => drawGroup(byPriority.get(priority) ?? [], random));
}

function drawGroup(records: readonly SrvRecord[], random: () => number): readonly SrvRecord[] {
  const shuffled = shuffle(records, random);
  // The sort is stable, so that the order among equals stays random.
  const left = shuffled.toSorted((one, other) => Number(one.weight > 0) - Number(other.weight > 0));
  const drawn: SrvRecord[] = [];
  while (left.length > 0) {
    const index = drawIndex(left, random);
    drawn.push(...left.splice(index, 1));
  }
  return drawn;
}

function drawIndex(records: readonly SrvRecord[], random: () => number): number {
  const sum = records.reduce((total, record) => total + record.weight, 0);
  const draw = Math.floor(random() * (sum + 1));
  let running = 0;
  for (const [index, record] of records.entries()) {
    running += record.weight;
    if (running >= draw) return index;
  }
  return records.length - 1;
}

function shuffle(records: readonly SrvRecord[], random: () => number): readonly SrvRecord[] {
  const shuffled = [...records];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const [one, two] = [shuffled[index], shuffled[other]];
    if (one === undefined || two === undefined) continue;
    shuffled[index] = two;
    shuffled[other] = one;
  }
  return shuffled;
}
