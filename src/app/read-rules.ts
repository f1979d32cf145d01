// Reads rule dumps: recognises what each is, and puts them together.
import type { RuleBase } from "../core/firewall/model.ts";
import type { ParseHints, RuleFormat } from "../core/firewall/parse/parsed.ts";
import { joinRuleBases, RULE_PARSERS } from "../core/firewall/parse/parse-rules.ts";
import { recogniseFormat } from "../core/firewall/parse/recognise.ts";
import { err, ok, type Result } from "../core/result.ts";

export type RuleDump = { readonly file: string; readonly text: string };

export type ReadRules = {
  readonly rules: RuleBase;
  /** Of each file, in their order. */
  readonly formats: readonly RuleFormat[];
};

export type RulesProblem = {
  readonly file: string;
  /** Null where the format is not known. */
  readonly format: RuleFormat | null;
  readonly line: number;
  /** One clause. */
  readonly reason: string;
};

/** `format`: what all files have; null: recognised by their content. */
export function readRules(
  dumps: readonly RuleDump[],
  format: RuleFormat | null,
  hints: ParseHints,
): Result<ReadRules, RulesProblem> {
  const bases: RuleBase[] = [];
  const formats: RuleFormat[] = [];
  for (const { file, text } of dumps) {
    const found = format ?? recogniseFormat(text) ?? null;
    if (found === null) return err({ file, format: null, line: 1, reason: "is in no format that is known" });
    const parsed = RULE_PARSERS[found](text, file, hints);
    if (!parsed.ok) return err({ file, format: found, ...parsed.error });
    bases.push(parsed.value);
    formats.push(found);
  }
  return ok({ rules: joinRuleBases(bases), formats });
}
