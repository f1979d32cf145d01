// The run as JUnit XML for CI systems: a case for each domain and target that was examined, and one for each finding.
// It keeps to what the published schemas agree on, so it names what some of them require and uses nothing that one forbids.
import { isAtLeast, type Finding } from "../../../core/checks/finding.ts";
import { documentHead } from "../../../core/run/document.ts";
import { isDomainUnknown, isTargetUnknown, type RunState } from "../../../core/run/fold.ts";
import type { FaceOptions } from "../face.ts";
import { reportVerdict } from "../report-verdict.ts";
import { escapeXml } from "./escape-xml.ts";

/** What a case is about, and why it is in error; null where it could be examined. */
type Examined = { readonly name: string; readonly unknown: string | null };

export function* renderJunit(state: RunState, options: FaceOptions): Generator<string> {
  const { command, version, startedAt, elapsedMs, partial } = documentHead(state);
  const counts = state.findings.counts();
  const failing = counts.error + (options.failOn === "warning" ? counts.warning : 0);
  let examined = 0;
  let errors = 0;
  for (const { unknown } of examinedCases(state, partial)) {
    examined += 1;
    if (unknown !== null) errors += 1;
  }
  const tests = examined + counts.error + counts.warning + counts.info;
  const className = `kms-doctor.${command}`;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n`;
  yield `  <testsuite name="kms-doctor ${escapeXml(command)}" package="kms-doctor" id="0" hostname="localhost"`;
  yield ` timestamp="${startedAt.slice(0, 19)}" time="${(elapsedMs / 1000).toFixed(3)}"`;
  yield ` tests="${tests}" failures="${failing}" errors="${errors}" skipped="0">\n`;
  yield `    <properties>\n      <property name="version" value="${escapeXml(version)}"/>\n`;
  yield `      <property name="partial" value="${partial}"/>\n    </properties>\n`;
  for (const { name, unknown } of examinedCases(state, partial)) {
    yield testCase(
      name,
      className,
      unknown === null ? "" : element("error", "not-known", unknown, "What was not seen is not healthy."),
    );
  }
  for (const finding of state.findings.inOrder()) yield findingCase(finding, className, options);
  yield* systemOut(state, options);
  yield `    <system-err/>\n  </testsuite>\n</testsuites>\n`;
}

function* examinedCases(state: RunState, partial: boolean): Generator<Examined> {
  for (const domain of state.domains.inOrder()) {
    const unknown = isDomainUnknown(domain)
      ? "No server gave an answer, or not all addresses are known"
      : null;
    yield { name: `domain ${domain.domain} was examined`, unknown };
  }
  for (const target of state.targets.inOrder()) {
    const unknown = isTargetUnknown(target)
      ? "The name could not be resolved, or this machine could not try"
      : null;
    yield { name: `target ${target.target} was examined`, unknown };
  }
  const { updatePolicy } = state;
  if (updatePolicy !== undefined) {
    const unknown = updatePolicy.policy === "unknown" ? "No answer tells how the zone takes updates" : null;
    yield { name: `update policy of ${updatePolicy.zone} was examined`, unknown };
  }
  if (partial)
    yield { name: "the run was completed", unknown: "Interrupted: this is what was known by then" };
}

/** Findings below the threshold are cases that pass: they stand in the list and fail nothing. */
function findingCase(finding: Finding, className: string, options: FaceOptions): string {
  const { id, severity, subject, title, detail, evidence, remedy } = finding;
  const text = [detail, ...evidence.map((line) => `seen: ${line}`), ...remedy.map((line) => `do: ${line}`)];
  return testCase(
    `${severity} ${id}: ${subject}`,
    className,
    fails(finding, options) ? element("failure", id, title, ...text) : "",
  );
}

/** The verdict, and what stands in the list without failing anything. */
function* systemOut(state: RunState, options: FaceOptions): Generator<string> {
  yield `    <system-out>${reportVerdict(state).lines.map(escapeXml).join("\n")}\n`;
  for (const finding of state.findings.inOrder()) {
    const { id, severity, subject, title } = finding;
    if (!fails(finding, options)) yield `${escapeXml(`${severity} ${id}: ${subject}: ${title}`)}\n`;
  }
  yield "</system-out>\n";
}

function fails({ severity }: Finding, { failOn }: FaceOptions): boolean {
  return isAtLeast(severity, failOn === "warning" ? "warning" : "error");
}

function testCase(name: string, className: string, inner: string): string {
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(className)}" time="0"`;
  return inner === "" ? `${head}/>\n` : `${head}>\n${inner}    </testcase>\n`;
}

function element(
  tag: "error" | "failure",
  type: string,
  message: string,
  ...lines: readonly string[]
): string {
  const attributes = `type="${escapeXml(type)}" message="${escapeXml(message)}"`;
  return `      <${tag} ${attributes}>${lines.map(escapeXml).join("\n")}</${tag}>\n`;
}
