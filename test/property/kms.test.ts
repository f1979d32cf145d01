// The ranking of causes, and the reading of codes, over whatever there may be.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cause } from "../../src/core/kms/error-codes/cause.ts";
import { ACTIVATION_CAUSES } from "../../src/core/kms/error-codes/causes.ts";
import type { EvidenceKey } from "../../src/core/kms/error-codes/evidence-key.ts";
import { KNOWN_CODES } from "../../src/core/kms/error-codes/table.ts";
import { nextTest } from "../../src/core/kms/next-test.ts";
import { parseCode } from "../../src/core/kms/parse-code.ts";
import { rankCauses, type Standing } from "../../src/core/kms/rank-causes.ts";

const ALL: readonly Cause[] = Object.values(ACTIVATION_CAUSES);
const KEYS = [
  ...new Set(
    ALL.flatMap(({ confirmedBy = [], supportedBy = [], ruledOutBy = [] }) => [
      ...confirmedBy,
      ...supportedBy,
      ...ruledOutBy,
    ]),
  ),
];
const ORDER: readonly Standing[] = ["confirmed", "likely", "possible", "ruled-out"];

const code = fc.constantFrom(...KNOWN_CODES);
const keys = fc.subarray(KEYS);
const asSeen = (list: readonly EvidenceKey[]) => new Map(list.map((key) => [key, `saw ${key}`]));

describe("the ranking of causes", () => {
  test("is total: each cause once, standings in order, each with its reason", () => {
    fc.assert(
      fc.property(code, keys, (known, list) => {
        const ranked = rankCauses(known, asSeen(list));
        expect(ranked.map(({ id }) => id).toSorted()).toEqual(known.causes.toSorted());
        const places = ranked.map(({ standing }) => ORDER.indexOf(standing));
        expect(places).toEqual(places.toSorted((left, right) => left - right));
        for (const { because } of ranked) expect(because).not.toBe("");
        expect(nextTest(known.code, ranked)).not.toBe("");
      }),
    );
  });

  test("confirms, rules out and prefers nothing without evidence for just that", () => {
    fc.assert(
      fc.property(code, keys, (known, list) => {
        for (const { id, standing, because } of rankCauses(known, asSeen(list))) {
          const { confirmedBy = [], supportedBy = [], ruledOutBy = [] }: Cause = ACTIVATION_CAUSES[id];
          const has = (wanted: readonly EvidenceKey[]): boolean => wanted.some((key) => list.includes(key));
          expect(standing === "confirmed").toBe(has(confirmedBy) && known.isConfirmed);
          if (standing === "ruled-out") expect(has(ruledOutBy) && !has(supportedBy)).toBe(true);
          if (standing === "likely") expect(has([...confirmedBy, ...supportedBy])).toBe(true);
          if (standing !== "possible") expect(because).toMatch(/^saw /);
        }
      }),
    );
  });

  test("does not depend on the order in which things were seen", () => {
    fc.assert(
      fc.property(code, keys, (known, list) => {
        expect(rankCauses(known, asSeen(list.toReversed()))).toEqual(rankCauses(known, asSeen(list)));
      }),
    );
  });
});

describe("the reading of codes", () => {
  test("every 32-bit code has one reading, whether hexadecimal, signed or unsigned", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0x1_0000, max: 0xffff_ffff }), (value) => {
        const hex = `0x${value.toString(16).padStart(8, "0")}`;
        const read = parseCode(hex);
        expect(read).toMatchObject({ ok: true, value: { code: `0x${hex.slice(2).toUpperCase()}` } });
        // Eight decimal digits that begin with 4 or 8 are hexadecimal without 0x.
        if (!/^[48]\d{7}$/.test(String(value))) expect(parseCode(String(value))).toEqual(read);
        if (value >= 0x8000_0000) expect(parseCode(String(value | 0))).toEqual(read);
      }),
    );
  });

  test("any text is a code or a reason with a hint", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 250 }), (text) => {
        const read = parseCode(text);
        if (read.ok) expect(read.value.code).toMatch(/^(0x[0-9A-F]{8}|\d{3,5})$/);
        else expect(`${read.error.reason}${read.error.hint}`).not.toBe("");
      }),
    );
  });
});
