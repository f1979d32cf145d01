// Reads events in XML: `wevtutil /f:xml` (no root element), saved XML with a root, namespaced, cut off. No general XML reader:
// only elements, attributes and text that events have.
import { firstGroup } from "./value-shapes.ts";
import { escapeText } from "../text/escape-text.ts";
import type { DocumentReader } from "./document.ts";
import { isPrompt, type PasteLine, textAt } from "./paste-line.ts";
import { sppEvent } from "./spp-event-data.ts";
import { SPP_EVENT_IDS, SPP_PROVIDERS, type SppEvent } from "./spp-event.ts";

const EVENT = /<(?:[\w.-]{1,20}:)?Event(?=[\s>])/;
const EVENT_END = /<\/(?:[\w.-]{1,20}:)?Event>/;
const ROOT = /^\s*<(?:\?xml\b|\/?(?:[\w.-]{1,20}:)?Events(?:>|\s))/;
/** An event that never ends is cut off here. */
const MOST_LINES = 200;

export const eventXmlReader: DocumentReader = {
  starts: (lines, index) => isEventLine(lines[index]?.text) || ROOT.test(textAt(lines, index)),
  read: (lines, start) => {
    const end = endOfXml(lines, start);
    const text = lines
      .slice(start, end)
      .map((line) => line.text)
      .join("\n");
    const all = text.split(EVENT).slice(1).map(readEvent);
    if (all.length === 0) return { body: null, end, leftOver: [] };
    const events = all.flatMap((event) => event ?? []);
    const facts = { events, otherEvents: all.length - events.length };
    return { body: { kind: "events-xml", facts }, end, leftOver: [] };
  },
};

function isEventLine(text: string | undefined): boolean {
  return text !== undefined && text.includes("Event") && EVENT.test(text);
}

/** As long as one event or its root follows another. */
function endOfXml(lines: readonly PasteLine[], start: number): number {
  let end = start;
  let index = start;
  while (index < lines.length) {
    const text = textAt(lines, index);
    if (isEventLine(text)) index = end = endOfEvent(lines, index);
    else if (ROOT.test(text)) index = end = index + 1;
    else if (text.trim() === "") index += 1;
    else break;
  }
  return end;
}

function endOfEvent(lines: readonly PasteLine[], start: number): number {
  for (let index = start; index < Math.min(lines.length, start + MOST_LINES); index++) {
    const text = textAt(lines, index);
    if (index > start && (isEventLine(text) || isPrompt(text))) return index;
    if (EVENT_END.test(text)) return index + 1;
  }
  return Math.min(lines.length, start + MOST_LINES);
}

/** Undefined for events that are not of the licensing service. */
function readEvent(text: string): SppEvent | undefined {
  const id = Number(/<(?:[\w.-]{1,20}:)?EventID\b[^<>]{0,100}>\s*(\d{1,5})\s*</.exec(text)?.[1] ?? "NaN");
  const provider = firstGroup(/<(?:[\w.-]{1,20}:)?Provider\b([^<>]{0,400})/, text);
  if (!SPP_EVENT_IDS.includes(id) || !SPP_PROVIDERS.test(provider)) return undefined;
  const time = /\bSystemTime\s*=\s*["']([^"'<>]{1,40})["']/.exec(text)?.[1];
  const computer = /<(?:[\w.-]{1,20}:)?Computer>([^<>]{1,255})</.exec(text)?.[1];
  return sppEvent(id, { time, computer }, dataElements(text));
}

/** The text of `<Data>` elements; the last may be cut off. */
function dataElements(text: string): readonly string[] {
  const found = text.matchAll(/<(?:[\w.-]{1,20}:)?Data(?:\s[^<>]{0,200})?>(<!\[CDATA\[[^\]<]*\]\]>|[^<]*)/g);
  return [...found].map(([, data]) => unescapeXml((data ?? "").replace(/^<!\[CDATA\[([^\]]*)\]\]>$/, "$1")));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  const plain = text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,6})|#x([0-9a-f]{1,5}));/gi,
    (whole, name, decimal, hex) => {
      if (typeof name === "string") return ENTITIES[name.toLowerCase()] ?? whole;
      const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    },
  );
  return plain.split("\n").map(escapeText).join("\n");
}
