import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readRules } from "../../src/app/read-rules.ts";
import { formatAddress, type IpAddress } from "../../src/core/net/address.ts";
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
import { rollDice } from "../support/firewall/dice.ts";
import { naiveEvaluate } from "../support/firewall/naive-evaluate.ts";
import { anyNaiveList, OFFSETS } from "../support/firewall/naive-lists.ts";
import { randomIpsets, randomIptables } from "../support/firewall/random-iptables.ts";
import { randomNft } from "../support/firewall/random-nft.ts";
import { addressOf } from "../support/firewall/rules-lab.ts";
import { testPoints } from "../support/firewall/test-points.ts";

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

describe("Windows, clouds and ufw", () => {
  test("let through what their vendors' words say, one address at a time", () => {
    fc.assert(
      fc.property(anyNaiveList, ({ format, text, hints, getsThrough }) => {
        const read = readRules([{ file: "list", text }], null, hints);
        if (!read.ok) throw new Error(read.error.reason);
        expect(read.value.formats).toEqual([format]);
        const host: IpAddress = { family: 4, value: 0xc000_020an };
        const { lower, isExact } = evaluate(read.value.rules, { ...NO_QUESTION, host });
        expect(isExact).toBe(true);
        const found = OFFSETS.filter((offset) =>
          setContains(lower, { family: 4, value: 0x0a00_0000n + BigInt(offset) }),
        );
        expect(found).toEqual(OFFSETS.filter(getsThrough));
      }),
      { numRuns: Number(process.env["FIREWALL_RUNS"] ?? 500) },
    );
  });
});

describe("texts of rules", () => {
  test.each(["nft", "iptables"])("%s: the evaluators agree about random rule sets", (kind) => {
    for (let seed = 1; seed <= 25; seed++) {
      const dice = rollDice(seed);
      const sets = randomIpsets(dice).replaceAll("-exist ", "");
      const dumps =
        kind === "nft"
          ? [{ file: "rules", text: randomNft(dice) }]
          : [
              { file: "v4", text: `# Generated by iptables-save\n${randomIptables(dice, 4)}` },
              { file: "v6", text: `# Generated by ip6tables-save\n${randomIptables(dice, 6)}` },
              { file: "sets", text: sets },
            ];
      const read = readRules(dumps, null, { zone: null, profile: null });
      if (!read.ok) throw new Error(`seed ${seed}: ${read.error.reason}`);
      const { rules } = read.value;
      for (const text of ["10.77.2.1", "fd77:2::1"]) {
        const host = addressOf(text);
        const question = { ...NO_QUESTION, host, interface: "up0" };
        const { lower, upper } = evaluate(rules, question);
        for (const point of testPoints(dice, [lower, upper], "", 20)) {
          if (point.family !== host.family) continue;
          const { surely, perhaps } = naiveEvaluate(rules, question, point);
          expect([setContains(lower, point), setContains(upper, point)], `seed ${seed}`).toEqual([
            surely,
            perhaps,
          ]);
        }
      }
    }
  });
});

const NO_QUESTION = { host: null, port: 1688, interface: null, path: "input" } as const;
