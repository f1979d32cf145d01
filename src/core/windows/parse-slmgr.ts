// Reads `slmgr /dlv`, `/dli` and `/dlv all` (one block a licence) of hosts, clients and others, Windows 7 to Server 2025.
import type { DocumentReader, Reading, SlmgrKind } from "./document.ts";
import { labelledLine, type LabelledLine, valueAt } from "./labelled-line.ts";
import { isPrompt, type PasteLine, textAt } from "./paste-line.ts";
import type { SlmgrFacts } from "./slmgr-facts.ts";
import { slmgrFacts, type SlmgrValues } from "./slmgr-values.ts";
import { fieldOfLabel, SLMGR_SENTENCES, type SlmgrField } from "./slmgr-labels.ts";
import { fieldByStructure, hostNumbers, rearmCounts } from "./slmgr-structure.ts";
import { isSaidEnabled, wholeNumber } from "./value-shapes.ts";

/** The channel stands in the description, which is English everywhere. */
const CHANNEL =
  /\b(VOLUME_[A-Z0-9_-]+|RETAIL|OEM_[A-Z_]+|TIMEBASED_[A-Z_]+|VIRTUAL_MACHINE_ACTIVATION)\b(?:\([^)]{0,40}\))?/;
const VERSION = /^\d{1,3}\.\d{1,3}\.\d{1,6}(?:\.\d{1,6})?$/;

export const slmgrReader: DocumentReader = {
  starts: (lines, index) => isBlockStart(lines, index) || isVersionLine(lines, index),
  read: (lines, start, limit) => readSlmgrBlock(lines, start, limit, true),
};

/** The name of a licence with its description below. */
function isBlockStart(lines: readonly PasteLine[], index: number): boolean {
  const name = labelledLine(textAt(lines, index));
  if (name === undefined || name.value === "" || name.label.startsWith("LICENSE ")) return false;
  const description = labelledLine(textAt(lines, index + 1));
  if (description === undefined || !CHANNEL.test(description.value)) return false;
  return !isVersion(lines, index - 1) && !(isBlank(lines, index - 1) && isVersion(lines, index - 2));
}

function isVersionLine(lines: readonly PasteLine[], index: number): boolean {
  return isVersion(lines, index) && blockAfterVersion(lines, index) !== undefined;
}

function isVersion(lines: readonly PasteLine[], index: number): boolean {
  return VERSION.test(valueAt(lines, index));
}

function isBlank(lines: readonly PasteLine[], index: number): boolean {
  return lines[index]?.text.trim() === "";
}

/** Where the name stands below the version, with or without a blank line between. */
function blockAfterVersion(lines: readonly PasteLine[], index: number): number | undefined {
  const at = isBlank(lines, index + 1) ? index + 2 : index + 1;
  const description = labelledLine(textAt(lines, at + 1));
  return description !== undefined && CHANNEL.test(description.value) ? at : undefined;
}

/** The longest output has some sixty; what comes later belongs to another one. */
const MOST_LINES = 100;

type Entry = LabelledLine & { readonly index: number };
type Read = { readonly entries: readonly Entry[]; readonly sentences: readonly Entry[] };

/** `hasHead`: the lines begin with version, name and description, not in the middle of an output. */
export function readSlmgrBlock(
  lines: readonly PasteLine[],
  start: number,
  limit: number,
  hasHead: boolean,
): Reading | undefined {
  const { entries, sentences } = readEntries(lines, start, Math.min(limit, start + MOST_LINES));
  const isEnglish = entries.filter(isEnglishLabel).length >= ENOUGH_ENGLISH;
  const fields = nameFields(entries, sentences, hasHead, isEnglish);
  const values: SlmgrValues = { fields: new Map(), sentences: sentences.map(({ value }) => value) };
  const understood = new Set<number>();
  for (const entry of entries) {
    const field = fields.get(entry);
    if (field === undefined) continue;
    understood.add(entry.index);
    if (!values.fields.has(field)) values.fields.set(field, entry.value);
  }
  for (const entry of sentences) if (isSentence(entry, lines)) understood.add(entry.index);
  const facts = slmgrFacts(values, CHANNEL, isEnglish ? "labels" : "structure");
  let end = start;
  for (const index of understood) end = Math.max(end, index + 1);
  if (end === start) return undefined;
  const leftOver = [...entries, ...sentences]
    .map(({ index }) => index)
    .filter((index) => index < end && !understood.has(index));
  const isUsed =
    facts.partialProductKey !== null || facts.licenceState !== null || facts.licenceText !== null;
  // The sentence that says so is translated.
  if (!isUsed && facts.host === null && facts.client === null)
    return { body: { kind: "slmgr-unused", facts: { name: facts.name } }, end, leftOver: [] };
  return { body: { kind: kindOf(facts), facts }, end, leftOver };
}

