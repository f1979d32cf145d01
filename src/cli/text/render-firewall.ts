// `firewall` for people: who gets through, and the rules that decide.
import { escapeText } from "../../core/text/escape-text.ts";
import type { FirewallReport } from "../../core/run/firewall-report.ts";
import { wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";

const MOST_BLOCKS = 24;
const MOST_RULES = 20;

/** Yields the section behind the findings. */
export function* renderFirewall(report: FirewallReport, width: number, paint: Paint): Generator<string> {
  const { host, port, exact, allowed, bounds, blockedClients, exposed, decisive, shadowed } = report;
  yield `\n${paint("strong", `Who can reach ${host ?? "the host"} on TCP ${port}`)}\n\n`;
  yield* blocks(exact ? "allowed   " : "surely    ", allowed, width);
  if (bounds !== null) yield* blocks("perhaps   ", bounds.upper, width);
  yield* blocks("blocked   ", blockedClients, width);
  yield* blocks("exposed   ", exposed, width);
  if (decisive.length > 0) yield `\n${paint("strong", "Rules that decide")}\n\n`;
  for (const { rule, file, line, effect, cidrs } of decisive.slice(0, MOST_RULES)) {
    yield `  ${paint(effect === "allow" ? "good" : "bad", effect.padEnd(5))}  ${escapeText(`${file}:${line}: ${rule}`)}\n`;
    yield* blocks("       ", cidrs, width);
  }
  yield* cut(decisive.length);
  if (shadowed.length > 0) yield `\n${paint("strong", "Rules that never apply to it")}\n\n`;
  for (const { rule, file, line, by } of shadowed.slice(0, MOST_RULES)) {
    yield `  ${escapeText(`${file}:${line}: ${rule}`)}\n`;
    yield `    behind ${escapeText(by)}\n`;
  }
  yield* cut(shadowed.length);
  yield* renderChange(report, paint);
  if (report.assumptions.length > 0) yield `\n${paint("strong", "Taken for granted")}\n\n`;
  for (const text of report.assumptions) yield* lines("  ", escapeText(text), width);
}

function* renderChange({ smallestChange }: FirewallReport, paint: Paint): Generator<string> {
  if (smallestChange === null) return;
  yield `\n${paint("strong", "The smallest change that lets exactly the clients in")}\n\n`;
  for (const line of smallestChange.text.trimEnd().split("\n")) yield `  ${escapeText(line)}\n`;
}

function* blocks(lead: string, cidrs: readonly string[], width: number): Generator<string> {
  const more = cidrs.length > MOST_BLOCKS ? ` and ${cidrs.length - MOST_BLOCKS} more, see --json` : "";
  const text = cidrs.length === 0 ? "nobody" : `${cidrs.slice(0, MOST_BLOCKS).join(" ")}${more}`;
  yield* lines(`  ${lead}`, text, width);
}

function* lines(lead: string, text: string, width: number): Generator<string> {
  for (const line of wrap(lead, text, width)) yield `${line}\n`;
}

function* cut(count: number): Generator<string> {
  if (count > MOST_RULES) yield `  … and ${count - MOST_RULES} more; --json has them all\n`;
}
