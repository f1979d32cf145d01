// One zone of firewalld as a chain: rich rules by their priority, denials before permissions, then the target
// (firewalld.richlanguage(5), firewalld.zone(5)).
import type { Condition, Rule, Side, Verdict } from "../model.ts";
import { complementWithin, parseAddressText } from "./address-text.ts";
import { firewalldServicePorts } from "./firewalld-services.ts";
import { ruleText } from "./parsed.ts";
import { parsePorts } from "./port-text.ts";

export type ZoneLine = { readonly line: number; readonly text: string };

export type FirewalldZone = {
  readonly name: string;
  readonly line: number;
  readonly isDefault: boolean;
  /** By their names: `ports`, `services`, `target`. */
  readonly lines: ReadonlyMap<string, ZoneLine>;
  readonly rich: readonly ZoneLine[];
};

export function zoneRules(
  { name, line: heading, lines, rich }: FirewalldZone,
  file: string,
): readonly Rule[] {
  const words = (setting: string): readonly string[] =>
    (lines.get(setting)?.text ?? "").split(/\s+/).filter((word) => word !== "");
  const rule = (setting: string, word: string, condition: Condition): Rule => ({
    file,
    line: lines.get(setting)?.line ?? heading,
    text: `zone ${name}: ${setting}: ${word}`,
    conditions: [condition],
    verdict: { kind: "accept" },
  });
  const richRules = rich.map((each) => richRule(each, file));
  const before = richRules.filter(({ priority }) => priority < 0).toSorted(byPriority);
  const middle = richRules.filter(({ priority }) => priority === 0);
  const after = richRules.filter(({ priority }) => priority > 0).toSorted(byPriority);
  const isAccept = ({ verdict }: Rule): boolean => verdict.kind === "accept";
  return [
    ...forwardPorts(lines.get("forward-ports"), file),
    ...before.map(toRule),
    ...middle.map(toRule).filter((each) => !isAccept(each)),
    ...words("services").map((word) => rule("services", word, serviceCondition(word))),
    ...words("ports").map((word) => rule("ports", word, portCondition(word, "destination"))),
    ...words("protocols")
      .filter((word) => word === "tcp" || word === "6")
      .map((word) => rule("protocols", word, ANY_PORT)),
    ...words("source-ports").map((word) => rule("source-ports", word, portCondition(word, "source"))),
    ...middle.map(toRule).filter(isAccept),
    ...after.map(toRule),
    targetRule(name, heading, lines.get("target"), file),
  ];
}

const ANY_PORT: Condition = { kind: "port", side: "destination", ranges: [[0, 65_535]] };

type RichRule = Rule & { readonly priority: number };

function byPriority(left: RichRule, right: RichRule): number {
  return left.priority - right.priority;
}

function toRule({ priority: _, ...rule }: RichRule): Rule {
  return rule;
}

function targetRule(name: string, heading: number, target: ZoneLine | undefined, file: string): Rule {
  const word = target?.text ?? "default";
  return {
    file,
    line: target?.line ?? heading,
    text: `zone ${name}: target: ${word}`,
    conditions: [],
    verdict: { kind: word === "ACCEPT" ? "accept" : "drop" },
  };
}

/** `port=1688:proto=tcp:toport=80:toaddr=10.0.0.1`: what they take goes elsewhere. */
function forwardPorts(line: ZoneLine | undefined, file: string): readonly Rule[] {
  return (line?.text ?? "").split(/\s+/).flatMap((word) => {
    const match = /^port=([\d-]+):proto=tcp:/.exec(word);
    if (match === null) return [];
    return [
      {
        file,
        line: line?.line ?? 1,
        text: `forward-ports: ${word}`,
        conditions: [portCondition(`${match[1] ?? ""}/tcp`, "destination")],
        verdict: { kind: "unknown", why: "it sends packets elsewhere" },
      },
    ];
  });
}

function serviceCondition(name: string): Condition {
  const ports = firewalldServicePorts(name);
  const ranges = ports === undefined ? undefined : parsePorts(ports);
  return ranges === undefined
    ? {
        kind: "unknown",
        why: `what the service ${name} opens is not in the dump (firewall-cmd --info-service=${name})`,
      }
    : { kind: "port", side: "destination", ranges };
}

/** `1688/tcp`, `1000-2000/tcp`. */
function portCondition(text: string, side: Side): Condition {
  const [ports = "", protocol] = text.split("/");
  if (protocol !== "tcp") return { kind: "never" };
  const ranges = parsePorts([ports]);
  return ranges === undefined
    ? { kind: "unknown", why: `the port '${ports}' can't be decided` }
    : { kind: "port", side, ranges };
}

/** Words and `name="value"` pairs in the order of the rule. */
const RICH_WORD = /([a-z-]+)="([^"]*)"|[^\s"]+/gi;

function richRule({ line, text }: ZoneLine, file: string): RichRule {
  const conditions: Condition[] = [];
  let priority = 0;
  let verdict: Verdict = { kind: "unknown", why: "its action is not known" };
  let element = "";
  let isNegated = false;
  let port: string | undefined;
  for (const [word, key, value = ""] of text.matchAll(RICH_WORD)) {
    if (key === undefined) {
      if (/^not$/i.test(word)) isNegated = true;
      else element = word;
      const action = actionOf(word);
      if (action !== undefined) verdict = action;
      if (word === "icmp-block" || word === "icmp-type") conditions.push({ kind: "never" });
      continue;
    }
    if (key === "priority") priority = Number(value) || 0;
    else if (key === "family") conditions.push({ kind: "family", family: value === "ipv6" ? 6 : 4 });
    else if (key === "address") conditions.push(addressCondition(element, value, isNegated));
    else if (key === "port") port = value;
    else if (key === "protocol")
      conditions.push(
        portCondition(`${port ?? ""}/${value}`, element === "source-port" ? "source" : "destination"),
      );
    else if (key === "name" && element === "service") conditions.push(serviceCondition(value));
    else if (key === "value" && element === "protocol")
      conditions.push(value === "tcp" ? ANY_PORT : { kind: "never" });
    else if (key === "ipset")
      conditions.push({ kind: "ipset", name: value, sides: ["source"], negated: isNegated });
    else if (key === "mac") conditions.push({ kind: "unknown", why: "a MAC address can't be foreseen" });
    else if (key === "value" && element === "limit" && verdict.kind !== "unknown")
      conditions.push({ kind: "unknown", why: "limit can't be foreseen" });
    if (key === "address" || key === "ipset") isNegated = false;
  }
  return { file, line, text: ruleText(text), conditions, verdict, priority };
}

function actionOf(word: string): Verdict | undefined {
  if (word === "accept") return { kind: "accept" };
  if (word === "reject" || word === "drop") return { kind: "drop" };
  return undefined;
}

function addressCondition(element: string, text: string, isNegated: boolean): Condition {
  const side = element === "destination" ? "destination" : "source";
  const set = parseAddressText(text);
  if (set === undefined) return { kind: "unknown", why: `the address '${text}' can't be decided` };
  return { kind: "address", side, set: isNegated ? complementWithin(set, set.v4.length > 0 ? 4 : 6) : set };
}
