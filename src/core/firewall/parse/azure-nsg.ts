// Reads network security groups of Azure, as `az network nsg show` or ARM print them: by priority, first match, stateful. Groups
// of the subnet and of the NIC must all let a packet pass.
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import type { Condition, PortRange, Rule, Side } from "../model.ts";
import { addressAlternatives } from "./address-text.ts";
import { orderedRuleBase, type OrderedList } from "./ordered-rules.ts";
import { ruleText, type ParseFile } from "./parsed.ts";
import { parsePorts } from "./port-text.ts";

/** The rules that every group ends with, where the dump leaves them out. */
const DEFAULTS: readonly JsonObject[] = [
  inbound("AllowVnetInBound", 65_000, "Allow", "VirtualNetwork"),
  inbound("AllowAzureLoadBalancerInBound", 65_001, "Allow", "AzureLoadBalancer"),
  inbound("DenyAllInBound", 65_500, "Deny", "*"),
];

function inbound(name: string, priority: number, access: string, source: string): JsonObject {
  return {
    name,
    priority,
    access,
    direction: "Inbound",
    protocol: "*",
    sourceAddressPrefix: source,
    destinationAddressPrefix: "*",
    destinationPortRange: "*",
    sourcePortRange: "*",
  };
}

export const parseAzureNsg: ParseFile = ({ text, file }) => {
  const json = parseJsonWithLines(text);
  if (!json.ok) return json;
  const { value, lineOf } = json.value;
  const top = isJsonObject(value) && Array.isArray(value["value"]) ? value["value"] : value;
  const items = jsonList(top).filter(isJsonObject);
  const groups = items.filter((item) => hasRules(item));
  // `az network nsg rule list` prints the rules of one group alone.
  const bare = items.filter((item) => flat(item)["direction"] !== undefined);
  if (groups.length === 0 && bare.length === 0)
    return err({ line: 1, reason: "has no security group with 'securityRules'" });
  const lists = [
    ...groups.map((group) => ({ group, rules: rulesIn(group) })),
    ...(bare.length > 0 ? [{ group: undefined, rules: bare }] : []),
  ].map(({ group, rules }, index): OrderedList => {
    const name = group === undefined ? "rules" : jsonText(group["name"] ?? `group ${index + 1}`);
    const known = rules.map((rule) => ({ rule: flat(rule), line: lineOf(rule) }));
    const line = group === undefined ? 1 : lineOf(group);
    const defaults = DEFAULTS.filter(
      ({ name: each }) => !known.some(({ rule }) => rule["name"] === each),
    ).map((rule) => ({ rule, line }));
    const ordered = [...known, ...defaults]
      .filter(({ rule }) => /^inbound$/i.test(jsonText(rule["direction"])))
      .toSorted(
        (left, right) => Number(jsonText(left.rule["priority"])) - Number(jsonText(right.rule["priority"])),
      );
    return {
      file,
      line,
      name: `${index} ${name}`,
      text: `${name}: nothing allows it`,
      rules: ordered.flatMap(({ rule, line: at }) => nsgRules(name, rule, file, at)),
      policy: "drop",
      hook: "inbound",
      isStateful: true,
    };
  });
  return ok(orderedRuleBase(lists, []));
};

function hasRules(item: JsonObject): boolean {
  const { securityRules, defaultSecurityRules } = flat(item);
  return securityRules !== undefined || defaultSecurityRules !== undefined;
}

function rulesIn(group: JsonObject): readonly JsonObject[] {
  const { securityRules, defaultSecurityRules } = flat(group);
  return [...jsonList(securityRules), ...jsonList(defaultSecurityRules)].filter(isJsonObject);
}

/** In ARM templates what counts stands under `properties`. */
function flat(item: JsonObject): JsonObject {
  const { properties } = item;
  return isJsonObject(properties) ? { ...item, ...properties } : item;
}

/** Tags of which nothing is known make a second rule, which can't be decided. */
function nsgRules(group: string, rule: JsonObject, file: string, line: number): readonly Rule[] {
  const both = (field: string): readonly string[] =>
    wordsOf(rule[field], rule[`${field}es`] ?? rule[`${field}s`]);
  const sources = both("sourceAddressPrefix");
  const ports = both("destinationPortRange");
  const { name, priority, access, protocol } = rule;
  const what = [priority, name, access].map(jsonText).join(" ");
  const common: readonly Condition[] = [
    ...(/^(tcp|\*|any)$/i.test(jsonText(protocol)) ? [] : [{ kind: "never" } as const]),
    ...groupConditions(rule["sourceApplicationSecurityGroups"]),
    ...groupConditions(rule["destinationApplicationSecurityGroups"]),
    ...portConditions(ports, "destination"),
    ...portConditions(both("sourcePortRange"), "source"),
  ];
  return alternatives(both("destinationAddressPrefix"), "destination").flatMap((destination) =>
    alternatives(sources, "source").map((source): Rule => ({
      file,
      line,
      text: ruleText(`${group}: ${what} ${sources.join(",")} to port ${ports.join(",")}`),
      conditions: [...common, ...destination, ...source],
      verdict: { kind: /^allow$/i.test(jsonText(access)) ? "accept" : "drop" },
    })),
  );
}

/** The singular and the plural field both occur, either of them empty. */
function wordsOf(one: JsonValue | undefined, many: JsonValue | undefined): readonly string[] {
  const words = [...jsonList(one), ...jsonList(many)].filter(
    (word) => typeof word === "string" && word !== "",
  );
  return words as readonly string[];
}

/** Azure's own probes come from this one address. */
const LOAD_BALANCER = "168.63.129.16";

function groupConditions(groups: JsonValue | undefined): readonly Condition[] {
  return jsonList(groups).length === 0
    ? []
    : [{ kind: "unknown", why: "which machines are in an application security group is not in the dump" }];
}

function alternatives(prefixes: readonly string[], side: Side): readonly (readonly Condition[])[] {
  if (prefixes.some((prefix) => /^(\*|any)$/i.test(prefix))) return [[]];
  const texts = prefixes.map((prefix) => (prefix === "AzureLoadBalancer" ? LOAD_BALANCER : prefix));
  return addressAlternatives(texts, side, (words) => `what the tag ${words} stands for is not in the dump`);
}

function portConditions(texts: readonly string[], side: Side): readonly Condition[] {
  if (texts.length === 0 || texts.some((text) => /^(\*|any)$/i.test(text))) return [];
  const ranges: readonly PortRange[] | undefined = parsePorts(texts);
  return ranges === undefined
    ? [{ kind: "unknown", why: `the ports '${texts.join(",")}' can't be decided` }]
    : [{ kind: "port", side, ranges }];
}
