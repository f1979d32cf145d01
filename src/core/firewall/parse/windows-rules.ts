// Rules of the Windows firewall as one list: they have no order, a block wins over every permission, and what no rule takes is
// decided by the profile (netsh advfirewall; New-NetFirewallRule).
import type { Condition, Rule, RuleBase, Span, Verdict } from "../model.ts";
import { addressAlternatives } from "./address-text.ts";
import { orderedRuleBase } from "./ordered-rules.ts";
import type { ParseHints } from "./parsed.ts";
import { parsePorts } from "./port-text.ts";

export type WindowsProfile = NonNullable<ParseHints["profile"]>;

/** Null stands for a word that is not known. */
export type WindowsRule = Span & {
  readonly text: string;
  readonly isEnabled: boolean | null;
  readonly isInbound: boolean | null;
  readonly action: "allow" | "block" | "bypass" | null;
  /** Empty: all. */
  readonly profiles: readonly WindowsProfile[] | null;
  /** `tcp`, a number, or `any`. */
  readonly protocol: string;
  readonly localPorts: readonly string[];
  readonly remotePorts: readonly string[];
  readonly localAddresses: readonly string[];
  readonly remoteAddresses: readonly string[];
  /** Empty where any will do. */
  readonly program: string;
  readonly service: string;
  /** What else restricts it, in words. */
  readonly others: readonly string[];
};

export type WindowsDefault = Span & {
  readonly profile: WindowsProfile;
  readonly isEnabled: boolean;
  readonly inbound: "allow" | "block" | "block-always" | null;
};

/** Programs that answer for KMS: the licensing service and its COM host. */
const KMS_PROGRAM = /(^|\\)(sppextcomobj|sppsvc)\.exe$/i;
const KMS_SERVICE = /^(sppsvc|\*|any|)$/i;

export function windowsRuleBase(
  rules: readonly WindowsRule[],
  defaults: readonly WindowsDefault[],
  hints: ParseHints,
  file: string,
): RuleBase {
  const profile = hints.profile ?? "domain";
  const own = defaults.find((each) => each.profile === profile);
  const assumptions = [
    ...(hints.profile === null ? ["the profile of the network is Domain (--profile names another)"] : []),
    ...(own === undefined
      ? ["the profile blocks what no rule allows: its defaults are not in the dump"]
      : []),
  ];
  const end = own ?? { file, line: 1 };
  const common = {
    file: end.file,
    line: end.line,
    hook: "inbound",
    isStateful: true,
    name: "windows",
  } as const;
  if (own?.isEnabled === false) {
    const text = `the firewall is off in the profile ${profile}`;
    return orderedRuleBase([{ ...common, text, rules: [], policy: "accept" }], assumptions);
  }
  const list = own?.inbound === "block-always" ? [] : listOf(rules, profile);
  const policy =
    own === undefined || own.inbound !== null ? (own?.inbound === "allow" ? "accept" : "drop") : "unknown";
  const text = `the profile ${profile} ${policy === "accept" ? "allows" : "blocks"} what no rule names`;
  return orderedRuleBase([{ ...common, text, rules: list, policy }], assumptions);
}

const ORDER = { bypass: 0, block: 1, allow: 2 } as const;

function listOf(rules: readonly WindowsRule[], profile: WindowsProfile): readonly Rule[] {
  const applying = rules.filter(
    ({ isEnabled, isInbound, profiles }) =>
      isEnabled !== false &&
      isInbound !== false &&
      (profiles === null || profiles.length === 0 || profiles.includes(profile)),
  );
  // A rule whose action is not known may block, so it comes with the blocks and can't be decided.
  return applying
    .toSorted((left, right) => ORDER[left.action ?? "block"] - ORDER[right.action ?? "block"])
    .flatMap(toRules);
}

/** Addresses of which nothing is known (`LocalSubnet`) make a second rule, which can't be decided. */
function toRules(rule: WindowsRule): readonly Rule[] {
  const { file, line, text, action } = rule;
  const verdict: Verdict =
    action === null
      ? { kind: "unknown", why: "its words are in a language that is not known" }
      : { kind: action === "block" ? "drop" : "accept" };
  const why = (words: string): string => `which addresses '${words}' are is not in the dump`;
  const conditions = conditionsOf(rule);
  return addressAlternatives(rule.localAddresses, "destination", why).flatMap((local) =>
    addressAlternatives(rule.remoteAddresses, "source", why).map((remote): Rule => ({
      file,
      line,
      text,
      conditions: [...conditions, ...local, ...remote],
      verdict,
    })),
  );
}

function conditionsOf(rule: WindowsRule): readonly Condition[] {
  const { isEnabled, isInbound, action, profiles, protocol, program, service, others } = rule;
  const conditions: Condition[] = [];
  const unknown = (why: string): void => void conditions.push({ kind: "unknown", why });
  if (protocol !== "any" && protocol !== "tcp" && protocol !== "6") return [{ kind: "never" }];
  // A rule for another program does not open the port of this one.
  if (program !== "" && !KMS_PROGRAM.test(program)) return [{ kind: "never" }];
  if (!KMS_SERVICE.test(service)) return [{ kind: "never" }];
  if (protocol !== "any") {
    addPorts(rule.localPorts, "destination", conditions);
    addPorts(rule.remotePorts, "source", conditions);
  }
  if (isEnabled === null || isInbound === null || profiles === null)
    unknown("its words are in a language that is not known");
  if (action === "bypass") unknown("it lets authenticated machines bypass other rules");
  for (const other of others) unknown(other);
  return conditions;
}

function addPorts(texts: readonly string[], side: "source" | "destination", conditions: Condition[]): void {
  if (texts.length === 0) return;
  const ranges = parsePorts(texts);
  if (ranges !== undefined) conditions.push({ kind: "port", side, ranges });
  // RPC, RPC-EPMap, IPHTTPS and the like: ports that the system hands out, none of which KMS has.
  else if (
    texts.every((text) =>
      /^(RPC|RPC-?EPMap|IPHTTPS(In|Out)?|Teredo|PlayToDiscovery|mDNS|CORTANA\w*)$/i.test(text),
    )
  )
    conditions.push({ kind: "never" });
  else
    conditions.push({ kind: "unknown", why: `the ports '${texts.join(",").slice(0, 60)}' can't be decided` });
}
