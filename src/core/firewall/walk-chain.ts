// What a chain does with every address: who decides, and what comes back out at its end. A chain is a function of the address
// alone, so it is walked once for all addresses and the answer cut to those that a jump brings.
import {
  ALL_ADDRESSES,
  intersectSets,
  isEmptySet,
  subtractSets,
  unionOfSets,
  type AddressSet,
} from "../net/address-set.ts";
import { isExact, type Bounds } from "./bounds.ts";
import { firstMatches } from "./first-match.ts";
import { matchRule, type MatchContext } from "./match.ts";
import type { Rule } from "./model.ts";

/** `doubt`: both may happen. */
export type Effect = "allow" | "deny" | "doubt";

export type Outcome = { readonly by: Rule; readonly effect: Effect; readonly set: AddressSet };

/** A rule that could not be evaluated, and the addresses for which that matters. */
export type Doubt = { readonly rule: Rule; readonly why: string; readonly set: AddressSet };

export type ChainResult = {
  /** With doubts the sets of several may overlap. */
  readonly outcomes: readonly Outcome[];
  /** What nobody decided about: the caller, or the policy, goes on with it. */
  readonly ends: AddressSet;
  readonly doubts: readonly Doubt[];
};

export type Walker = {
  readonly walk: (chain: string) => ChainResult;
  /** Rules of walked chains that could apply, were it not for earlier rules of their chain. */
  readonly shadowed: () => readonly ShadowedRule[];
};

/** `by`: the rule that decides instead about some of its addresses; null where several chains are involved. */
export type ShadowedRule = { readonly rule: Rule; readonly by: Rule | null };

/** Chains deeper than this are no real ones. */
const MOST_DEPTH = 64;
/** Edges touched outside of sweeps, in all: past it the rest is in doubt, so that no dump can hang us. */
const MOST_WORK = 100_000_000;

type Matched = { readonly rule: Rule; readonly bounds: Bounds };

export function createWalker(chains: ReadonlyMap<string, readonly Rule[]>, context: MatchContext): Walker {
  const known = new Map<string, ChainResult>();
  const shadowed: ShadowedRule[] = [];
  const open = new Set<string>();
  let work = 0;

  function walk(name: string): ChainResult {
    const earlier = known.get(name);
    if (earlier !== undefined) return earlier;
    const result = walkRules(chains.get(name) ?? [], name);
    known.set(name, result);
    return result;
  }

  function walkRules(rules: readonly Rule[], name: string): ChainResult {
    open.add(name);
    const outcomes: Outcome[] = [];
    const doubts: Doubt[] = [];
    const ends: AddressSet[] = [];
    /** Who took which addresses, to tell what hides a rule. */
    const takers: { readonly by: Rule; readonly set: AddressSet }[] = [];
    const hidden: Matched[] = [];
    let here = context.universe;
    let run: Matched[] = [];

    const closeRun = (): void => {
      if (run.length === 0) return;
      const { taken, rest } = firstMatches(
        run.map(({ bounds }) => bounds.may),
        here,
      );
      for (const [index, matched] of run.entries()) {
        const set = taken[index];
        if (set === undefined || isEmptySet(set)) {
          hidden.push(matched);
          continue;
        }
        const { rule } = matched;
        takers.push({ by: rule, set });
        if (rule.verdict.kind === "return") ends.push(set);
        else outcomes.push({ by: rule, effect: rule.verdict.kind === "accept" ? "allow" : "deny", set });
      }
      here = rest;
      run = [];
    };

    for (const rule of rules) {
      const bounds = matchRule(rule, context);
      if (isEmptySet(bounds.may)) continue;
      if (isFinal(rule) && isExact(bounds)) {
        run.push({ rule, bounds });
        continue;
      }
      closeRun();
      work += sizeOf(here) + sizeOf(bounds.may);
      const taken = intersectSets(here, bounds.may);
      if (isEmptySet(taken)) {
        hidden.push({ rule, bounds });
        continue;
      }
      const unsure = subtractSets(taken, bounds.must);
      if (!isEmptySet(unsure)) doubts.push({ rule, why: whyUnknown(rule, context), set: unsure });
      const back = follow(rule, taken, outcomes, doubts, ends);
      const left = subtractSets(here, bounds.must);
      takers.push({ by: rule, set: subtractSets(intersectSets(taken, bounds.must), back) });
      here = isEmptySet(back) ? left : unionOfSets([left, back]);
    }
    closeRun();
    if (context.packet.state === "new") noteShadowed(hidden, takers, shadowed);
    open.delete(name);
    return { outcomes: joinByRule(outcomes), ends: unionOfSets([...ends, here]), doubts };
  }

  /** What a rule does with the addresses that it takes; gives those that come back to the next rule. */
  function follow(
    rule: Rule,
    taken: AddressSet,
    outcomes: Outcome[],
    doubts: Doubt[],
    ends: AddressSet[],
  ): AddressSet {
    const { verdict } = rule;
    const nobody = subtractSets(taken, taken);
    const doubt = (why: string): AddressSet => {
      outcomes.push({ by: rule, effect: "doubt", set: taken });
      doubts.push({ rule, why, set: taken });
      return nobody;
    };
    if (verdict.kind === "accept" || verdict.kind === "drop") {
      outcomes.push({ by: rule, effect: verdict.kind === "accept" ? "allow" : "deny", set: taken });
      return nobody;
    }
    if (verdict.kind === "return") {
      ends.push(taken);
      return nobody;
    }
    if (verdict.kind === "unknown") return doubt(verdict.why);
    if (!chains.has(verdict.chain)) return doubt(`the chain ${verdict.chain} is not in the dump`);
    if (open.has(verdict.chain)) return doubt("chains call each other in a circle");
    if (open.size >= MOST_DEPTH || work > MOST_WORK) return doubt("the chains are too many to follow");
    const called = walk(verdict.chain);
    for (const outcome of called.outcomes) {
      work += sizeOf(taken) + sizeOf(outcome.set);
      const set = intersectSets(taken, outcome.set);
      if (!isEmptySet(set)) outcomes.push({ ...outcome, set });
    }
    for (const each of called.doubts) {
      const set = intersectSets(taken, each.set);
      if (!isEmptySet(set)) doubts.push({ ...each, set });
    }
    const back = intersectSets(taken, called.ends);
    if (verdict.kind === "jump") return back;
    ends.push(back);
    return nobody;
  }

  return { walk, shadowed: () => shadowed };
}

