// Reads the files that hold rule dumps, as people name them.
import { readRules, type ReadRules, type RulesProblem } from "../app/read-rules.ts";
import { UsageError } from "../core/errors.ts";
import {
  RULE_FORMATS,
  type ParseHints,
  type RuleDump,
  type RuleFormat,
} from "../core/firewall/parse/parsed.ts";
import { readTextFile } from "./read-lines.ts";

export type RulesFromFiles = ReadRules & {
  readonly dumps: readonly RuleDump[];
  readonly format: RuleFormat | null;
  readonly hints: ParseHints;
};

/** Throws UsageError for what can't be read, or is no whole dump. */
export async function readRuleFiles(
  files: readonly string[],
  format: RuleFormat | null,
  hints: ParseHints,
): Promise<RulesFromFiles> {
  const dumps: RuleDump[] = [];
  for (const file of files)
    dumps.push({
      file: file === "-" ? "standard input" : file,
      text: await readTextFile(file, "the rule dump"),
    });
  return rulesFrom(dumps, format, hints);
}

/** Throws UsageError for what is no whole dump. */
export function rulesFrom(
  dumps: readonly RuleDump[],
  format: RuleFormat | null,
  hints: ParseHints,
): RulesFromFiles {
  const read = readRules(dumps, format, hints);
  if (!read.ok) throw unreadable(read.error);
  return { ...read.value, dumps, format, hints };
}

function unreadable({ file, format, line, reason }: RulesProblem): UsageError {
  if (format === null) {
    return new UsageError(`'${file}' ${reason}`, {
      hint: `Name the format: --rules-format ${RULE_FORMATS.join("|")}.`,
    });
  }
  return new UsageError(`'${file}' is no whole dump of ${format}: line ${line} ${reason}`, {
    hint: "Make the dump again, or name another format with --rules-format.",
  });
}
