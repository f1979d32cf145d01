// Tables of nftables as rules of the model: sets and verdict maps are put in, concatenations and maps become one rule for each
// group of their elements.
import type { BaseChain, Condition, Rule, RuleBase } from "../model.ts";
import { nftConditions } from "./nft-conditions.ts";
import type {
  NftChain,
  NftElement,
  NftKey,
  NftOp,
  NftRule,
  NftStatement,
  NftTable,
  NftVerdict,
} from "./nft-dump.ts";

export function nftRuleBase(tables: readonly NftTable[], file: string): RuleBase {
  const chains = new Map<string, readonly Rule[]>();
  const baseChains: BaseChain[] = [];
  const assumptions: string[] = [];
  for (const table of tables) {
    if (table.isDormant)
      assumptions.push(`the table ${table.family} ${table.name} is dormant: it does nothing`);
    if (table.isDormant || table.family === "arp") continue;
    if (table.family === "bridge") {
      assumptions.push(`the table bridge ${table.name} filters bridged frames: it is left out`);
      continue;
    }
    for (const chain of table.chains) {
      const name = keyOf(file, table, chain.name);
      const rules = chain.rules.flatMap((rule) => rulesOf(rule, table, file));
      chains.set(name, rules);
      if (chain.base !== null) addBase(table, chain, name, file, chains, baseChains);
    }
  }
  return { baseChains, chains, ipsets: new Map(), families: [4, 6], assumptions };
}

function keyOf(file: string, { family, name }: NftTable, chain: string): string {
  return `${file} ${family} ${name} ${chain}`;
}

function addBase(
  table: NftTable,
  { line, base, name }: NftChain,
  chain: string,
  file: string,
  chains: Map<string, readonly Rule[]>,
  baseChains: BaseChain[],
): void {
  if (base === null) return;
  const { hook, priority, policy, type, devices } = base;
  const text = `${table.family} ${table.name} ${name}: policy ${policy}`;
  const common = {
    file,
    line,
    text,
    priority,
    hook: hook === "egress" ? ("postrouting" as const) : hook,
    family: table.family === "ip" ? (4 as const) : table.family === "ip6" ? (6 as const) : ("both" as const),
    // Translations are made once for each connection.
    sees: type === "nat" ? ("first-packets" as const) : ("all-packets" as const),
  };
  if (hook !== "ingress" && hook !== "egress") {
    baseChains.push({ ...common, chain, policy });
    return;
  }
  // Hooks of devices see only what goes through these.
  const way = hook === "ingress" ? "in" : "out";
  const span = { file, line, text };
  const here: Condition = { kind: "interface", way, names: devices, negated: false };
  const entry = `${chain} at ${hook}`;
  const rules = chains.get(chain) ?? [];
  const end: Rule = { ...span, conditions: [], verdict: { kind: policy } };
  chains.set(chain, [...rules, end]);
  chains.set(entry, [{ ...span, conditions: [here], verdict: { kind: "goto", chain } }]);
  baseChains.push({ ...common, chain: entry, policy: "accept" });
}

/** All alternatives of one rule: they are disjoint, so their order says nothing. */
function rulesOf(rule: NftRule, table: NftTable, file: string): readonly Rule[] {
  const { line, text, statements } = rule;
  let alternatives: readonly (readonly Condition[])[] = [[]];
  const rules: Rule[] = [];
  const emit = (more: readonly Condition[], verdict: NftVerdict): void => {
    if (verdict.kind === "continue") return;
    const qualified =
      verdict.kind === "jump" || verdict.kind === "goto"
        ? { ...verdict, chain: keyOf(file, table, verdict.chain) }
        : verdict;
    for (const conditions of alternatives)
      rules.push({ file, line, text, conditions: [...conditions, ...more], verdict: qualified });
  };
  for (const statement of statements) {
    if (statement.kind === "verdict") {
      emit(verdictConditions(statement, statements, table), statement.verdict);
      break;
    }
    if (statement.kind === "vmap") {
      const { map } = statement;
      const entries = typeof map === "string" ? table.maps.get(map.slice(1)) : map;
      if (entries === undefined) emit([], { kind: "unknown", why: "its map is not in the dump" });
      for (const [verdict, elements] of byVerdict(entries ?? []))
        for (const conditions of elementConditions(statement.keys, "==", elements)) emit(conditions, verdict);
      // What no entry names goes on behind the map.
      continue;
    }
    const more = matchAlternatives(statement, table);
    alternatives = alternatives.flatMap((conditions) => more.map((each) => [...conditions, ...each]));
  }
  return rules;
}

function byVerdict(
  entries: Iterable<{ readonly element: NftElement; readonly verdict: NftVerdict }>,
): readonly (readonly [NftVerdict, readonly NftElement[]])[] {
  const groups = Map.groupBy(entries, ({ verdict }) => JSON.stringify(verdict));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [[first.verdict, group.map(({ element }) => element)] as const];
  });
}

function matchAlternatives(
  statement: Extract<NftStatement, { readonly kind: "match" | "perhaps" }>,
  table: NftTable,
): readonly (readonly Condition[])[] {
  if (statement.kind === "perhaps") return [[{ kind: "unknown", why: statement.why }]];
  const { keys, op, right } = statement;
  if (typeof right !== "string") return elementConditions(keys, op, right);
  const set = table.sets.get(right.slice(1));
  const why = set === undefined ? "is not in the dump" : "has members that come and go";
  if (set === undefined || set.isDynamic) return [[{ kind: "unknown", why: `the set ${right} ${why}` }]];
  return elementConditions(keys, op, set.elements);
}

/** One alternative for each group of elements that differ in their first address only. */
function elementConditions(
  keys: readonly NftKey[],
  op: NftOp,
  elements: readonly NftElement[],
): readonly (readonly Condition[])[] {
  const [first] = keys;
  if (first !== undefined && keys.length === 1)
    return [
      nftConditions(
        first,
        op,
        elements.map(([value = ""]) => value),
      ),
    ];
  if (op !== "==") return [[{ kind: "unknown", why: "the negation of a concatenation can't be decided" }]];
  const at = Math.max(
    0,
    keys.findIndex(({ name }) => /^ip6? saddr$/.test(name)),
  );
  const groups = Map.groupBy(elements, (element) => element.toSpliced(at, 1).join(" . "));
  return [...groups.values()].map((group) =>
    keys.flatMap((key, index) => {
      const values = index === at ? group.map((element) => element[index] ?? "") : [group[0]?.[index] ?? ""];
      return nftConditions(key, "==", values);
    }),
  );
}

/** What a rejection implies about the family. */
function verdictConditions(
  { family, resets }: Extract<NftStatement, { readonly kind: "verdict" }>,
  statements: readonly NftStatement[],
  { family: tableFamily }: NftTable,
): readonly Condition[] {
  if (family !== undefined) return [{ kind: "family", family }];
  const namesFamily = statements.some(
    (statement) =>
      "keys" in statement &&
      statement.keys.some(({ name }) => /^ip6? |^meta nfproto|^meta protocol/.test(name)),
  );
  if (resets !== true || namesFamily || (tableFamily !== "inet" && tableFamily !== "netdev")) return [];
  return [
    {
      kind: "unknown",
      why: "the listing may have lost for which family it rejects (nft --debug=netlink shows it)",
    },
  ];
}
