// Reads `gcloud compute firewall-rules list --format=json`: by priority, denials first among equals, stateful.
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import type { Condition, Rule } from "../model.ts";
import { parseAddressTexts } from "./address-text.ts";
import { orderedRuleBase } from "./ordered-rules.ts";
import { ruleText, type ParseRules } from "./parsed.ts";
import { parsePorts } from "./port-text.ts";

const DEFAULT_PRIORITY = 1000;

type Ranked = { readonly priority: number; readonly isDenial: boolean; readonly rules: readonly Rule[] };

export const parseGcp: ParseRules = (dumps) => {
  const ranked: Ranked[] = [];
  for (const { file, text } of dumps) {
    const json = parseJsonWithLines(text);
    if (!json.ok) return err({ file, ...json.error });
    const { value, lineOf } = json.value;
    const top = isJsonObject(value) && Array.isArray(value["items"]) ? value["items"] : value;
    for (const rule of jsonList(top)) {
      if (!isJsonObject(rule) || (rule["allowed"] === undefined && rule["denied"] === undefined))
        return err({
          file,
          line: isJsonObject(rule) ? lineOf(rule) : 1,
          reason: "is a rule with neither 'allowed' nor 'denied'",
        });
      if (rule["disabled"] === true || /^egress$/i.test(jsonText(rule["direction"] ?? ""))) continue;
      const isDenial = rule["denied"] !== undefined;
      ranked.push({
        priority: Number(jsonText(rule["priority"] ?? DEFAULT_PRIORITY)),
        isDenial,
        rules: rulesOf(rule, isDenial, file, lineOf(rule)),
      });
    }
  }
  ranked.sort(
    (left, right) => left.priority - right.priority || Number(right.isDenial) - Number(left.isDenial),
  );
  const { file = "" } = dumps[0] ?? {};
  const end = { file, line: 1, name: "rules", text: "65535: implied deny of ingress" };
  const rules = ranked.flatMap((each) => each.rules);
  return ok(
    orderedRuleBase(
      [{ ...end, rules, policy: "drop", hook: "inbound", isStateful: true }],
      ["no hierarchical or network firewall policy decides before the VPC rules"],
    ),
  );
};

/** The ranges and the tags of the source are alternatives. */
function rulesOf(rule: JsonObject, isDenial: boolean, file: string, line: number): readonly Rule[] {
  const { name, priority } = rule;
  const ranges = strings(rule["sourceRanges"]);
  const tags = [...strings(rule["sourceTags"]), ...strings(rule["sourceServiceAccounts"])];
  const targets = [...strings(rule["targetTags"]), ...strings(rule["targetServiceAccounts"])];
  const word = isDenial ? "deny" : "allow";
  const text = ruleText(
    `${jsonText(name)}: ${jsonText(priority ?? DEFAULT_PRIORITY)} ${word} ${[...ranges, ...tags].join(",")}`,
  );
  const common: Condition[] = [];
  if (targets.length > 0)
    common.push({
      kind: "unknown",
      why: `whether the host has the tag ${targets.join(", ")} is not in the dump`,
    });
  const destination = strings(rule["destinationRanges"]);
  if (destination.length > 0) common.push(addresses(destination, "destination"));
  const sources: Condition[] = [];
  if (ranges.length > 0 || tags.length === 0)
    sources.push(addresses(ranges.length > 0 ? ranges : ["0.0.0.0/0"], "source"));
  if (tags.length > 0)
    sources.push({
      kind: "unknown",
      why: `which machines have the tag ${tags.join(", ")} is not in the dump`,
    });
  const layers = jsonList(isDenial ? rule["denied"] : rule["allowed"]).filter(isJsonObject);
  return layers.flatMap((layer) =>
    sources.map((source): Rule => ({
      file,
      line,
      text,
      conditions: [...portConditions(layer), ...common, source],
      verdict: { kind: isDenial ? "drop" : "accept" },
    })),
  );
}

function strings(value: JsonValue | undefined): readonly string[] {
  return jsonList(value).filter((each) => typeof each === "string");
}

function addresses(texts: readonly string[], side: "source" | "destination"): Condition {
  const set = parseAddressTexts(texts);
  return set === undefined
    ? { kind: "unknown", why: `'${texts.join(",")}' are no addresses` }
    : { kind: "address", side, set };
}

function portConditions({ IPProtocol: protocol, ports }: JsonObject): readonly Condition[] {
  const word = jsonText(protocol).toLowerCase();
  if (word === "all") return [];
  if (word !== "tcp" && word !== "6") return [{ kind: "never" }];
  const texts = strings(ports);
  if (texts.length === 0) return [];
  const ranges = parsePorts(texts);
  return ranges === undefined
    ? [{ kind: "unknown", why: `the ports '${texts.join(",")}' can't be decided` }]
    : [{ kind: "port", side: "destination", ranges }];
}
