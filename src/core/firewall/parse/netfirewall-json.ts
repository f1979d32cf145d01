// Reads Get-NetFirewallRule and its filters as ConvertTo-Json prints them, joined by InstanceID, from one file or several; also
// Get-NetFirewallProfile. Numbers are those of the enumerations of the NetSecurity module.
import { err, ok } from "../../result.ts";
import {
  isJsonObject,
  jsonText,
  jsonList,
  parseJsonWithLines,
  type JsonObject,
  type JsonValue,
} from "../../text/json-with-lines.ts";
import { ruleText, type ParseRules } from "./parsed.ts";
import {
  windowsRuleBase,
  type WindowsDefault,
  type WindowsProfile,
  type WindowsRule,
} from "./windows-rules.ts";

type Placed = { readonly object: JsonObject; readonly file: string; readonly line: number };

export const parseNetfirewallJson: ParseRules = (dumps, hints) => {
  const byId = new Map<string, Placed[]>();
  const defaults: WindowsDefault[] = [];
  for (const { file, text } of dumps) {
    const json = parseJsonWithLines(text);
    if (!json.ok) return err({ file, ...json.error });
    for (const object of objectsIn(json.value.value)) {
      const placed = { object, file, line: json.value.lineOf(object) };
      const id = object["InstanceID"];
      if (object["DefaultInboundAction"] !== undefined) defaults.push(...defaultsOf(placed));
      else if (typeof id === "string") byId.set(id, [...(byId.get(id) ?? []), placed]);
    }
  }
  if (byId.size === 0 && defaults.length === 0)
    return err({ file: dumps[0]?.file ?? "", line: 1, reason: "has neither rules nor profiles" });
  const rules = [...byId.values()].flatMap((parts) => ruleOf(parts));
  return ok(windowsRuleBase(rules, defaults, hints, dumps[0]?.file ?? ""));
};

/** Lists may be wrapped in objects of the administrator's own making; filters may be members of their rule. */
function objectsIn(value: JsonValue, depth = 0): readonly JsonObject[] {
  if (depth > 4) return [];
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).flatMap((each) => objectsIn(each, depth + 1));
  if (!isJsonObject(value)) return [];
  const isOwn = value["InstanceID"] !== undefined || value["DefaultInboundAction"] !== undefined;
  const inner = Object.values(value).filter((each) => typeof each === "object" && each !== null);
  return [...(isOwn ? [value] : []), ...inner.flatMap((each) => objectsIn(each, depth + 1))];
}

function ruleOf(parts: readonly Placed[]): readonly WindowsRule[] {
  const rule = parts.find(({ object }) => object["Direction"] !== undefined);
  if (rule === undefined) return [];
  const field = (...names: readonly string[]): JsonValue | undefined => {
    for (const { object } of parts)
      for (const name of names) if (object[name] !== undefined && object[name] !== null) return object[name];
    return undefined;
  };
  const hasFilters = field("Protocol") !== undefined && field("RemoteAddress", "RemoteIP") !== undefined;
  const action = wordOf(field("Action"), { "2": "allow", "3": "bypass", "4": "block" });
  const name = jsonText(field("DisplayName", "Name", "InstanceID"));
  const remote = stringsOf(field("RemoteAddress", "RemoteIP"));
  const security = jsonText(field("Authentication") ?? "");
  return [
    {
      file: rule.file,
      line: rule.line,
      text: ruleText(`${name} (${action} ${remote.join(",") || "any"})`),
      isEnabled: booleanOf(field("Enabled")),
      isInbound:
        { in: true, inbound: true, out: false, outbound: false }[
          wordOf(field("Direction"), { "1": "in", "2": "out" })
        ] ?? null,
      action:
        ({ allow: "allow", allowbypass: "bypass", bypass: "bypass", block: "block" }[
          action
        ] as WindowsRule["action"]) ?? null,
      profiles: profilesOf(rule.object["Profile"] ?? rule.object["Profiles"]),
      protocol: protocolOf(field("Protocol")),
      localPorts: stringsOf(field("LocalPort")),
      remotePorts: stringsOf(field("RemotePort")),
      localAddresses: stringsOf(field("LocalAddress", "LocalIP")),
      remoteAddresses: remote,
      program: anyOf(field("Program", "AppPath")),
      service: anyOf(field("Service")),
      others: [
        ...(hasFilters ? [] : ["its port or address filter is not in the dump"]),
        ...(/^(|0|notrequired)$/i.test(security) ? [] : ["it asks for authentication by IPsec"]),
      ],
    },
  ];
}

function booleanOf(value: JsonValue | undefined): boolean | null {
  const word = jsonText(value).toLowerCase();
  if (word === "true" || word === "1") return true;
  return word === "false" || word === "2" || word === "0" ? false : null;
}

/** A word in lower case; numbers stand for words. */
function wordOf(value: JsonValue | undefined, numbers: Readonly<Record<string, string>>): string {
  const word = jsonText(value).toLowerCase();
  return (Object.hasOwn(numbers, word) ? numbers[word] : undefined) ?? word;
}

const BITS: readonly (readonly [number, WindowsProfile])[] = [
  [1, "domain"],
  [2, "private"],
  [4, "public"],
];

/** `Domain, Private` or the sum of bits; 0 and Any are all. */
function profilesOf(value: JsonValue | undefined): readonly WindowsProfile[] | null {
  if (typeof value === "number") {
    const named = BITS.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name);
    return named.length === 3 ? [] : named;
  }
  const words = jsonText(value ?? "any")
    .split(",")
    .map((word) => word.trim().toLowerCase());
  if (words.includes("any")) return [];
  const known = words.map((word) => BITS.find(([, name]) => name === word)?.[1]);
  return known.every((name) => name !== undefined) ? known : null;
}

function protocolOf(value: JsonValue | undefined): string {
  const word = jsonText(value ?? "any").toLowerCase();
  return word === "6" ? "tcp" : word;
}

/** One, or a list; `Any` and `*` are none. */
function stringsOf(value: JsonValue | undefined): readonly string[] {
  const texts = jsonList(value)
    .map(jsonText)
    .flatMap((text) => text.split(","))
    .map((text) => text.trim());
  return texts.some((text) => /^(any|\*)$/i.test(text)) ? [] : texts.filter((text) => text !== "");
}

function anyOf(value: JsonValue | undefined): string {
  const text = jsonText(value ?? "");
  return /^(any|\*)$/i.test(text) ? "" : text;
}

/** The profile's own name may be `Domain` or the number of it. */
function defaultsOf({ object, file, line }: Placed): readonly WindowsDefault[] {
  const names = profilesOf(object["Name"] ?? object["Profile"] ?? object["InstanceID"]);
  const [profile] = names ?? [];
  if (profile === undefined) return [];
  const action = wordOf(object["DefaultInboundAction"], { "0": "notconfigured", "2": "allow", "4": "block" });
  const isShut = jsonText(object["AllowInboundRules"]).toLowerCase();
  return [
    {
      file,
      line,
      profile,
      isEnabled: booleanOf(object["Enabled"]) !== false,
      // Not configured is what Windows comes with: block.
      inbound: isShut === "false" || isShut === "0" ? "block-always" : action === "allow" ? "allow" : "block",
    },
  ];
}
