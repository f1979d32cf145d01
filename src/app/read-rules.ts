// Reads rule dumps: recognises what each is, and puts them together.
import type { RuleBase } from "../core/firewall/model.ts";
import type { ParseHints, RuleDump, RuleFormat } from "../core/firewall/parse/parsed.ts";
import { joinRuleBases, RULE_PARSERS } from "../core/firewall/parse/parse-rules.ts";
import { recogniseFormat } from "../core/firewall/parse/recognise.ts";
import { err, ok, type Result } from "../core/result.ts";

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
  const recognised: { readonly dump: RuleDump; readonly format: RuleFormat }[] = [];
  for (const dump of dumps) {
    const found = format ?? recogniseFormat(dump.text);
    if (found === undefined)
      return err({ file: dump.file, format: null, line: 1, reason: "is in no format that is known" });
    recognised.push({ dump, format: found });
  }
  const bases: RuleBase[] = [];
  for (const [found, group] of Map.groupBy(recognised, (each) => each.format)) {
    const parsed = RULE_PARSERS[found](
      group.map(({ dump }) => dump),
      hints,
    );
    if (!parsed.ok) return err({ format: found, ...parsed.error });
    bases.push(parsed.value);
  }
  return ok({ rules: joinRuleBases(bases), formats: recognised.map((each) => each.format) });
}
