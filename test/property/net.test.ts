import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type IpAddress, type IpFamily, IPV4_MAX, IPV6_MAX } from "../../src/core/net/address.ts";
import {
  type AddressSet,
  complementSet,
  intersectSets,
  isEmptySet,
  setContains,
  setFromCidrs,
  setFromRange,
  setSize,
  setToCidrs,
  subtractSets,
  unionSets,
} from "../../src/core/net/address-set.ts";
import {
  type Cidr,
  cidrAddresses,
  cidrLast,
  cidrSize,
  formatCidr,
  parseCidr,
} from "../../src/core/net/cidr.ts";
import { classifyAddress } from "../../src/core/net/special-purpose.ts";

// The naive model: which of 256 neighbouring addresses are in the set, at the bottom, in the middle or at the top of the space.
const BITS = { 4: 32, 6: 128 } as const;
const window = fc.record({
  family: fc.constantFrom<IpFamily>(4, 6),
  place: fc.constantFrom("bottom", "middle", "top" as const),
});
const smallBlocks = fc.array(fc.record({ offset: fc.nat({ max: 255 }), hostBits: fc.nat({ max: 8 }) }), {
  maxLength: 12,
});

type Window = { readonly family: IpFamily; readonly place: "bottom" | "middle" | "top" };

function baseOf({ family, place }: Window): bigint {
  const max = family === 4 ? IPV4_MAX : IPV6_MAX;
  return place === "bottom" ? 0n : place === "top" ? max - 255n : ((max >> 1n) >> 8n) << 8n;
}

function blocksIn(where: Window, blocks: readonly { offset: number; hostBits: number }[]): Cidr[] {
  return blocks.map(({ offset, hostBits }) => ({
    family: where.family,
    first: baseOf(where) + BigInt((offset >> hostBits) << hostBits),
    prefixLength: BITS[where.family] - hostBits,
  }));
}

function members(where: Window, set: AddressSet): boolean[] {
  return Array.from({ length: 256 }, (_, index) =>
    setContains(set, { family: where.family, value: baseOf(where) + BigInt(index) }),
  );
}

function model(where: Window, cidrs: readonly Cidr[]): boolean[] {
  const inside = Array<boolean>(256).fill(false);
  for (const cidr of cidrs)
    for (const { value } of cidrAddresses(cidr)) inside[Number(value - baseOf(where))] = true;
  return inside;
}

const anyCidr: fc.Arbitrary<Cidr> = fc.constantFrom<IpFamily>(4, 6).chain((family) =>
  fc
    .record({
      prefixLength: fc.nat({ max: BITS[family] }),
      seed: fc.bigInt(0n, (1n << BigInt(BITS[family])) - 1n),
    })
    .map(({ prefixLength, seed }): Cidr => {
      const hostBits = BigInt(BITS[family] - prefixLength);
      return { family, first: (seed >> hostBits) << hostBits, prefixLength };
    }),
);
const anySet = fc.array(anyCidr, { maxLength: 12 }).map(setFromCidrs);

describe("address sets against a table of booleans", () => {
  test("membership, union, intersection, difference and complement", () => {
    fc.assert(
      fc.property(window, smallBlocks, smallBlocks, (where, left, right) => {
        const [a, b] = [blocksIn(where, left), blocksIn(where, right)];
        const [setA, setB] = [setFromCidrs(a), setFromCidrs(b)];
        const [inA, inB] = [model(where, a), model(where, b)];
        expect(members(where, setA)).toEqual(inA);
        expect(members(where, unionSets(setA, setB))).toEqual(inA.map((is, index) => is || inB[index]));
        expect(members(where, intersectSets(setA, setB))).toEqual(inA.map((is, index) => is && inB[index]));
        expect(members(where, subtractSets(setA, setB))).toEqual(
          inA.map((is, index) => is && inB[index] === false),
        );
        expect(members(where, complementSet(setA))).toEqual(inA.map((is) => !is));
        expect(setSize(setA)).toBe(BigInt(inA.filter(Boolean).length));
      }),
      { numRuns: 150 },
    );
  });

  test("the cover is exact, ascending, and the fewest blocks that can be", () => {
    fc.assert(
      fc.property(window, smallBlocks, (where, blocks) => {
        const set = setFromCidrs(blocksIn(where, blocks));
        const cover = setToCidrs(set);
        expect(setFromCidrs(cover)).toEqual(set);
        for (const [index, cidr] of cover.entries()) {
          const next = cover[index + 1];
          if (next !== undefined) expect(next.first).toBeGreaterThan(cidrLast(cidr));
        }
        expect(cover).toHaveLength(fewestBlocks(members(where, set)));
      }),
      { numRuns: 200 },
    );
  });
});

/** The least number of aligned power-of-two blocks that tile the members, found by halving. */
function fewestBlocks(inside: readonly boolean[]): number {
  if (inside.every(Boolean)) return 1;
  if (inside.length === 1) return 0;
  const half = inside.length / 2;
  return fewestBlocks(inside.slice(0, half)) + fewestBlocks(inside.slice(half));
}

describe("laws over whole address spaces", () => {
  test("De Morgan, double complement, difference, and ranges", () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        expect(complementSet(complementSet(a))).toEqual(a);
        expect(complementSet(unionSets(a, b))).toEqual(intersectSets(complementSet(a), complementSet(b)));
        expect(subtractSets(a, b)).toEqual(intersectSets(a, complementSet(b)));
        expect(unionSets(a, b)).toEqual(unionSets(b, a));
        expect(setFromCidrs(setToCidrs(a))).toEqual(a);
        expect(isEmptySet(subtractSets(a, a))).toBe(true);
        expect(setSize(unionSets(a, b)) + setSize(intersectSets(a, b))).toBe(setSize(a) + setSize(b));
      }),
      { numRuns: 300 },
    );
  });

  test("a block is the range from its first to its last address", () => {
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        const first: IpAddress = { family: cidr.family, value: cidr.first };
        const last: IpAddress = { family: cidr.family, value: cidrLast(cidr) };
        expect(setFromRange(first, last)).toEqual(setFromCidrs([cidr]));
        expect(setSize(setFromCidrs([cidr]))).toBe(cidrSize(cidr));
        expect(setToCidrs(setFromRange(first, last))).toEqual([cidr]);
      }),
    );
  });
});

describe("text of blocks", () => {
  test("parsing what was formatted gives the block again", () => {
    fc.assert(
      fc.property(anyCidr, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual({ ok: true, value: cidr });
      }),
    );
  });

  test("any text is accepted or refused, never thrown at", () => {
    const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-fx:./%]{0,24}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseCidr(text);
        if (!parsed.ok) expect(parsed.error.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("classifyAddress", () => {
  test("every address has a class, and the deciding block holds it", () => {
    fc.assert(
      fc.property(anyCidr, ({ family, first }) => {
        const address: IpAddress = { family, value: first };
        const block = parseCidr(classifyAddress(address).block);
        expect(block.ok && setContains(setFromCidrs([block.value]), address)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