function isFinal({ verdict: { kind } }: Rule): boolean {
  return kind === "accept" || kind === "drop" || kind === "return";
}

function sizeOf({ v4, v6 }: AddressSet): number {
  return v4.length + v6.length;
}

function whyUnknown({ conditions }: Rule, { ipsets }: MatchContext): string {
  const reasons = conditions.flatMap((condition) => {
    if (condition.kind === "unknown") return [condition.why];
    if (condition.kind === "ipset") {
      const set = ipsets.get(condition.name);
      if (set === undefined) return [`the set ${condition.name} is not given: add 'ipset save'`];
      return set.members === null ? [set.why] : [];
    }
    return [];
  });
  return reasons.length > 0 ? reasons.join(", ") : "the interface, port or host that it names is not given";
}

/** Rules that are reached in several ways become one outcome. */
function joinByRule(outcomes: readonly Outcome[]): readonly Outcome[] {
  const groups = Map.groupBy(outcomes, ({ by }) => by);
  if (groups.size === outcomes.length) return outcomes;
  return [...groups.values()].flatMap((group) =>
    [...Map.groupBy(group, ({ effect }) => effect).values()].flatMap((same) => {
      const [first] = same;
      return first === undefined ? [] : [{ ...first, set: unionOfSets(same.map(({ set }) => set)) }];
    }),
  );
}

/** Only rules that single something out: the final 'drop' of a chain hides nothing that anybody meant. */
function noteShadowed(
  hidden: readonly Matched[],
  takers: readonly { readonly by: Rule; readonly set: AddressSet }[],
  shadowed: ShadowedRule[],
): void {
  // A map or a concatenation is one rule of the dump and several of ours.
  const active = new Set(takers.map(({ by }) => placeOf(by)));
  const specific = hidden.filter(
    ({ rule }) =>
      !active.has(placeOf(rule)) &&
      rule.conditions.some(({ kind }) => kind === "address" || kind === "port" || kind === "ipset"),
  );
  if (specific.length === 0) return;
  const points = firstMatches(
    takers.map(({ set }) => set),
    ALL_ADDRESSES,
  ).taken.flatMap(({ v4, v6 }, index) => [...startsOf(4, v4, index), ...startsOf(6, v6, index)]);
  points.sort((left, right) => left.family - right.family || (left.at < right.at ? -1 : 1));
  for (const { rule, bounds } of specific) {
    const family = bounds.may.v4.length > 0 ? 4 : 6;
    const at = (family === 4 ? bounds.may.v4 : bounds.may.v6)[0] ?? 0n;
    const taker = lastAtOrBefore(points, family, at);
    shadowed.push({ rule, by: taker === undefined ? null : (takers[taker]?.by ?? null) });
  }
}

function placeOf({ file, line, text }: Rule): string {
  return `${file}:${line}: ${text}`;
}

type Start = { readonly family: 4 | 6; readonly at: bigint; readonly index: number };

function startsOf(family: 4 | 6, edges: AddressSet["v4"], index: number): readonly Start[] {
  return edges.filter((_, place) => place % 2 === 0).map((at) => ({ family, at, index }));
}

function lastAtOrBefore(points: readonly Start[], family: 4 | 6, at: bigint): number | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = points[middle];
    if (point !== undefined && (point.family < family || (point.family === family && point.at <= at)))
      low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.index;
}
