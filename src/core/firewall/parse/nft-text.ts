// Reads the text that `nft list ruleset` prints (nft(8)): tables with sets, maps and chains.
import { err, ok, type Result } from "../../result.ts";
import type { NftBase, NftChain, NftMapEntry, NftRule, NftSet, NftTable } from "./nft-dump.ts";
import { nftRuleBase } from "./nft-rule-base.ts";
import { nftElements, nftMapEntries, nftStatements } from "./nft-text-statement.ts";
import { nftReader, nftTokens, type NftReader, type NftToken } from "./nft-tokens.ts";
import { ruleText, type ParseProblem, type ParseFile } from "./parsed.ts";

const FAMILIES = new Set(["ip", "ip6", "inet", "arp", "bridge", "netdev"]);
const PRIORITIES: Readonly<Record<string, number>> = {
  raw: -300,
  mangle: -150,
  dstnat: -100,
  filter: 0,
  security: 50,
  srcnat: 100,
};

export const parseNftText: ParseFile = ({ text, file }) => {
  const lines = text.split("\n");
  const reader = nftReader(nftTokens(text));
  const tables: NftTable[] = [];
  for (;;) {
    skipEnds(reader);
    if (reader.isDone()) break;
    // Files that nft loads begin with it; afterwards nothing is left of what was there.
    if (reader.take("flush")) {
      reader.statement();
      continue;
    }
    const line = reader.line();
    if (reader.peek() === "insert" && reader.peek(1) === "rule") {
      const problem = insertRule(reader.statement(), line, tables);
      if (problem !== undefined) return problem;
      continue;
    }
    if (!reader.take("table"))
      return err({ line, reason: `has '${reader.peek()}' where a table should begin` });
    const family = FAMILIES.has(reader.peek()) ? reader.next() : "ip";
    const table = readTable(family, reader.next(), reader, lines);
    if (!table.ok) return table;
    tables.push(table.value);
  }
  return ok(nftRuleBase(tables, file));
};

/** `insert rule inet filter input …`: at the top of a chain that stands above. */
function insertRule(
  statement: readonly NftToken[],
  line: number,
  tables: readonly NftTable[],
): Problem | undefined {
  const words = statement.map(({ text }) => text);
  const [, , family, table, chain] = words;
  const rules = tables
    .find((each) => each.family === family && each.name === table)
    ?.chains.find(({ name }) => name === chain)?.rules;
  if (rules === undefined)
    return err({ line, reason: `inserts into a chain '${chain ?? ""}', which is not there` });
  const rest = statement.slice(5);
  rules.unshift({ line, text: ruleText(words.slice(5).join(" ")), statements: nftStatements(rest) });
  return undefined;
}

function skipEnds(reader: NftReader): void {
  while (reader.peek() === "\n" || reader.peek() === ";") reader.next();
}

type Problem = { readonly ok: false; readonly error: ParseProblem };

function readTable(
  family: string,
  name: string,
  reader: NftReader,
  lines: readonly string[],
): Result<NftTable, ParseProblem> {
  const chains: NftChain[] = [];
  const sets = new Map<string, NftSet>();
  const maps = new Map<string, readonly NftMapEntry[]>();
  let isDormant = false;
  if (!reader.take("{")) return brokenOff(reader, `the table ${name}`);
  for (;;) {
    skipEnds(reader);
    if (reader.isDone()) return brokenOff(reader, `the table ${name}`);
    if (reader.take("}")) return ok({ family, name, isDormant, chains, sets, maps });
    const kind = reader.peek();
    if (kind === "chain" || kind === "set" || kind === "map") {
      reader.next();
      const inner = reader.next();
      if (!reader.take("{")) return brokenOff(reader, `${kind} ${inner}`);
      const problem =
        kind === "chain"
          ? readChain(inner, reader, lines, chains)
          : readSet(inner, reader, (statements) => {
              if (kind === "set") sets.set(inner, setOf(statements));
              else maps.set(inner, mapOf(statements));
            });
      if (problem !== undefined) return problem;
      continue;
    }
    const statement = reader.statement();
    if (kind === "flags") isDormant = statement.some(({ text }) => text === "dormant");
    // Counters, quotas, helpers, flow tables: what they hold decides nothing by itself.
  }
}

function brokenOff(reader: NftReader, what: string): Problem {
  return err({ line: reader.line(), reason: `breaks off inside ${what}` });
}

function readChain(
  name: string,
  reader: NftReader,
  lines: readonly string[],
  chains: NftChain[],
): Problem | undefined {
  const line = reader.line();
  const rules: NftRule[] = [];
  let base: NftBase | null = null;
  for (;;) {
    skipEnds(reader);
    if (reader.isDone()) return brokenOff(reader, `the chain ${name}`);
    if (reader.take("}")) break;
    const at = reader.line();
    const statement = reader.statement();
    const first = statement[0]?.text;
    if (first === "type" && rules.length === 0) {
      base = baseOf(statement);
    } else if (first === "policy" && base !== null && rules.length === 0) {
      base = withPolicy(base, statement[1]?.text);
    } else if (first !== "comment" || statement[1]?.isString !== true) {
      const isOwnLine = statement.at(-1)?.line === at;
      const text = isOwnLine ? (lines[at - 1] ?? "") : statement.map(({ text: word }) => word).join(" ");
      rules.push({ line: at, text: ruleText(text), statements: nftStatements(statement) });
    }
  }
  chains.push({ name, line, base, rules });
  return undefined;
}

/** `type filter hook input priority filter + 10`, with `device "eth0"` or `devices = { eth0, eth1 }` before the priority. */
function baseOf(statement: readonly NftToken[]): NftBase {
  const words = statement.map(({ text }) => text);
  const after = (keyword: string): number => words.indexOf(keyword) + 1;
  const devices = words.slice(after("hook") + 1, after("priority") - 1);
  const [name = "", sign, shift = "0"] = words.slice(after("priority"));
  const named = Object.hasOwn(PRIORITIES, name) ? PRIORITIES[name] : Number(name);
  const priority = (named ?? 0) + (sign === "-" ? -1 : 1) * (sign === undefined ? 0 : Number(shift));
  return {
    type: words[1] ?? "",
    hook: (words[after("hook")] ?? "") as NftBase["hook"],
    devices: devices.filter((word) => !["device", "devices", "=", "{", "}", ","].includes(word)),
    priority: Number.isFinite(priority) ? priority : 0,
    policy: "accept",
  };
}

function withPolicy(base: NftBase, policy: string | undefined): NftBase {
  return { ...base, policy: policy === "drop" ? "drop" : "accept" };
}

function readSet(
  name: string,
  reader: NftReader,
  keep: (statements: readonly (readonly NftToken[])[]) => void,
): Problem | undefined {
  const statements: (readonly NftToken[])[] = [];
  for (;;) {
    skipEnds(reader);
    if (reader.isDone()) return brokenOff(reader, `the set ${name}`);
    if (reader.take("}")) break;
    statements.push(reader.statement());
  }
  keep(statements);
  return undefined;
}

function setOf(statements: readonly (readonly NftToken[])[]): NftSet {
  const words = (keyword: string): readonly NftToken[] =>
    statements.find(([first]) => first?.text === keyword) ?? [];
  return {
    elements: nftElements(words("elements").slice(1)),
    isDynamic: words("flags").some(({ text }) => text === "dynamic" || text === "timeout"),
  };
}

function mapOf(statements: readonly (readonly NftToken[])[]): readonly NftMapEntry[] {
  return nftMapEntries((statements.find(([first]) => first?.text === "elements") ?? []).slice(1));
}
