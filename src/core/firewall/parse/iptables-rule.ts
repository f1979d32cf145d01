// One rule of iptables-save as conditions and a verdict. An option that is not known makes the rule one that can't be decided.
import type { AddressType, Condition, ConnectionState, Side, Verdict } from "../model.ts";
import { complementWithin, parseAddressText } from "./address-text.ts";
import type { IptablesWord } from "./iptables-words.ts";
import { complementPorts, parsePorts } from "./port-text.ts";
import { flagBits } from "./tcp-flag-text.ts";

type Parsed = { readonly conditions: readonly Condition[]; readonly verdict: Verdict };

/** Targets that go on with the next rule. */
const NOISE = new Set(
  (
    "LOG ULOG NFLOG MARK CONNMARK TRACE TCPMSS TCPOPTSTRIP SET CLASSIFY DSCP TOS TTL HL CHECKSUM AUDIT SECMARK " +
    "CONNSECMARK CT LED RATEEST IDLETIMER TEE HMARK ECN"
  ).split(" "),
);
const DROPS = new Set(["DROP", "REJECT", "TARPIT"]);
const ACCEPTS = new Set(["ACCEPT", "SNAT", "MASQUERADE"]);

/** Null for a rule that neither decides nor leads elsewhere. `chainOf` gives the key of a user's chain. */
export function iptablesRule(
  words: readonly IptablesWord[],
  chainOf: (name: string) => string | undefined,
): Parsed | null {
  const conditions: Condition[] = [];
  let verdict: Verdict | null = null;
  let isNegated = false;
  for (let at = 0; at < words.length;) {
    const { text: option = "", isQuoted = false } = words[at] ?? {};
    at++;
    if (option === "!" && !isQuoted) {
      isNegated = true;
      continue;
    }
    const values: string[] = [];
    for (; at < words.length && !isOption(words[at]); at++) values.push(words[at]?.text ?? "");
    if (option === "-j" || option === "--jump") {
      const [target = ""] = values;
      verdict = targetVerdict(target, chainOf);
      // Options of the target say how to log, reject or mark; one of them decides: whether connections are tracked.
      if (words.slice(at).some(({ text }) => text === "--notrack")) verdict = elsewhere("--notrack");
      break;
    }
    if (option === "-g" || option === "--goto") {
      const chain = chainOf(values[0] ?? "");
      verdict = chain === undefined ? elsewhere(values[0] ?? "") : { kind: "goto", chain };
      break;
    }
    conditions.push(...optionConditions(option, values, isNegated));
    isNegated = false;
  }
  return verdict === null ? null : { conditions, verdict };
}

function isOption(word: IptablesWord | undefined): boolean {
  return word !== undefined && !word.isQuoted && (word.text === "!" || /^--?[a-zA-Z]/.test(word.text));
}

function targetVerdict(target: string, chainOf: (name: string) => string | undefined): Verdict | null {
  const chain = chainOf(target);
  if (chain !== undefined) return { kind: "jump", chain };
  if (ACCEPTS.has(target)) return { kind: "accept" };
  if (DROPS.has(target)) return { kind: "drop" };
  if (target === "RETURN") return { kind: "return" };
  return NOISE.has(target) ? null : elsewhere(target);
}

function elsewhere(target: string): Verdict {
  return { kind: "unknown", why: `'${target}' sends packets elsewhere or is not known` };
}

function optionConditions(
  option: string,
  values: readonly string[],
  isNegated: boolean,
): readonly Condition[] {
  const condition = optionCondition(option, values, isNegated);
  if (condition === null) return [];
  if (condition !== undefined) return [condition];
  return [
    { kind: "unknown", why: `${option} ${values.join(" ").slice(0, 60)}`.trim() + " can't be decided" },
  ];
}

