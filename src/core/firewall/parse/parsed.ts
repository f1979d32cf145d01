// What a reader of one format gives: the rules of one file, or why it can't be read.
import type { Result } from "../../result.ts";
import type { RuleBase } from "../model.ts";

/** The names of `--rules-format`. */
export const RULE_FORMATS = [
  "nft-json",
  "nft",
  "iptables-save",
  "ipset-save",
  "ufw",
  "firewalld",
  "netsh",
  "netfirewall-json",
  "aws-sg",
  "aws-nacl",
  "azure-nsg",
  "gcp",
] as const;
export type RuleFormat = (typeof RULE_FORMATS)[number];

/** The text of one file, and how reports call it. */
export type RuleDump = { readonly file: string; readonly text: string };

/** `line`: where reading ended. `reason` goes on after `line 7`. */
export type ParseProblem = { readonly line: number; readonly reason: string };

/** What some dumps leave open; what they need of it is taken from here, or assumed. */
export type ParseHints = {
  readonly zone: string | null;
  readonly profile: "domain" | "private" | "public" | null;
};

/** Total: whatever the text, it gives rules or a problem, in linear time. */
export type ParseFile = (dump: RuleDump, hints: ParseHints) => Result<RuleBase, ParseProblem>;

/** Takes all files of a format, since in some a rule is spread over several. */
export type ParseRules = (
  dumps: readonly RuleDump[],
  hints: ParseHints,
) => Result<RuleBase, ParseProblem & { readonly file: string }>;

const MOST_TEXT = 240;

/** A rule as people should see it: one line, and not longer than they read. */
export function ruleText(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}
