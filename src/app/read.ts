// The use case `read`: what Windows printed, and the findings that it leads to without any network.
import { withoutExplained } from "../core/checks/causality.ts";
import { pastedFacts } from "../core/checks/pasted-facts.ts";
import { judgePasted } from "../core/checks/pasted-rules.ts";
import type { RunEvent } from "../core/run/event.ts";
import { readTexts, type PastedText } from "../core/windows/read-texts.ts";
import { runEvents, type RunInfo, type RunPorts } from "./run-events.ts";
import { tellTexts } from "./tell-texts.ts";

export function read(
  info: RunInfo,
  texts: readonly PastedText[],
  ports: RunPorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(info, ports, signal, async (events) => {
    const reading = readTexts(texts);
    await tellTexts(reading, events);
    const tied = judgePasted(pastedFacts(reading.documents, null));
    for (const finding of withoutExplained(tied)) events.emit({ type: "finding-raised", finding });
  });
}
