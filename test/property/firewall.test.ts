import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAddress } from "../../src/core/net/address.ts";
import {
  intersectSets,
  isEmptySet,
  setContains,
  subtractSets,
  unionOfSets,
} from "../../src/core/net/address-set.ts";
import { evaluate, universeOf } from "../../src/core/firewall/evaluate.ts";
import { firstMatches } from "../../src/core/firewall/first-match.ts";
import { anyQuestion, anyRuleBase, sampleAddresses } from "../support/firewall/any-rules.ts";
import { naiveEvaluate } from "../support/firewall/naive-evaluate.ts";

describe("the evaluator of firewall rules", () => {
  test("says of every address what following it rule by rule says", () => {
    fc.assert(
      fc.property(anyRuleBase, anyQuestion, (rules, question) => {
        const { lower, upper } = evaluate(rules, question);
        for (const address of sampleAddresses) {
          if (question.host !== null && question.host.family !== address.family) continue;
          const naive = naiveEvaluate(rules, question, address);
          const found = { surely: setContains(lower, address), perhaps: setContains(upper, address) };
          expect({ address: formatAddress(address), ...found }).toEqual({
            address: formatAddress(address),
            ...naive,
          });
        }
      }),
      { numRuns: Number(process.env["FIREWALL_RUNS"] ?? 400) },
    );
  });

  test("names somebody who decides for every address, and doubts wherever the bounds differ", () => {
    fc.assert(
      fc.property(anyRuleBase, anyQuestion, (rules, question) => {
        const { lower, upper, decisions, doubts, isExact } = evaluate(rules, question);
        const universe = universeOf(question);
        const setsOf = (...effects: readonly string[]) =>
          unionOfSets(decisions.filter(({ effect }) => effects.includes(effect)).map(({ set }) => set));
        expect(isEmptySet(subtractSets(lower, upper))).toBe(true);
        expect(isExact).toBe(isEmptySet(subtractSets(upper, lower)));
        const isJudged = rules.baseChains.length > 0 && decisions.length > 0;
        if (isJudged && rules.families.length === 2) {
          expect(isEmptySet(subtractSets(subtractSets(universe, upper), setsOf("deny")))).toBe(true);
          if (!isExact) expect(doubts.length).toBeGreaterThan(0);
        }
        if (isExact) expect(isEmptySet(intersectSets(setsOf("allow"), setsOf("deny")))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("first match wins", () => {
    fc.assert(
      fc.property(fc.array(anyRuleBase, { maxLength: 1 }), anyRuleBase, ([first], { chains }) => {
        const within = first?.ipsets.get("known")?.members ?? universeOf({ ...NO_QUESTION });
        const sets = [...chains.values()]
          .flat()
          .flatMap(({ conditions }) =>
            conditions.flatMap((condition) => (condition.kind === "address" ? [condition.set] : [])),
          );
        const { taken, rest } = firstMatches(sets, within);
        let left = within;
        for (const [index, set] of sets.entries()) {
          expect(taken[index]).toEqual(intersectSets(left, set));
          left = subtractSets(left, set);
        }
        expect(rest).toEqual(left);
      }),
      { numRuns: 300 },
    );
  });
});

const NO_QUESTION = { host: null, port: 1688, interface: null, path: "input" } as const;
