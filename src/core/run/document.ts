// The folded state as the JSON document of its command: whole, or as text in pieces for the large ones.
import { InvariantError } from "../errors.ts";
import type { RunState } from "./fold.ts";
import type { DiscoverResult, LabResult, ProbeResultDocument, ReportDocument } from "./report.ts";

type Head = Omit<ReportDocument, "result" | "findings">;

/** Throws InvariantError for a run that has not started and ended. */
export function documentHead({ started, finished }: RunState): Head {
  if (started === undefined || finished === undefined) {
    throw new InvariantError("a report was asked for before the run had started and finished");
  }
  const { tool, version, command, startedAt } = started;
  return { tool, version, command, startedAt, elapsedMs: finished.elapsedMs, partial: finished.partial };
}

/** The whole document. */
export function reportDocument(state: RunState): ReportDocument {
  return { ...documentHead(state), result: resultOf(state), findings: [...state.findings.inOrder()] };
}

/** The same document as JSON text, one entry of its lists at a time, so that it never exists as one string. */
export function* documentChunks(state: RunState): Generator<string> {
  const head = JSON.stringify(documentHead(state));
  yield `${head.slice(0, -1)},"result":{${JSON.stringify(resultKey(state))}:[`;
  yield* joined(resultJson(state));
  yield `]},"findings":[`;
  yield* joined(state.findings.jsonInOrder());
  yield "]}";
}

type ResultKey = "domains" | "targets" | "story";

function resultKey(state: RunState): ResultKey {
  const { command } = documentHead(state);
  switch (command) {
    case "discover":
      return "domains";
    case "probe":
      return "targets";
    case "lab":
    case "demo":
      return "story";
    default:
      throw new InvariantError(`no report is known for the command '${command}'`);
  }
}

function resultOf(state: RunState): DiscoverResult | ProbeResultDocument | LabResult {
  switch (resultKey(state)) {
    case "domains":
      return { domains: [...state.domains.inOrder()] };
    case "targets":
      return { targets: [...state.targets.inOrder()] };
    case "story":
      return { story: state.story };
  }
}

function resultJson(state: RunState): Iterable<string> {
  switch (resultKey(state)) {
    case "domains":
      return state.domains.jsonInOrder();
    case "targets":
      return state.targets.jsonInOrder();
    case "story":
      return state.story.map((step) => JSON.stringify(step));
  }
}

/** Entries with commas between them, in pieces of some 64 thousand characters. */
function* joined(entries: Iterable<string>): Generator<string> {
  let piece = "";
  let separator = "";
  for (const entry of entries) {
    piece += separator + entry;
    separator = ",";
    if (piece.length < 65_536) continue;
    yield piece;
    piece = "";
  }
  yield piece;
}
