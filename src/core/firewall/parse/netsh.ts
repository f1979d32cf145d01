// Reads `netsh advfirewall firewall show rule name=all verbose`, and `netsh advfirewall show allprofiles` beside it. Windows
// translates the labels, so blocks are read by their structure: a name over a line of dashes, then fields in a fixed order.
import { err, ok } from "../../result.ts";
import { actionWord, isAnyWord, isInboundWord, profileWords, yesOrNo } from "./netsh-words.ts";
import { ruleText, type ParseRules } from "./parsed.ts";
import {
  windowsRuleBase,
  type WindowsDefault,
  type WindowsProfile,
  type WindowsRule,
} from "./windows-rules.ts";

/** A label with its value; lines below that have no label belong to the value. */
type Field = { readonly line: number; readonly value: string };

type Block = { readonly name: string; readonly line: number; readonly fields: readonly Field[] };

/** The same in every language. */
const PROTOCOL =
  /^(TCP|UDP|ICMPv4|ICMPv6|IGMP|GRE|IPv6|IPv6-(Route|Frag|NoNxt|Opts)|HOPOPT|L2TP|PGM|VRRP|\d{1,3})$/i;
const POLICY = /^(BlockInboundAlways|BlockInbound|AllowInbound|NotConfigured),\s*\w+$/i;
const PROFILE_ORDER: readonly WindowsProfile[] = ["domain", "private", "public"];

export const parseNetsh: ParseRules = (dumps, hints) => {
  const rules: WindowsRule[] = [];
  const defaults: WindowsDefault[] = [];
  for (const { file, text } of dumps) {
    const blocks = blocksOf(text);
    if (blocks.length === 0) return err({ file, line: 1, reason: "has no name over a line of dashes" });
    for (const block of blocks) {
      const policy = block.fields.find(({ value }) => POLICY.test(value));
      if (policy !== undefined) defaults.push(defaultOf(block, policy, file, defaults.length));
      const rule = ruleOf(block, file);
      if (rule !== undefined) rules.push(rule);
    }
  }
  return ok(windowsRuleBase(rules, defaults, hints, dumps[0]?.file ?? ""));
};

function blocksOf(text: string): readonly Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: { readonly name: string; readonly line: number; readonly fields: Field[] }[] = [];
  for (const [index, raw] of lines.entries()) {
    if (/^-{20,}\s*$/.test(raw)) {
      const heading = lines[index - 1] ?? "";
      // What was read of it as a field of the block before belongs to this one.
      const before = blocks.at(-1);
      if (before?.fields.at(-1)?.line === index) before.fields.pop();
      blocks.push({ name: valueOf(heading) ?? heading.trim(), line: index, fields: [] });
      continue;
    }
    const fields = blocks.at(-1)?.fields;
    const value = valueOf(raw);
    if (fields === undefined || raw.trim() === "") continue;
    if (value !== undefined) fields.push({ line: index + 1, value });
  }
  return blocks;
}

/** Behind the first colon, or behind the blanks of a table without colons. */
function valueOf(line: string): string | undefined {
  if (/^\s/.test(line)) return undefined;
  const colon = line.indexOf(":");
  if (colon > 0) return line.slice(colon + 1).trim();
  const gap = line.search(/\s{2,}/);
  return gap === -1 ? undefined : line.slice(gap).trim();
}

function ruleOf({ name, line, fields }: Block, file: string): WindowsRule | undefined {
  const values = fields.map(({ value }) => value);
  const at = protocolPlace(values);
  if (at === undefined) return undefined;
  const [enabled = "", direction = "", profiles = "", , local = "", remote = "", protocol = ""] =
    values.slice(at - 6, at + 1);
  const hasPorts = /^(TCP|UDP)$/i.test(protocol);
  const rest = values.slice(at + (hasPorts ? 3 : 1), -1);
  return {
    file,
    line,
    text: ruleText(
      `${name} (${values.at(-1) ?? ""} ${remote}${hasPorts ? ` port ${values[at + 1] ?? ""}` : ""})`,
    ),
    isEnabled: yesOrNo(enabled),
    isInbound: isInboundWord(direction),
    action: actionWord(values.at(-1) ?? ""),
    profiles: profileWords(profiles),
    protocol: isAnyWord(protocol) ? "any" : protocol.toLowerCase(),
    localPorts: hasPorts ? wordsOf(values[at + 1]) : [],
    remotePorts: hasPorts ? wordsOf(values[at + 2]) : [],
    localAddresses: wordsOf(local),
    remoteAddresses: wordsOf(remote),
    // A path is the same in every language.
    program: rest.find((value) => /\.(exe|dll)$/i.test(value) || /^system$/i.test(value)) ?? "",
    service: "",
    others: [],
  };
}

/** Behind enabled, direction, profiles, group, local and remote address. */
function protocolPlace(values: readonly string[]): number | undefined {
  const named = values.findIndex((value, index) => index >= 6 && PROTOCOL.test(value));
  if (named !== -1) return named;
  const any = values.findIndex((value, index) => index >= 6 && isAnyWord(value));
  return any === -1 ? undefined : any;
}

/** A list, empty where any will do. */
function wordsOf(text: string | undefined): readonly string[] {
  const words = (text ?? "").split(",").map((word) => word.trim());
  return words.some(isAnyWord) ? [] : words.filter((word) => word !== "");
}

/** Domain, private and public come in this order, or alone with their name in the heading. */
function defaultOf(
  { name, line, fields }: Block,
  policy: Field,
  file: string,
  index: number,
): WindowsDefault {
  const state = fields[0]?.value.toLowerCase() ?? "";
  const word = policy.value.toLowerCase();
  const named = PROFILE_ORDER.find((profile) => name.toLowerCase().startsWith(profile));
  return {
    file,
    line,
    profile: named ?? PROFILE_ORDER[index % 3] ?? "domain",
    isEnabled: !/^(off|aus|inactif|desactivado|disattivato|desativado|откл\S*|オフ|关闭)$/.test(state),
    inbound: word.startsWith("blockinboundalways")
      ? "block-always"
      : word.startsWith("blockinbound")
        ? "block"
        : word.startsWith("allowinbound")
          ? "allow"
          : null,
  };
}
