// Reads what `firewall-cmd --list-all` and `--list-all-zones` print (firewall-cmd(1), firewalld.zone(5)).
import { err, ok } from "../../result.ts";
import type { BaseChain, Condition, Rule, Verdict } from "../model.ts";
import { parseAddressText } from "./address-text.ts";
import { zoneRules, type FirewalldZone, type ZoneLine } from "./firewalld-zone.ts";
import type { ParseFile } from "./parsed.ts";

/** Zones are asked at the priority of filtering plus ten. */
const PRIORITY = 10;

export const parseFirewalld: ParseFile = ({ text, file }, { zone: named }) => {
  const zones = zonesOf(text);
  const [first] = zones;
  if (first === undefined) return err({ line: 1, reason: "has no zone with a target" });
  if (named !== null && !zones.some(({ name }) => name === named))
    return err({
      line: 1,
      reason: `has no zone '${named}': there is ${zones.map(({ name }) => name).join(", ")}`,
    });
  const keyOf = (name: string): string => `${file} zone ${name}`;
  const chains = new Map<string, readonly Rule[]>(
    zones.map((zone) => [keyOf(zone.name), zoneRules(zone, file)]),
  );
  const entry = `${file} zones`;
  const goTo = (zone: FirewalldZone, line: ZoneLine | undefined, conditions: readonly Condition[]): Rule => ({
    file,
    line: line?.line ?? zone.line,
    text: `zone ${zone.name}`,
    conditions,
    verdict: { kind: "goto", chain: keyOf(zone.name) },
  });
  const bySource = zones.flatMap((zone) =>
    wordsOf(zone, "sources").map((source) =>
      goTo(zone, zone.lines.get("sources"), [sourceCondition(source)]),
    ),
  );
  const byInterface = zones.flatMap((zone) => {
    const names = wordsOf(zone, "interfaces");
    const condition: Condition = { kind: "interface", way: "in", names, negated: false };
    return names.length === 0 ? [] : [goTo(zone, zone.lines.get("interfaces"), [condition])];
  });
  const rest = zones.find(({ name }) => name === named) ?? zones.find(({ isDefault }) => isDefault);
  const only = zones.length === 1 && wordsOf(first, "sources").length === 0 ? first : undefined;
  const other: Verdict = { kind: "unknown", why: "the zone of other packets is not known: --zone names it" };
  const last =
    rest !== undefined || only !== undefined
      ? goTo(rest ?? only ?? first, undefined, [])
      : { file, line: first.line, text: "another zone", conditions: [], verdict: other };
  // A zone that was named is the one of the interface that the clients come in by.
  chains.set(entry, [...bySource, ...(named === null && only === undefined ? byInterface : []), last]);
  chains.set(`${file} policies`, [
    {
      file,
      line: first.line,
      text: "policies between zones",
      conditions: [],
      verdict: { kind: "unknown", why: "policies of firewalld are not in the dump" },
    },
  ]);
  return ok({
    baseChains: [
      baseOf(file, first.line, entry, "input"),
      baseOf(file, first.line, `${file} policies`, "forward"),
    ],
    chains,
    ipsets: new Map(),
    families: [4, 6],
    assumptions: named === null && only !== undefined ? [`clients come in by the zone ${only.name}`] : [],
  });
};

function baseOf(file: string, line: number, chain: string, hook: "input" | "forward"): BaseChain {
  // What belongs to a connection is let through before the zones.
  return {
    file,
    line,
    chain,
    text: "zones of firewalld",
    hook,
    priority: PRIORITY,
    policy: "drop",
    family: "both",
    sees: "first-packets",
  };
}

/** Unindented lines name a zone, indented ones have its settings; rich rules stand deeper. */
function zonesOf(text: string): readonly FirewalldZone[] {
  const zones: (FirewalldZone & { readonly lines: Map<string, ZoneLine>; readonly rich: ZoneLine[] })[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const heading = /^([^\s(]+)(?: \(([a-z, ]+)\))?\s*$/.exec(raw);
    const setting = /^ {2}([a-z-]+|rich rules): ?(.*)$/.exec(raw);
    const zone = zones.at(-1);
    if (heading !== null) {
      const [, name = "", marks = ""] = heading;
      zones.push({ name, line, isDefault: marks.includes("default"), lines: new Map(), rich: [] });
    } else if (setting !== null) {
      zone?.lines.set(setting[1] ?? "", { line, text: (setting[2] ?? "").trim() });
    } else if (/^\s+rule/.test(raw)) {
      zone?.rich.push({ line, text: raw.trim() });
    }
  }
  return zones.filter(({ lines }) => lines.has("target") && !lines.has("ingress-zones"));
}

function wordsOf({ lines }: FirewalldZone, setting: string): readonly string[] {
  return (lines.get(setting)?.text ?? "").split(/\s+/).filter((word) => word !== "");
}

function sourceCondition(source: string): Condition {
  const set = parseAddressText(source);
  if (set !== undefined) return { kind: "address", side: "source", set };
  if (source.startsWith("ipset:"))
    return { kind: "ipset", name: source.slice("ipset:".length), sides: ["source"], negated: false };
  return { kind: "unknown", why: `the source '${source}' can't be decided` };
}
