// What a reader of one format gives: the rules of one file, or why it can't be read.
import type { Result } from "../../result.ts";
import type { RuleBase } from "../model.ts";

/** The names of `--rules-format`. */
export const RULE_FORMATS = [
  "nft-json",
  "nft",
  "iptables-save",
  "ipset-save",
] as const;
export type RuleFormat = (typeof RULE_FORMATS)[number];

/** `line`: where reading ended. `reason` goes on after `line 7`. */
export type ParseProblem = { readonly line: number; readonly reason: string };

/** What some dumps leave open; what they need of it is taken from here, or assumed. */
export type ParseHints = {
  readonly zone: string | null;
  readonly profile: "domain" | "private" | "public" | null;
};

/** Total: whatever the text, it gives rules or a problem, in linear time. `file` is for the spans. */
export type ParseRules = (text: string, file: string, hints: ParseHints) => Result<RuleBase, ParseProblem>;

const MOST_TEXT = 240;

/** A rule as people should see it: one line, and not longer than they read. */
export function ruleText(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > MOST_TEXT ? `${line.slice(0, MOST_TEXT)}…` : line;
}
