// Reads what `ufw status`, `ufw status verbose` and `ufw status numbered` print (ufw(8)).
import { err, ok } from "../../result.ts";
import type { BaseChain, Condition, Rule, Verdict } from "../model.ts";
import { parseAddressText } from "./address-text.ts";
import { parsePorts } from "./port-text.ts";
import { ruleText, type ParseFile } from "./parsed.ts";

const ACTION = /\s(ALLOW|DENY|REJECT|LIMIT)( IN| OUT| FWD)?\s/;
const MOST_LINE = 2_000;

/** TCP ports of the profiles that packages of web and shell servers bring along. */
const PROFILES: Readonly<Record<string, string>> = {
  OpenSSH: "22",
  WWW: "80",
  "WWW Secure": "443",
  "WWW Full": "80,443",
  Apache: "80",
  "Apache Secure": "443",
  "Apache Full": "80,443",
  "Nginx HTTP": "80",
  "Nginx HTTPS": "443",
  "Nginx Full": "80,443",
};

export const parseUfw: ParseFile = ({ text, file }) => {
  const lines = text.split(/\r?\n/);
  const status = lines.findIndex((line) => /^Status: (in)?active$/.test(line));
  if (status === -1) return err({ line: 1, reason: "has no 'Status: active'" });
  const input = `${file} input`;
  const forward = `${file} forward`;
  const chains = new Map<string, Rule[]>([
    [input, []],
    [forward, []],
  ]);
  const assumptions = [
    "what stands in before.rules and after.rules of ufw is left as it comes (iptables-save has it)",
  ];
  if (lines[status] === "Status: inactive")
    return ok({
      baseChains: [],
      chains,
      ipsets: new Map(),
      families: [4, 6],
      assumptions: ["ufw is inactive: it stops nothing"],
    });
  for (const [index, raw] of lines.entries()) {
    const match = raw.length > MOST_LINE ? null : ACTION.exec(raw);
    if (match === null || index < status) continue;
    const to = raw
      .slice(0, match.index)
      .replace(/^\[ *\d+\] */, "")
      .trim();
    const from = raw
      .slice(match.index + match[0].length)
      .replace(/ +# .*$/, "")
      .trim();
    const [, action = "", way = " IN"] = match;
    if (way === " OUT") continue;
    const span = { file, line: index + 1, text: ruleText(raw) };
    chains
      .get(way === " FWD" ? forward : input)
      ?.push({ ...span, conditions: conditionsOf(to, from, way), verdict: verdictOf(action) });
  }
  const defaults = lines.findIndex((line) => line.startsWith("Default: "));
  const defaultLine = lines[defaults] ?? "";
  const base = (chain: string, hook: "input" | "forward", word: string): BaseChain => {
    const policy = new RegExp(`(\\w+) \\(${word}\\)`).exec(defaultLine)?.[1];
    return {
      file,
      line: Math.max(defaults, status) + 1,
      chain,
      text:
        policy === undefined
          ? "the default policy, which only 'ufw status verbose' prints"
          : ruleText(defaultLine),
      hook,
      priority: 0,
      policy: policy === undefined ? "unknown" : policy === "allow" ? "accept" : "drop",
      family: "both",
      // What belongs to a connection is let through before any of these rules.
      sees: "first-packets",
    };
  };
  return ok({
    baseChains: [base(input, "input", "incoming"), base(forward, "forward", "routed")],
    chains,
    ipsets: new Map(),
    families: [4, 6],
    assumptions,
  });
};

function verdictOf(action: string): Verdict {
  if (action === "ALLOW") return { kind: "accept" };
  if (action !== "LIMIT") return { kind: "drop" };
  return { kind: "unknown", why: "more than six connections in thirty seconds are stopped" };
}

/** Rows for IPv6 say so, by their addresses or by `(v6)`; all others are for IPv4. */
function conditionsOf(to: string, from: string, way: string): readonly Condition[] {
  const isV6 = /\(v6\)|[0-9a-f]*:[0-9a-f]*:/i.test(`${to} ${from}`);
  return [
    { kind: "family", family: isV6 ? 6 : 4 },
    ...endConditions(to, "destination", way === " FWD" ? "out" : "in"),
    ...endConditions(from, "source", "in"),
  ];
}

/** `Anywhere`, `10.0.0.1 1688/tcp on eth0`, `80,443/tcp`, `OpenSSH`, `22/tcp (OpenSSH)`. */
function endConditions(
  text: string,
  side: "source" | "destination",
  way: "in" | "out",
): readonly Condition[] {
  const [, place = "", device] =
    /^(.*?)(?: on (\S+))?$/.exec(text.replace(/ ?\((v6|log|log-all|out)\)/g, "")) ?? [];
  const words = place.replace(/ \(.*\)$/, "").trim();
  const conditions: Condition[] = [];
  if (device !== undefined)
    conditions.push({ kind: "interface", way, names: [device.replace(/\+$/, "*")], negated: false });
  const [first = "", ...others] = words.split(" ");
  const [addressText, protocol] = splitProtocol(first);
  const set = parseAddressText(addressText);
  const isAddress = set !== undefined;
  if (isAddress) conditions.push({ kind: "address", side, set });
  if (isAddress || addressText === "Anywhere") {
    if (protocol !== undefined && protocol !== "tcp") conditions.push({ kind: "never" });
    const rest = others.join(" ");
    return rest === "" ? conditions : [...conditions, ...portConditions(rest, side)];
  }
  return [...conditions, ...portConditions(words, side)];
}

/** `10.0.0.0/8/tcp` is a block with a protocol. */
function splitProtocol(text: string): readonly [string, string | undefined] {
  const match = /^(.*)\/([a-z]+)$/.exec(text);
  return match === null ? [text, undefined] : [match[1] ?? "", match[2]];
}

function portConditions(text: string, side: "source" | "destination"): readonly Condition[] {
  const [portText, protocol] = splitProtocol(text);
  if (protocol !== undefined && protocol !== "tcp") return [{ kind: "never" }];
  const known = Object.hasOwn(PROFILES, text) ? PROFILES[text] : undefined;
  const ranges = parsePorts((known ?? portText).split(","));
  return ranges === undefined
    ? [{ kind: "unknown", why: `the application profile '${text.slice(0, 40)}' is not in the dump` }]
    : [{ kind: "port", side, ranges }];
}
