// What rules say, in texts: for tests that read better with CIDRs than with sets.
import { readRules } from "../../../src/app/read-rules.ts";
import { evaluate, type Evaluation } from "../../../src/core/firewall/evaluate.ts";
import type { ParseHints, RuleDump, RuleFormat } from "../../../src/core/firewall/parse/parsed.ts";
import type { Question } from "../../../src/core/firewall/question.ts";
import { parseAddress } from "../../../src/core/net/address.ts";
import { setToCidrs, type AddressSet } from "../../../src/core/net/address-set.ts";
import { formatCidr } from "../../../src/core/net/cidr.ts";

export type Asked = Partial<Omit<Question, "host">> &
  Partial<ParseHints> & { readonly host?: string; readonly format?: RuleFormat };

export type Answer = {
  readonly surely: readonly string[];
  /** Equal to `surely` where the answer is exact. */
  readonly perhaps: readonly string[];
  /** `allow rules:3`, in the order of the evaluation. */
  readonly decisive: readonly string[];
  /** `rules:7 reason`. */
  readonly doubts: readonly string[];
  /** `rules:9 behind rules:3`. */
  readonly shadowed: readonly string[];
};

export function evaluateDumps(dumps: readonly RuleDump[], asked: Asked = {}): Evaluation {
  const { host, zone = null, profile = null, format = null } = asked;
  const read = readRules(dumps, format, { zone, profile });
  if (!read.ok) throw new Error(`${read.error.file}:${read.error.line} ${read.error.reason}`);
  const address = host === undefined ? undefined : parseAddress(host);
  return evaluate(read.value.rules, {
    host: address?.ok === true ? address.value : null,
    port: asked.port ?? 1688,
    interface: asked.interface ?? null,
    path: asked.path ?? "input",
  });
}

/** One text, or several files by their names. */
export function ask(rules: string | Readonly<Record<string, string>>, asked: Asked = {}): Answer {
  const files = typeof rules === "string" ? { rules } : rules;
  const dumps = Object.entries(files).map(([file, text]) => ({ file, text }));
  const { lower, upper, decisions, doubts, shadowed } = evaluateDumps(dumps, asked);
  return {
    surely: texts(lower),
    perhaps: texts(upper),
    decisive: decisions.map(({ by, effect }) => `${effect} ${by.file}:${by.line}`),
    doubts: doubts.map(({ rule, why }) => `${rule.file}:${rule.line} ${why}`),
    shadowed: shadowed.map(
      ({ rule, by }) =>
        `${rule.file}:${rule.line} behind ${by === null ? "several" : `${by.file}:${by.line}`}`,
    ),
  };
}

export function texts(set: AddressSet): readonly string[] {
  return setToCidrs(set).map(formatCidr);
}
