// The folded state as the JSON document of its command: whole, or as text in pieces for the large ones.
import { changeResult } from "./change-draft.ts";
import { InvariantError } from "../errors.ts";
import type { RunState } from "./fold.ts";
import type { ReportDocument } from "./report.ts";
import { unexamined } from "./unexamined.ts";
import type { ZoneReport } from "./zone-report.ts";

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
  return JSON.parse([...documentChunks(state)].join("")) as ReportDocument;
}

/** The same document as JSON text, one entry of its lists at a time, so that it never exists as one string. */
export function* documentChunks(state: RunState): Generator<string> {
  const head = JSON.stringify(documentHead(state));
  yield `${head.slice(0, -1)},"result":{`;
  let separator = "";
  for (const [key, part] of resultParts(state)) {
    yield `${separator}${JSON.stringify(key)}:`;
    if (typeof part === "string") {
      yield part;
    } else {
      yield "[";
      yield* joined(part);
      yield "]";
    }
    separator = ",";
  }
  yield `},"findings":[`;
  yield* joined(state.findings.jsonInOrder());
  yield "]}";
}

/** A member of the result as JSON text, or the entries of a list, each as JSON text. */
type ResultPart = readonly [key: string, part: string | Iterable<string>];

function resultParts(state: RunState): readonly ResultPart[] {
  const { command } = documentHead(state);
  switch (command) {
    case "read":
      return pastedParts(state);
    case "discover":
      return [["domains", state.domains.jsonInOrder()]];
    case "probe":
      return [["targets", state.targets.jsonInOrder()]];
    case "diagnose":
      return [
        ["domains", state.domains.jsonInOrder()],
        ["targets", state.targets.jsonInOrder()],
        ["zones", zonesOf(state).map((zone) => JSON.stringify(zone))],
        ["suffixes", JSON.stringify(state.suffixes)],
        ["unexamined", unexamined(state).map((entry) => JSON.stringify(entry))],
        ...(state.symptom === undefined ? [] : [["symptom", JSON.stringify(state.symptom)] as const]),
        ...(isPasted(state) ? [["pasted", JSON.stringify(state.pasted)] as const] : []),
      ];
    case "update-policy":
      return Object.entries(state.updatePolicy ?? {}).map(([key, value]) => [key, JSON.stringify(value)]);
    case "firewall":
      return Object.entries(state.firewall ?? {}).map(([key, value]) => [key, JSON.stringify(value)]);
    case "publish":
    case "unpublish":
    case "undo":
      return Object.entries(changeResult(state.change)).map(([key, value]) => [key, JSON.stringify(value)]);
    case "lab":
    case "demo":
      return [["story", state.story.map((step) => JSON.stringify(step))]];
    default:
      throw new InvariantError(`no report is known for the command '${command}'`);
  }
}

function pastedParts({ pasted }: RunState): readonly ResultPart[] {
  return [
    ["documents", pasted.documents.map((document) => JSON.stringify(document))],
    ["notUnderstood", pasted.notUnderstood.map((lines) => JSON.stringify(lines))],
  ];
}

function isPasted({ pasted }: RunState): boolean {
  return pasted.documents.length > 0 || pasted.notUnderstood.length > 0;
}

/** Zones in the order in which they were met. */
function zonesOf({ zones }: RunState): readonly ZoneReport[] {
  return [...zones.entries()].sort(([left], [right]) => left - right).map(([, zone]) => zone);
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
