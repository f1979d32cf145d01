// The run as a SARIF 2.1.0 log: one result for each finding, and a notification where something could not be determined.
import type { Finding, Severity } from "../../../core/checks/finding.ts";
import { documentHead } from "../../../core/run/document.ts";
import type { RunState } from "../../../core/run/fold.ts";
import { reportVerdict } from "../report-verdict.ts";
import { FINDING_MEANINGS } from "./finding-meanings.ts";
import { sarifText } from "./sarif-text.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};
const IDS = Object.keys(FINDING_MEANINGS);

export function* renderSarif(state: RunState): Generator<string> {
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"tool":${JSON.stringify(toolOf(state))},`;
  yield `"invocations":[${JSON.stringify(invocationOf(state))}],"columnKind":"utf16CodeUnits","results":[`;
  let separator = "";
  for (const finding of state.findings.inOrder()) {
    yield `${separator}${JSON.stringify(resultOf(finding))}`;
    separator = ",";
  }
  yield "]}]}\n";
}

function toolOf(state: RunState): object {
  const { version } = documentHead(state);
  const rules = Object.entries(FINDING_MEANINGS).map(([id, { severity, meaning }]) => ({
    id,
    shortDescription: { text: meaning },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  return { driver: { name: "kms-doctor", version, semanticVersion: version, rules } };
}

function invocationOf(state: RunState): object {
  const { command, startedAt, elapsedMs, partial } = documentHead(state);
  const { kind, lines } = reportVerdict(state);
  const isIncomplete = partial || state.unknown > 0 || kind === "unknown";
  return {
    executionSuccessful: !partial,
    startTimeUtc: startedAt,
    endTimeUtc: new Date(Date.parse(startedAt) + elapsedMs).toISOString(),
    properties: { command },
    toolExecutionNotifications: isIncomplete
      ? [{ level: "warning", message: { text: sarifText(lines.join(". ")) } }]
      : [],
  };
}

function resultOf({ id, severity, subject, title, detail, evidence, remedy }: Finding): object {
  return {
    ruleId: id,
    ruleIndex: IDS.indexOf(id),
    level: LEVELS[severity],
    message: { text: sarifText(`${title}. ${detail}`) },
    locations: [{ logicalLocations: [{ fullyQualifiedName: sarifText(subject), kind: "resource" }] }],
    // The same finding about the same subject is the same trouble in the next run.
    partialFingerprints: { "idAndSubject/v1": sarifText(`${id} ${subject}`) },
    properties: { evidence: evidence.map(sarifText), remedy: remedy.map(sarifText) },
  };
}
