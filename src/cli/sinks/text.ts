// The report for people, at the end of the run; the lab's story is told as it happens.
import { documentHead } from "../../core/run/document.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { Sink } from "../pump.ts";
import type { Paint } from "../text/paint.ts";
import { renderExamined, renderUpdatePolicy } from "../text/render-diagnose.ts";
import { renderDiscover } from "../text/render-discover.ts";
import { renderFirewall } from "../text/render-firewall.ts";
import { renderChange } from "../text/render-change.ts";
import { renderFindings, renderVerdict } from "../text/render-findings.ts";
import { renderProbe } from "../text/render-probe.ts";
import { renderSymptom } from "../text/render-symptom.ts";
import { renderStoryEnd, renderStoryStep } from "../text/render-story.ts";
import type { Output } from "./json.ts";

export function textSink(output: Output, width: number, paint: Paint): Sink {
  return {
    onEvent: async (event, state) => {
      if (event.type === "probe-finished" && event.result.kind === "story-step") {
        await output.write(renderStoryStep(event.result.outcome, width, paint));
      } else if (event.type === "run-finished") {
        for (const part of renderReport(state, width, paint)) await output.write(part);
        if (state.pasted.documents.length + state.pasted.notUnderstood.length === 0) return;
        // It explains codes, whose table is large.
        const { nextCommand, renderPasted } = await import("../text/render-pasted.ts");
        for (const part of renderPasted(state.pasted, width, paint)) await output.write(part);
        if (state.started?.command === "read" && state.pasted.documents.length > 0)
          await output.write(`\n${paint("dim", "Next:")} ${nextCommand(state.pasted)}\n`);
      }
    },
  };
}

function* renderReport(state: RunState, width: number, paint: Paint): Generator<string> {
  const { command, partial } = documentHead(state);
  if (command === "lab" || command === "demo") {
    yield renderStoryEnd(state.story, partial, paint);
    return;
  }
  if (command === "publish" || command === "unpublish" || command === "undo") {
    yield* renderChange(state, paint);
    yield* renderFindings(state.findings.inOrder(), width, paint);
    return;
  }
  yield renderVerdict(state.findings.counts(), { unknown: state.unknown, partial, command }, paint);
  const findings = renderFindings(state.findings.inOrder(), width, paint);
  if (command === "read") {
    yield* findings;
  } else if (command === "firewall") {
    yield* findings;
    if (state.firewall !== undefined) yield* renderFirewall(state.firewall, width, paint);
  } else if (command === "diagnose") {
    if (state.symptom !== undefined) yield* renderSymptom(state.symptom, width, paint);
    yield* findings;
    yield* renderExamined(state, width, paint);
  } else if (command === "update-policy") {
    yield "\n";
    if (state.updatePolicy !== undefined) yield renderUpdatePolicy(state.updatePolicy, width, paint);
    yield* findings;
  } else {
    const body =
      command === "discover" ? renderDiscover(state, width, paint) : renderProbe(state, width, paint);
    yield "\n";
    yield* body.text;
    yield* findings;
    yield body.next;
  }
}
