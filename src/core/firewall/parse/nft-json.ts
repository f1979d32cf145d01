// Reads `nft -j list ruleset` (libnftables-json(5)).
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import type { NftChain, NftMapEntry, NftRule, NftSet, NftTable, NftBase } from "./nft-dump.ts";
import { nftJsonElement, nftJsonStatements, nftJsonVerdict } from "./nft-json-statement.ts";
import { nftRuleBase } from "./nft-rule-base.ts";
import { sayNftStatements } from "./nft-words.ts";
import { ruleText, type ParseFile } from "./parsed.ts";

type Draft = {
  readonly family: string;
  readonly name: string;
  isDormant: boolean;
  readonly chains: Map<string, NftChain>;
  readonly sets: Map<string, NftSet>;
  readonly maps: Map<string, readonly NftMapEntry[]>;
};

export const parseNftJson: ParseFile = ({ text, file }) => {
  const json = parseJsonWithLines(text);
  if (!json.ok) return json;
  const { value, lineOf } = json.value;
  const list = isJsonObject(value) ? value["nftables"] : undefined;
  if (!Array.isArray(list)) return err({ line: 1, reason: "has no list 'nftables'" });
  const drafts = new Map<string, Draft>();
  const draftOf = (object: JsonObject, name = jsonText(object["table"])): Draft => {
    const family = jsonText(object["family"]);
    const key = `${family} ${name}`;
    const draft = drafts.get(key) ?? {
      family,
      name,
      isDormant: false,
      chains: new Map(),
      sets: new Map(),
      maps: new Map(),
    };
    drafts.set(key, draft);
    return draft;
  };
  for (const item of list as readonly JsonValue[]) {
    if (!isJsonObject(item)) continue;
    const { table, chain, set, map, insert } = item;
    // A command `insert` puts its rule at the top.
    const rule = isJsonObject(insert) ? insert["rule"] : item["rule"];
    if (isJsonObject(table)) {
      const flags = jsonList(table["flags"]);
      draftOf(table, jsonText(table["name"])).isDormant = flags.includes("dormant");
    }
    if (isJsonObject(chain)) {
      const name = jsonText(chain["name"]);
      draftOf(chain).chains.set(name, { name, line: lineOf(chain), base: baseOf(chain), rules: [] });
    }
    if (isJsonObject(set)) draftOf(set).sets.set(jsonText(set["name"]), setOf(set));
    if (isJsonObject(map) && map["map"] === "verdict")
      draftOf(map).maps.set(jsonText(map["name"]), entriesOf(map["elem"]));
    if (isJsonObject(rule)) {
      const name = jsonText(rule["chain"]);
      const rules = draftOf(rule).chains.get(name)?.rules;
      if (rules === undefined)
        return err({ line: lineOf(rule), reason: `has a rule for the chain '${name}', which is not there` });
      if (insert === undefined) rules.push(ruleOf(rule, lineOf(rule)));
      else rules.unshift(ruleOf(rule, lineOf(rule)));
    }
  }
  const tables = [...drafts.values()].map((draft): NftTable => ({
    ...draft,
    chains: [...draft.chains.values()],
  }));
  return ok(nftRuleBase(tables, file));
};

function baseOf(chain: JsonObject): NftBase | null {
  const { hook, prio, policy, type, dev } = chain;
  if (typeof hook !== "string") return null;
  return {
    hook: hook as NftBase["hook"],
    priority: typeof prio === "number" ? prio : 0,
    policy: policy === "drop" ? "drop" : "accept",
    type: jsonText(type),
    devices: jsonList(dev).map(jsonText),
  };
}

function setOf(set: JsonObject): NftSet {
  const flags = jsonList(set["flags"]);
  return {
    elements: jsonList(set["elem"]).map(nftJsonElement),
    // nft 1.0.6 lists the flags `dynamic,timeout` as `timeout` alone.
    isDynamic: flags.includes("dynamic") || flags.includes("timeout"),
  };
}

function entriesOf(elements: JsonValue | undefined): readonly NftMapEntry[] {
  return jsonList(elements).flatMap((entry) => {
    const [element, verdict] = jsonList(entry);
    if (element === undefined || !isJsonObject(verdict)) return [];
    return [{ element: nftJsonElement(element), verdict: nftJsonVerdict(verdict) }];
  });
}

function ruleOf(rule: JsonObject, line: number): NftRule {
  const statements = nftJsonStatements(jsonList(rule["expr"]));
  const handle = rule["handle"] === undefined ? "" : ` # handle ${jsonText(rule["handle"])}`;
  return { line, statements, text: ruleText(`${sayNftStatements(statements)}${handle}`) };
}
