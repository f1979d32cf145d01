// The report for people, at the end of the run; the lab's story is told as it happens.
import { documentHead } from "../../core/run/document.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { Sink } from "../pump.ts";
import type { Paint } from "../text/paint.ts";
import { renderDiscover } from "../text/render-discover.ts";
import { renderFindings, renderVerdict } from "../text/render-findings.ts";
import { renderProbe } from "../text/render-probe.ts";
import { renderStoryEnd, renderStoryStep } from "../text/render-story.ts";
import type { Output } from "./json.ts";

export function textSink(output: Output, width: number, paint: Paint): Sink {
  return {
    onEvent: async (event, state) => {
      if (event.type === "probe-finished" && event.result.kind === "story-step") {
        await output.write(renderStoryStep(event.result.outcome, width, paint));
      } else if (event.type === "run-finished") {
        for (const part of renderReport(state, width, paint)) await output.write(part);
      }
    },
  };
}

function* renderReport(state: RunState, width: number, paint: Paint): Generator<string> {
  const { command, partial } = documentHead(state);
  if (command !== "discover" && command !== "probe") {
    yield renderStoryEnd(state.story, partial, paint);
    return;
  }
  const body = command === "discover" ? renderDiscover(state, paint) : renderProbe(state, paint);
  yield renderVerdict(state.findings.counts(), partial, paint);
  yield "\n";
  yield* body.text;
  yield* renderFindings(state.findings.inOrder(), width, paint);
  yield body.next;
}
