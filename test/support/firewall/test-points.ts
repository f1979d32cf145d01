// From where to connect: both ends of every interval that was foreseen and of every address in the rules, one beside, and some at
// random, as far as the client has them.
import { parseAddress, type IpAddress } from "../../../src/core/net/address.ts";
import { setContains, setFromCidrs, type AddressSet } from "../../../src/core/net/address-set.ts";
import { parseCidr } from "../../../src/core/net/cidr.ts";
import { anySource, type Dice } from "./dice.ts";
import { SOURCE_BLOCKS } from "./rules-lab.ts";

const OURS = setFromCidrs(
  SOURCE_BLOCKS.map((block) => {
    const cidr = parseCidr(block);
    if (!cidr.ok) throw new Error(cidr.error);
    return cidr.value;
  }),
);

export function testPoints(
  dice: Dice,
  sets: readonly AddressSet[],
  rules: string,
  most = 140,
): readonly IpAddress[] {
  const edges = sets.flatMap(({ v4, v6 }) => [
    ...v4.map((value): IpAddress => ({ family: 4, value })),
    ...v6.map((value): IpAddress => ({ family: 6, value })),
  ]);
  const literals = [...rules.matchAll(/(?<![\w.:])([\da-f]*:[\da-f:]+|\d+\.\d+\.\d+\.\d+)/g)].flatMap(
    ([text]) => {
      const address = parseAddress(text);
      return address.ok ? [address.value] : [];
    },
  );
  const near = [...edges, ...literals].flatMap(({ family, value }) =>
    [-1n, 0n, 1n].map((shift): IpAddress => ({ family, value: value + shift })),
  );
  const points = new Map<string, IpAddress>();
  for (const point of near) if (setContains(OURS, point)) points.set(`${point.family} ${point.value}`, point);
  // Too many to try them all: those left out are chosen by lot.
  const chosen = [...points.values()];
  while (chosen.length > most) chosen.splice(dice.number(chosen.length), 1);
  for (const family of [4, 6] as const)
    for (let count = 0; count < 10; count++) chosen.push(anySource(dice, family));
  return chosen;
}
