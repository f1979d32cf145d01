// Which clients the rules let reach the port: exact sets of source addresses by interval algebra, or a lower and an upper bound
// where a rule can't be decided. The first packet, what follows it and the answers must all pass.
import {
  ALL_ADDRESSES,
  allOfFamily,
  intersectSets,
  isEmptySet,
  subtractSets,
  unionOfSets,
  type AddressSet,
} from "../net/address-set.ts";
import type { BaseChain, Rule, RuleBase } from "./model.ts";
import { hooksOn, PACKET_KINDS, type PacketKind, type Question } from "./question.ts";
import { createWalker, type Doubt, type Effect, type Outcome, type ShadowedRule } from "./walk-chain.ts";

/** The rule, or the policy at the end of a base chain, that decides about the addresses. */
export type Decision = {
  readonly by: Rule | BaseChain;
  readonly effect: Effect;
  readonly set: AddressSet;
  /** The kind of packet that it decides about. */
  readonly packet: PacketKind;
  /** Where packets came in that reached it. */
  readonly base: BaseChain;
};

export type Evaluation = {
  /** Addresses that surely get through. */
  readonly lower: AddressSet;
  /** Addresses that perhaps get through; equal to `lower` where everything could be decided. */
  readonly upper: AddressSet;
  readonly isExact: boolean;
  /** Who lets in, and who keeps out; together they cover every address that was asked about. */
  readonly decisions: readonly Decision[];
  /** Rules that could not be evaluated and make the difference between the bounds. */
  readonly doubts: readonly Doubt[];
  readonly shadowed: readonly ShadowedRule[];
};

/** The addresses that the question is about: those of the host's family, or of both. */
export function universeOf({ host }: Question): AddressSet {
  if (host === null) return ALL_ADDRESSES;
  return allOfFamily(host.family);
}

export function evaluate(rules: RuleBase, question: Question): Evaluation {
  const universe = universeOf(question);
  const known = intersectSets(universe, unionOfSets(rules.families.map(allOfFamily)));
  let lower = known;
  let upper = universe;
  let allowing: readonly Decision[] = [];
  // Lists of lists: a dump may have more rules than a call can have arguments.
  const denying: (readonly Decision[])[] = [];
  const doubts: (readonly Doubt[])[] = [];
  const shadowed: (readonly ShadowedRule[])[] = [];
  for (const packet of PACKET_KINDS) {
    for (const base of baseChainsOn(rules, question, packet)) {
      const arriving = base.family === "both" ? upper : intersectSets(upper, allOfFamily(base.family));
      if (isEmptySet(arriving)) continue;
      const judged = judgeBaseChain(base, rules, question, packet);
      const decisions = cutTo(judged.outcomes, arriving, packet, base);
      const mayPass = unionOfSets(decisions.filter(({ effect }) => effect !== "deny").map(({ set }) => set));
      const mayFail = unionOfSets(decisions.filter(({ effect }) => effect !== "allow").map(({ set }) => set));
      denying.push(decisions.filter(({ effect }) => effect === "deny"));
      upper = subtractSets(upper, subtractSets(arriving, mayPass));
      lower = subtractSets(lower, mayFail);
      if (packet.state === "new") {
        allowing = laterAllows(allowing, decisions);
        shadowed.push(judged.shadowed);
      }
      doubts.push(judged.doubts.map((doubt) => ({ ...doubt, set: intersectSets(doubt.set, arriving) })));
    }
  }
  const gap = subtractSets(upper, lower);
  const out = subtractSets(universe, lower);
  return {
    lower,
    upper,
    isExact: isEmptySet(gap),
    decisions: [
      ...allowing.flatMap((decision) => narrowed(decision, upper)),
      ...denying.flat().flatMap((decision) => narrowed(decision, out)),
    ],
    doubts: distinctRules(doubts.flat().filter(({ set }) => !isEmptySet(intersectSets(set, gap)))),
    shadowed: distinctRules(shadowed.flat()),
  };
}

/** Those that the packets go through, in the order in which they do. */
function baseChainsOn(rules: RuleBase, question: Question, packet: PacketKind): readonly BaseChain[] {
  return hooksOn(question, packet).flatMap((hook) =>
    rules.baseChains
      .filter((base) => base.hook === hook && (packet.state === "new" || base.sees === "all-packets"))
      .toSorted((left, right) => left.priority - right.priority),
  );
}

type Judged = {
  readonly outcomes: readonly (Omit<Outcome, "by"> & { readonly by: Rule | BaseChain })[];
  readonly doubts: readonly Doubt[];
  readonly shadowed: readonly ShadowedRule[];
};

function judgeBaseChain(base: BaseChain, rules: RuleBase, question: Question, packet: PacketKind): Judged {
  const walker = createWalker(rules.chains, {
    question,
    universe: universeOf(question),
    packet,
    priority: base.priority,
    ipsets: rules.ipsets,
  });
  const { outcomes, ends, doubts } = walker.walk(base.chain);
  const effect = base.policy === "accept" ? "allow" : base.policy === "drop" ? "deny" : "doubt";
  const unsaid: Doubt = {
    rule: { ...base, conditions: [], verdict: { kind: "unknown", why: "" } },
    why: "the dump does not say what becomes of packets that no rule takes",
    set: ends,
  };
  return {
    outcomes: isEmptySet(ends) ? outcomes : [...outcomes, { by: base, effect, set: ends }],
    doubts: effect === "doubt" ? [...doubts, unsaid] : doubts,
    shadowed: walker.shadowed(),
  };
}

function cutTo(
  outcomes: Judged["outcomes"],
  arriving: AddressSet,
  packet: PacketKind,
  base: BaseChain,
): readonly Decision[] {
  return outcomes.flatMap(({ by, effect, set }) => {
    const cut = intersectSets(set, arriving);
    return isEmptySet(cut) ? [] : [{ by, effect, set: cut, packet, base }];
  });
}

/** Of several base chains that let an address pass, the last rule is named; a policy only where there is no rule. */
function laterAllows(earlier: readonly Decision[], now: readonly Decision[]): readonly Decision[] {
  const allows = now.filter(({ effect }) => effect !== "deny");
  const passing = unionOfSets(allows.map(({ set }) => set));
  const ruled = unionOfSets(allows.filter(({ by }) => !isPolicy(by)).map(({ set }) => set));
  const kept = earlier.flatMap((decision) =>
    narrowed(decision, subtractSets(decision.set, isPolicy(decision.by) ? passing : ruled)),
  );
  const covered = unionOfSets(kept.map(({ set }) => set));
  const added = allows.flatMap((decision) =>
    isPolicy(decision.by) ? narrowed(decision, subtractSets(decision.set, covered)) : [decision],
  );
  return [...kept, ...added];
}

function isPolicy(by: Rule | BaseChain): by is BaseChain {
  return "policy" in by;
}

/** The last about each rule of the dump. */
function distinctRules<T extends { readonly rule: Rule }>(items: readonly T[]): readonly T[] {
  return [
    ...new Map(items.map((item) => [`${item.rule.file}:${item.rule.line}:${item.rule.text}`, item])).values(),
  ];
}

function narrowed(decision: Decision, to: AddressSet): readonly Decision[] {
  const set = intersectSets(decision.set, to);
  return isEmptySet(set) ? [] : [{ ...decision, set }];
}
