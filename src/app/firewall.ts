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
import type { ReadRules } from "./read-rules.ts";
import { runEvents, type RunInfo, type RunPorts } from "./run-events.ts";

export type FirewallInput = ReadRules & {
  readonly files: readonly string[];
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
    const probe = { kind: "firewall", files: input.files } as const;
    emit({ type: "probe-started", probe });
    const facts = judgeRules(input);
    const assumptions = assumptionsOf(input.rules, facts.question, input);
    const report = firewallReport(facts, input.formats, assumptions);
    emit({ type: "probe-finished", probe, result: { kind: "firewall", report } });
    for (const finding of judge(FIREWALL_RULES, facts)) emit({ type: "finding-raised", finding });
  });
}

/** Pure: everything that the rules say about the question. */
export function judgeRules({ rules, question: asked, clients, files }: FirewallInput): FirewallFacts {
  const question = { ...asked, interface: asked.interface ?? assumedInterface(rules) };
  const evaluation = evaluate(rules, question);
  return { question, files, evaluation, exposure: exposureOf(evaluation, question, clients), change: [] };
}
