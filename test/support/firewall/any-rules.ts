// Random rule bases of every shape the model has, over few addresses, so that rules meet each other.
import fc from "fast-check";
import type { IpAddress, IpFamily } from "../../../src/core/net/address.ts";
import {
  complementSet,
  intersectSets,
  setFromRange,
  ALL_IPV4,
  ALL_IPV6,
  type AddressSet,
} from "../../../src/core/net/address-set.ts";
import type {
  BaseChain,
  Condition,
  Hook,
  Rule,
  RuleBase,
  Verdict,
} from "../../../src/core/firewall/model.ts";
import type { Question } from "../../../src/core/firewall/question.ts";

/** All tested addresses lie in these windows of 64 addresses. */
const WINDOW = { 4: 0x0a00_0000n, 6: 0xfd00n << 112n } as const;
const SIZE = 64n;
const CHAINS = ["a", "b", "c", "d"];

export const sampleAddresses: readonly IpAddress[] = ([4, 6] as const).flatMap((family) =>
  [-1n, ...Array.from({ length: Number(SIZE) }, (_, index) => BigInt(index)), SIZE].map((offset) => ({
    family,
    value: WINDOW[family] + offset,
  })),
);

const family = fc.constantFrom<IpFamily>(4, 6);

const anySet: fc.Arbitrary<AddressSet> = fc
  .record({ family, start: fc.bigInt(0n, SIZE - 1n), length: fc.bigInt(0n, 30n), negated: fc.boolean() })
  .map(({ family: of, start, length, negated }) => {
    const value = WINDOW[of] + start;
    const set = setFromRange({ family: of, value }, { family: of, value: value + length });
    return negated ? intersectSets(complementSet(set), of === 4 ? ALL_IPV4 : ALL_IPV6) : set;
  });

const side = fc.constantFrom("source" as const, "destination" as const);

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 8, arbitrary: anySet.map((set): Condition => ({ kind: "address", side: "source", set })) },
  { weight: 1, arbitrary: anySet.map((set): Condition => ({ kind: "address", side: "destination", set })) },
  { weight: 1, arbitrary: family.map((of): Condition => ({ kind: "family", family: of })) },
  {
    weight: 2,
    arbitrary: fc
      .subarray(["new", "established", "related", "invalid", "untracked"] as const, { minLength: 1 })
      .map((states): Condition => ({ kind: "state", states })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        side,
        first: fc.constantFrom(0, 1024, 1688, 1689),
        last: fc.constantFrom(1688, 5000, 65_535),
      })
      .map(({ side: of, first, last }): Condition => ({ kind: "port", side: of, ranges: [[first, last]] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        way: fc.constantFrom("in" as const, "out" as const),
        names: fc.subarray(["lo", "eth0", "eth*", "*"], { minLength: 1 }),
        negated: fc.boolean(),
      })
      .map((each): Condition => ({ kind: "interface", ...each })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ mask: fc.nat({ max: 255 }), value: fc.nat({ max: 31 }), negated: fc.boolean() })
      .map((each): Condition => ({ kind: "flags", ...each })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ side, types: fc.subarray(["local", "unicast", "other"] as const) })
      .map((each): Condition => ({ kind: "address-type", ...each })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        name: fc.constantFrom("known", "dynamic", "missing"),
        sides: fc.constantFrom<("source" | "destination")[][]>(
          ["source"],
          ["destination"],
          ["source", "source"],
        ),
        negated: fc.boolean(),
      })
      .map((each): Condition => ({ kind: "ipset", ...each })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Condition>(
      { kind: "unknown", why: "limit" },
      { kind: "never" },
      { kind: "direction", direction: "request" },
      { kind: "direction", direction: "reply" },
    ),
  },
);

const anyVerdict: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Verdict>({ kind: "accept" }) },
  { weight: 4, arbitrary: fc.constant<Verdict>({ kind: "drop" }) },
  { weight: 2, arbitrary: fc.constant<Verdict>({ kind: "return" }) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        kind: fc.constantFrom("jump" as const, "goto" as const),
        chain: fc.constantFrom(...CHAINS, "z"),
      })
      .map((each): Verdict => each),
  },
  { weight: 1, arbitrary: fc.constant<Verdict>({ kind: "unknown", why: "queue" }) },
);

const anyChain = fc.array(
  fc.record({ conditions: fc.array(anyCondition, { maxLength: 3 }), verdict: anyVerdict }),
  { maxLength: 7 },
);

const HOOKS: readonly Hook[] = [
  "ingress",
  "prerouting",
  "input",
  "forward",
  "output",
  "postrouting",
  "inbound",
];

const anyBase = fc.record({
  hook: fc.constantFrom(...HOOKS),
  priority: fc.constantFrom(-300, -200, -150, 0, 0, 10),
  policy: fc.constantFrom("accept" as const, "accept" as const, "drop" as const, "unknown" as const),
  family: fc.constantFrom<IpFamily | "both">(4, 6, "both", "both"),
  sees: fc.constantFrom("first-packets" as const, "all-packets" as const),
});

/** Chain `a` may lead to `b`, `b` to `c`, never back, so that the naive evaluator ends. */
function onlyForward(verdict: Verdict, from: number): Verdict {
  if (verdict.kind !== "jump" && verdict.kind !== "goto") return verdict;
  const to = CHAINS.indexOf(verdict.chain);
  return to === -1 || to > from ? verdict : { kind: "return" };
}

export const anyRuleBase: fc.Arbitrary<RuleBase> = fc
  .record({
    chains: fc.tuple(anyChain, anyChain, anyChain, anyChain),
    bases: fc.array(anyBase, { minLength: 1, maxLength: 3 }),
    members: anySet,
    families: fc.constantFrom<readonly IpFamily[]>([4, 6], [4, 6], [4, 6], [4]),
  })
  .map(({ chains, bases, members, families }): RuleBase => {
    let line = 0;
    const span = (): { file: string; line: number } => ({ file: "rules", line: ++line });
    return {
      baseChains: bases.map((base, index): BaseChain => {
        const chain = CHAINS[index % 2] ?? "a";
        return { ...base, chain, text: `${base.hook} policy ${base.policy}`, ...span() };
      }),
      chains: new Map(
        chains.map((rules, from) => [
          CHAINS[from] ?? "",
          rules.map(({ conditions, verdict }): Rule => ({
            ...span(),
            text: "a rule",
            conditions,
            verdict: onlyForward(verdict, from),
          })),
        ]),
      ),
      ipsets: new Map([
        ["known", { members, why: "" }],
        ["dynamic", { members: null, why: "its members come and go" }],
      ]),
      families,
      assumptions: [],
    };
  });

export const anyQuestion: fc.Arbitrary<Question> = fc.record({
  host: fc.option(
    family.map((of): IpAddress => ({ family: of, value: WINDOW[of] + 5n })),
    { nil: null },
  ),
  port: fc.constantFrom(1688, 1700),
  interface: fc.constantFrom(null, "eth0", "wlan0"),
  path: fc.constantFrom("input" as const, "input" as const, "forward" as const),
});
