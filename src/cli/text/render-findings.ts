// The verdict line and the findings, worst first, each with evidence and remedy.
import type { Finding, Severity } from "../../core/checks/finding.ts";
import type { SeverityCounts } from "../../core/run/finding-list.ts";
import { worstOf } from "../../core/run/verdict.ts";
import { plural, wrap } from "./layout.ts";
import type { Paint, Tone } from "./paint.ts";

const TONES: Readonly<Record<Severity, Tone>> = { error: "bad", warning: "warn", info: "note" };

/** Beyond this many of one kind only the first are told in full. */
const FULL_PER_ID = 20;

export function* renderFindings(findings: Iterable<Finding>, width: number, paint: Paint): Generator<string> {
  const told = new Map<string, number>();
  for (const finding of findings) {
    if (told.size === 0) yield `\n${paint("strong", "Findings")}\n`;
    const earlier = told.get(finding.id) ?? 0;
    told.set(finding.id, earlier + 1);
    if (earlier < FULL_PER_ID) yield renderFinding(finding, width, paint);
  }
  for (const [id, count] of told) {
    if (count <= FULL_PER_ID) continue;
    yield `\n  … and ${plural(count - FULL_PER_ID, "more finding")} ${id}; --json has them all\n`;
  }
}

function renderFinding(
  { id, severity, subject, title, detail, evidence, remedy }: Finding,
  width: number,
  paint: Paint,
): string {
  const lines = (lead: string, text: string): string => `${wrap(lead, text, width).join("\n")}\n`;
  return [
    `\n  ${paint(TONES[severity], severity.padEnd(7))}  ${paint("strong", id)}  ${subject}\n`,
    lines("    ", `${title}.`),
    paint("dim", lines("    ", detail)),
    ...evidence.map((line) => lines("    seen: ", line)),
    // Commands are there to be pasted, so a line of a remedy stays one line.
    ...remedy.map((line) => `    do:   ${line}\n`),
  ].join("");
}

/** `2 errors, 1 warning`, or that nothing was found; what could not be determined is never passed over. */
export type VerdictFrame = {
  readonly unknown: number;
  readonly partial: boolean;
  readonly command: string;
};

/** Without a finding. A text that was read may still tell of a failure whose cause does not stand in it. */
export function sayNothingFound(command: string): string {
  return command === "read"
    ? "No finding: what was read says nothing about a cause"
    : "Nothing wrong was seen";
}

export function renderVerdict(
  counts: SeverityCounts,
  { unknown, partial, command }: VerdictFrame,
  paint: Paint,
): string {
  const worst = worstOf(counts);
  const lines = [
    ...(partial ? [paint("warn", "Interrupted: what follows is what was known by then.")] : []),
    ...(worst === null ? [] : [paint(TONES[worst], sayCounts(counts))]),
    ...(unknown > 0
      ? [paint("warn", `Not known in ${plural(unknown, "case")}: nobody could tell, see below`)]
      : []),
    ...(worst === null && unknown === 0
      ? [
          command === "read"
            ? sayNothingFound(command)
            : paint("good", partial ? "Nothing wrong so far" : sayNothingFound(command)),
        ]
      : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** `2 errors, 1 warning`; empty where nothing was found. */
export function sayCounts(counts: SeverityCounts): string {
  return [
    ...(counts.error > 0 ? [plural(counts.error, "error")] : []),
    ...(counts.warning > 0 ? [plural(counts.warning, "warning")] : []),
    ...(counts.info > 0 ? [plural(counts.info, "note")] : []),
  ].join(", ");
}
