// `diagnose` and `update-policy` for people: what was examined stands behind the findings.
import type { RunState } from "../../core/run/fold.ts";
import { unexamined } from "../../core/run/unexamined.ts";
import type { UpdatePolicyReport } from "../../core/run/zone-report.ts";
import { wrap } from "./layout.ts";
import type { Paint } from "./paint.ts";
import { renderDiscover } from "./render-discover.ts";
import { renderProbe } from "./render-probe.ts";

/** Yields the sections of what was examined. */
export function* renderExamined(state: RunState, width: number, paint: Paint): Generator<string> {
  yield `\n${paint("strong", "Examined")}\n\n`;
  yield* renderDiscover(state, width, paint).text;
  if (state.targets.size() > 0) {
    yield "\n";
    yield* renderProbe(state, width, paint).text;
  }
  for (const { zone, primary, nameServers, updatePolicy } of state.zones.values()) {
    yield `\n${paint("strong", `zone ${zone}`)}\n`;
    yield `  primary       ${primary ?? "not known"}\n`;
    yield `  name servers  ${nameServers.join(", ") || "none could be asked"}\n`;
    yield `  updates       ${updatePolicy === null ? "not examined" : sayPolicy(updatePolicy)}\n`;
  }
  let heading = `\n${paint("strong", "Not examined")}\n\n`;
  for (const { subject, why } of unexamined(state)) {
    yield heading;
    heading = "";
    for (const line of wrap("  ", `${subject}: ${why}`, width)) yield `${line}\n`;
  }
}

export function renderUpdatePolicy(report: UpdatePolicyReport, width: number, paint: Paint): string {
  const { zone, primary, serialBefore, serialAfter, evidence } = report;
  const serials =
    serialBefore === null ? "" : `  serial   ${serialBefore} before, ${serialAfter ?? "not known"} after\n`;
  return [
    `${paint("strong", zone)}  ${sayPolicy(report)}\n`,
    `  primary  ${primary ?? "none could be found"}\n`,
    serials,
    ...evidence.flatMap((line) => wrap("  seen: ", line, width).map((part) => `${part}\n`)),
  ].join("");
}

const WORDS: Readonly<Record<UpdatePolicyReport["policy"], string>> = {
  disabled: "updates are refused: records must be written by hand",
  open: "anyone here may write, without a signature",
  tsig: "updates need a TSIG signature",
  "gss-tsig": "updates need a GSS-TSIG signature (secure only)",
  signed: "updates need a signature; of which kind can't be seen",
  unknown: "not known: no answer tells",
};

export function sayPolicy({ policy, rcode }: UpdatePolicyReport): string {
  return `${WORDS[policy]}${rcode === null ? "" : ` (${rcode})`}`;
}