/** Sentences have an empty label. A value may stand alone on the line below its label. */
function readEntries(lines: readonly PasteLine[], start: number, limit: number): Read {
  const entries: Entry[] = [];
  const sentences: Entry[] = [];
  for (let index = start; index < limit; index++) {
    const text = textAt(lines, index);
    if (text.trim() === "" || isPrompt(text)) continue;
    const line = labelledLine(text);
    const isHeading = line?.value === "" && fieldOfLabel(line.label) === undefined;
    const previous = entries.at(-1);
    if (line !== undefined && !isHeading) {
      entries.push({ ...line, index });
    } else if (line === undefined && previous?.index === index - 1 && previous.value === "") {
      entries[entries.length - 1] = { ...previous, value: text.trim(), index };
    } else {
      sentences.push({ indent: text.length - text.trimStart().length, label: "", value: text.trim(), index });
    }
  }
  return { entries, sentences };
}

/** With fewer of them the output is in another language, where a word may be the same by chance. */
const ENOUGH_ENGLISH = 3;

function isEnglishLabel({ label }: Entry): boolean {
  return /^[A-Z][\w ()-]+$/.test(label) && fieldOfLabel(label) !== undefined;
}

function nameFields(
  entries: readonly Entry[],
  sentences: readonly Entry[],
  hasHead: boolean,
  isEnglish: boolean,
): ReadonlyMap<Entry, SlmgrField> {
  const fields = new Map<Entry, SlmgrField>();
  const seen = new Set<SlmgrField>();
  const open: Entry[] = [];
  const firstLines: readonly SlmgrField[] = ["name", "description"];
  const top = !hasHead
    ? []
    : VERSION.test(entries[0]?.value ?? "")
      ? (["serviceVersion", ...firstLines] as const)
      : firstLines;
  const byLabel = new Map(entries.map((entry, place) => [entry, top[place] ?? fieldOfLabel(entry.label)]));
  const labelled = new Set(byLabel.values());
  for (const entry of entries) {
    const shape = fieldByStructure(entry, seen);
    // What a label names, no shape elsewhere can be.
    const field = byLabel.get(entry) ?? (labelled.has(shape) ? undefined : shape);
    if (field === undefined) {
      open.push(entry);
      continue;
    }
    fields.set(entry, field);
    seen.add(field);
  }
  // A whole number under an English label that is not known is something new.
  if (!isEnglish) nameNumbers(open, sentences, seen, fields);
  return fields;
}

/** The whole numbers that no label names, by where they stand. */
function nameNumbers(
  open: readonly Entry[],
  sentences: readonly Entry[],
  seen: ReadonlySet<SlmgrField>,
  fields: Map<Entry, SlmgrField>,
): void {
  const numbers = open.filter(({ value }) => wholeNumber(value) !== undefined);
  const pivot = sentences.find(({ value }) => /DNS/.test(value) && !seen.has("cmid"))?.index;
  const isHost = pivot !== undefined && !seen.has("currentCount");
  const before = numbers.filter(({ index }) => isHost && index < pivot).length;
  const names =
    isHost && before >= 2 ? hostNumbers(before, numbers.length - before) : rearmCounts(numbers.length);
  for (const [place, entry] of numbers.entries()) {
    const field = names[place];
    if (field !== undefined && !seen.has(field)) fields.set(entry, field);
  }
  // Between the publishing and the requests stands one word.
  const priority = open.find(({ value, index }) => isHost && index > pivot && /^[\p{L}]{2,20}$/u.test(value));
  if (priority !== undefined && /^(?:normal|low)$/i.test(priority.value)) fields.set(priority, "priority");
}

/** A sentence that is known, that says what is read from sentences, or that heads an indented block. */
function isSentence({ value, indent, index }: Entry, lines: readonly PasteLine[]): boolean {
  const lower = value.toLowerCase();
  if (SLMGR_SENTENCES.some((known) => lower.startsWith(known))) return true;
  if (/DNS|KMS/.test(value) && isSaidEnabled(value) !== undefined) return true;
  return indent === 0 && [1, 2].some((below) => /^ {2,}\S/.test(textAt(lines, index + below)));
}

/** A part without its head is told by what it holds. */
function kindOf({ channel, activationId, host, client }: SlmgrFacts): SlmgrKind {
  const form = activationId === null ? "slmgr-dli" : "slmgr-dlv";
  if (channel?.startsWith("VOLUME_KMSCLIENT")) return `${form}-client`;
  if (channel?.startsWith("VOLUME_KMS")) return `${form}-host`;
  if (channel !== null) return `${form}-other`;
  return host !== null ? `${form}-host` : client !== null ? `${form}-client` : `${form}-other`;
}