/** Null for an option that restricts nothing, undefined for one that can't be decided. */
function optionCondition(
  option: string,
  values: readonly string[],
  isNegated: boolean,
): Condition | null | undefined {
  const [value = "", second = ""] = values;
  switch (option) {
    case "-m":
    case "--match":
      // What decides are the options of the match; these need none.
      return value === "socket" || value === "rpfilter" || value === "unclean" ? undefined : null;
    case "--comment":
      return null;
    case "-p":
    case "--protocol":
      return /^(tcp|6|all|0)$/.test(value) === isNegated ? { kind: "never" } : null;
    case "-s":
    case "--source":
    case "--src-range":
      return address("source", value, isNegated);
    case "-d":
    case "--destination":
    case "--dst-range":
      return address("destination", value, isNegated);
    case "-i":
    case "--in-interface":
      return { kind: "interface", way: "in", names: [value.replace(/\+$/, "*")], negated: isNegated };
    case "-o":
    case "--out-interface":
      return { kind: "interface", way: "out", names: [value.replace(/\+$/, "*")], negated: isNegated };
    case "-f":
    case "--fragment":
      return isNegated ? null : { kind: "never" };
    case "--dport":
    case "--dports":
      return ports("destination", value, isNegated);
    case "--sport":
    case "--sports":
      return ports("source", value, isNegated);
    case "--syn":
      return { kind: "flags", mask: 23, value: 2, negated: isNegated };
    case "--tcp-flags": {
      const mask = flagBits(value.split(","));
      const flags = flagBits(second.split(","));
      if (mask === undefined || flags === undefined) return undefined;
      return { kind: "flags", mask, value: flags, negated: isNegated };
    }
    case "--ctstate":
    case "--state":
      return states(value, isNegated);
    case "--ctdir":
      return { kind: "direction", direction: (value === "ORIGINAL") !== isNegated ? "request" : "reply" };
    case "--match-set":
      return {
        kind: "ipset",
        name: value,
        sides: second.split(",").map((side): Side => (side === "src" ? "source" : "destination")),
        negated: isNegated,
      };
    case "--src-type":
      return addressType("source", value, isNegated);
    case "--dst-type":
      return addressType("destination", value, isNegated);
    case "--pkt-type":
      return (value === "unicast") === isNegated ? { kind: "never" } : null;
    case "--icmp-type":
    case "--icmpv6-type":
    case "--rt-type":
    case "--ahspi":
    case "--espspi":
      // There are no such headers in the packets of a plain TCP connection.
      return isNegated ? null : { kind: "never" };
    default:
      return undefined;
  }
}

function address(side: Side, text: string, isNegated: boolean): Condition | undefined {
  const set = parseAddressText(text);
  if (set === undefined) return undefined;
  return { kind: "address", side, set: isNegated ? complementWithin(set, set.v4.length > 0 ? 4 : 6) : set };
}

function ports(side: Side, text: string, isNegated: boolean): Condition | undefined {
  const ranges = parsePorts(text.split(","));
  if (ranges === undefined) return undefined;
  return { kind: "port", side, ranges: isNegated ? complementPorts(ranges) : ranges };
}

const STATES: readonly ConnectionState[] = ["new", "established", "related", "invalid", "untracked"];

/** DNAT and SNAT are no states of a connection that nobody translated. */
function states(text: string, isNegated: boolean): Condition | undefined {
  const named = text.toLowerCase().split(",");
  if (!named.every((name) => /^[ds]nat$/.test(name) || STATES.some((state) => state === name)))
    return undefined;
  return { kind: "state", states: STATES.filter((state) => named.includes(state) !== isNegated) };
}

function addressType(side: Side, text: string, isNegated: boolean): Condition {
  const named = text.split(",").map((type): AddressType => {
    const word = type.toLowerCase();
    return word === "local" || word === "unicast" ? word : "other";
  });
  const types = (["local", "unicast", "other"] as const).filter((type) => named.includes(type) !== isNegated);
  return { kind: "address-type", side, types };
}
