// A seeded source of choices for random rule sets, so that a run can be repeated.
import { seededRandom } from "../../fuzz/runner.ts";
import { formatAddress, type IpAddress } from "../../../src/core/net/address.ts";
import { addressOf, SOURCE_BLOCKS } from "./rules-lab.ts";

export type Dice = {
  readonly number: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  readonly many: <T>(most: number, make: () => T) => T[];
};

export function rollDice(seed: number): Dice {
  const random = seededRandom(seed);
  for (let warm = 0; warm < 10; warm++) random();
  const number = (below: number): number => Math.floor(random() * below);
  return {
    number,
    chance: (probability) => random() < probability,
    pick: (items) => {
      const item = items[number(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
    many: (most, make) => Array.from({ length: 1 + number(most) }, make),
  };
}

/** A random address inside of one of the blocks that the client has. */
export function anySource(dice: Dice, family: 4 | 6): IpAddress {
  const block = dice.pick(SOURCE_BLOCKS.filter((each) => each.includes(":") === (family === 6)));
  const [base = "", length = ""] = block.split("/");
  const { value } = addressOf(base);
  const bits = (family === 4 ? 32 : 128) - Number(length);
  // Mostly in the same few places, so that rules overlap.
  const spread = dice.chance(0.7) ? Math.min(bits, 8) : bits;
  let offset = 0n;
  for (let bit = 0; bit < spread; bit++) offset = (offset << 1n) | BigInt(dice.number(2));
  return { family, value: value + offset };
}

export function anyBlock(dice: Dice, family: 4 | 6): string {
  const width = family === 4 ? 32 : 128;
  const bits = BigInt(dice.pick([0, 0, 1, 2, 3, 5, 6, 8, 12, 16, 20]));
  const { value } = anySource(dice, family);
  const first = (value >> bits) << bits;
  return `${formatAddress({ family, value: first })}/${width - Number(bits)}`;
}

export function anyRange(dice: Dice, family: 4 | 6): string {
  const first = anySource(dice, family);
  const last = { family, value: first.value + BigInt(dice.number(40)) };
  return `${formatAddress(first)}-${formatAddress(last)}`;
}
