// The use case `firewall`: who can reach the port according to rule dumps, which rules decide, and what is wrong with that.
import { FIREWALL_RULES } from "../core/checks/catalogue.ts";
import type { FirewallFacts } from "../core/checks/firewall-facts.ts";
import { judge } from "../core/checks/rule.ts";
import { assumptionsOf, assumedInterface } from "../core/firewall/assumptions.ts";
import { evaluate } from "../core/firewall/evaluate.ts";
import { exposureOf } from "../core/firewall/exposure.ts";
import { firewallReport } from "../core/firewall/firewall-report.ts";
import type { Question } from "../core/firewall/question.ts";
import type { Cidr } from "../core/net/cidr.ts";
import type { RunEvent } from "../core/run/event.ts";
import type { ParseHints, RuleDump, RuleFormat } from "../core/firewall/parse/parsed.ts";
import type { ReadRules } from "./read-rules.ts";
import { findSmallestChange } from "./smallest-change.ts";
import { runEvents, type RunInfo, type RunPorts } from "./run-events.ts";

export type FirewallInput = ReadRules & {
  readonly dumps: readonly RuleDump[];
  /** What the operator named, null where it was recognised. */
  readonly format: RuleFormat | null;
  readonly hints: ParseHints;
  readonly question: Question;
  /** Who should get in; empty: not said. */
  readonly clients: readonly Cidr[];
  /** Whether the path was named. */
  readonly isPathGiven: boolean;
};

export function firewall(
  info: RunInfo,
  input: FirewallInput,
  ports: RunPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(info, ports, signal, async ({ emit }) => {
    const probe = { kind: "firewall", files: input.dumps.map(({ file }) => file) } as const;
    emit({ type: "probe-started", probe });
    const facts = judgeRules(input);
    const assumptions = assumptionsOf(input.rules, facts.question, input);
    const report = firewallReport(facts, input.formats, assumptions);
    emit({ type: "probe-finished", probe, result: { kind: "firewall", report } });
    for (const finding of judge(FIREWALL_RULES, facts)) emit({ type: "finding-raised", finding });
  });
}

/** Pure: everything that the rules say about the question. */
export function judgeRules(input: FirewallInput): FirewallFacts {
  const { rules, question: asked, clients, dumps } = input;
  const question = { ...asked, interface: asked.interface ?? assumedInterface(rules) };
  const evaluation = evaluate(rules, question);
  const exposure = exposureOf(evaluation, question, clients);
  const wanted = exposure.clients;
  const change =
    wanted === null ? null : findSmallestChange({ ...input, question, clients: wanted }, evaluation);
  return { question, files: dumps.map(({ file }) => file), evaluation, exposure, change };
}
