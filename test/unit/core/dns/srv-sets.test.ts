import { describe, expect, test } from "vitest";
import { compareSrvSets, dropDuplicates } from "../../../../src/core/dns/rrset.ts";
import { compareSerials, negativeTtlSeconds } from "../../../../src/core/dns/soa.ts";
import { drawOrder, firstChoiceOdds, orderForDisplay } from "../../../../src/core/dns/srv-order.ts";
import { rcodeName } from "../../../../src/core/dns/rcode.ts";
import { recordTypeCode, typeName } from "../../../../src/core/dns/record-type.ts";
import { name, srv } from "../../../support/facts.ts";

describe("orderForDisplay", () => {
  test("priority, then weight, target and port", () => {
    const a = srv("a.test", { priority: 1 });
    const b = srv("b.test", { weight: 5 });
    const c = srv("c.test", { weight: 9 });
    const d = srv("d.test", { weight: 5 });
    const e = srv("d.test", { weight: 5, port: 9 });
    const expected = [c, b, e, d, a];
    expect(orderForDisplay([a, b, c, d, e])).toEqual(expected);
    expect(orderForDisplay([e, d, c, b, a])).toEqual(expected);
  });
});

describe("firstChoiceOdds", () => {
  const odds = (...weights: number[]): readonly number[] =>
    firstChoiceOdds(weights.map((weight) => srv("a.test", { weight })));

  test.each([
    [[], []],
    [[7], [1]],
    [
      [0, 0],
      [1 / 2, 1 / 2],
    ],
    [
      [0, 9],
      [1 / 10, 9 / 10],
    ],
    [
      [0, 0, 8],
      [1 / 18, 1 / 18, 8 / 9],
    ],
    [
      [10, 30],
      [10.5 / 41, 30.5 / 41],
    ],
  ])("weights %j", (weights, expected) => {
    const result = odds(...weights);
    expect(result).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(result[index]).toBeCloseTo(value, 12);
  });

  test("records behind the lowest priority have no chance", () => {
    expect(firstChoiceOdds([srv("a.test", { priority: 2 }), srv("b.test", { priority: 1 })])).toEqual([0, 1]);
  });
});

describe("drawOrder", () => {
  test("keeps priorities apart and follows the draws", () => {
    const records = [
      srv("b.test", { priority: 5 }),
      srv("z.test", { weight: 0 }),
      srv("w.test", { weight: 3 }),
    ];
    expect(drawOrder(records, () => 0).map((record) => record.target)).toEqual([
      "z.test.",
      "w.test.",
      "b.test.",
    ]);
    expect(drawOrder(records, () => 0.999).map((record) => record.target)).toEqual([
      "w.test.",
      "z.test.",
      "b.test.",
    ]);
    expect(drawOrder([], () => 0)).toEqual([]);
  });
});

describe("compareSrvSets", () => {
  test("order and TTL make no difference, TTLs are told", () => {
    const [a, b] = [srv("a.test"), srv("b.test")];
    const older = { ...a, ttlSeconds: 7 };
    expect(compareSrvSets([a, b], [b, older])).toEqual({
      equal: true,
      onlyLeft: [],
      onlyRight: [],
      ttlDiffers: [{ left: a, right: older }],
    });
  });

  test("another weight is another record", () => {
    const [a, b] = [srv("a.test"), srv("a.test", { weight: 1 })];
    expect(compareSrvSets([a], [b])).toEqual({ equal: false, onlyLeft: [a], onlyRight: [b], ttlDiffers: [] });
  });
});

describe("dropDuplicates", () => {
  test("only what is the same in everything, and never what was not decoded", () => {
    const a = srv("a.test");
    const opaque = { type: "OTHER", typeCode: 16, rdataLength: 3, owner: name("x"), ttlSeconds: 1 } as const;
    expect(dropDuplicates([a, { ...a }, { ...a, ttlSeconds: 1 }, opaque, opaque])).toEqual([
      a,
      { ...a, ttlSeconds: 1 },
      opaque,
      opaque,
    ]);
    expect(dropDuplicates([a])).toEqual([a]);
  });
});

describe("SOA arithmetic", () => {
  test.each([
    [1, 1, "equal"],
    [2, 1, "newer"],
    [1, 2, "older"],
    [0, 0xffff_ffff, "newer"],
    [0xffff_ffff, 0, "older"],
    [0x8000_0000, 0, "undefined-order"],
    [0, 0x8000_0000, "undefined-order"],
    [0x7fff_ffff, 0, "newer"],
    [0x8000_0001, 0, "older"],
  ])("serial %i against %i: %s", (left, right, expected) => {
    expect(compareSerials(left, right)).toBe(expected);
  });

  test("negative TTL", () => {
    const soa = {
      type: "SOA",
      owner: name("x"),
      ttlSeconds: 5,
      mname: name("x"),
      rname: name("x"),
      serial: 1,
      refresh: 1,
      retry: 1,
      expire: 1,
    } as const;
    expect(negativeTtlSeconds({ ...soa, minimum: 9 })).toBe(5);
    expect(negativeTtlSeconds({ ...soa, minimum: 3 })).toBe(3);
  });
});

test("mnemonics", () => {
  expect([0, 3, 5, 16, 23, 12].map(rcodeName)).toEqual([
    "NOERROR",
    "NXDOMAIN",
    "REFUSED",
    "BADVERS",
    "BADCOOKIE",
    "RCODE12",
  ]);
  expect([1, 33, 41, 65_280].map(typeName)).toEqual(["A", "SRV", "OPT", "TYPE65280"]);
  expect(recordTypeCode(srv("a.test"))).toBe(33);
  expect(
    recordTypeCode({ type: "OTHER", typeCode: 16, rdataLength: 0, owner: name("x"), ttlSeconds: 1 }),
  ).toBe(16);
});
