// Reads events as text: `wevtutil /f:text`, the Event Viewer's copy in any language, `Get-WinEvent | Format-List`, and bare
// messages whose line of fields tells by its shape which event it is.
import type { DocumentReader, Reading } from "./document.ts";
import { eventXmlReader } from "./parse-event-xml.ts";
import { isNoise, isPrompt, type PasteLine, textAt } from "./paste-line.ts";
import { labelledLine } from "./labelled-line.ts";
import { idOfFields, sppEvent } from "./spp-event-data.ts";
import { SPP_EVENT_IDS, SPP_PROVIDERS, type SppEvent } from "./spp-event.ts";
import { wholeNumber } from "./value-shapes.ts";

/** The longest event has fewer lines. */
const MOST_LINES = 60;
const COMPUTER = /^(?:Computer|MachineName|Equipo|Ordinateur|计算机)$/i;
/** The provider stands near the top. */
const HEAD_LINES = 4;

export const eventTextReader: DocumentReader = {
  starts: (lines, index) => isHeadStart(lines, index) || isMessageStart(lines, index),
  read: (lines, start): Reading | undefined => {
    const events: SppEvent[] = [];
    let otherEvents = 0;
    let end = start;
    for (let index = start; index < lines.length;) {
      const isStart = isHeadStart(lines, index) || isMessageStart(lines, index);
      if (!isStart && (lines[index]?.text.trim() ?? "") === "") {
        index += 1;
        continue;
      }
      if (!isStart) break;
      end = index = endOfEvent(lines, index, (from, to) => {
        const event = readEvent(lines, from, to);
        if (event === undefined) otherEvents += 1;
        else events.push(event);
      });
    }
    if (events.length + otherEvents === 0) return undefined;
    return { body: { kind: "events-text", facts: { events, otherEvents } }, end, leftOver: [] };
  },
};

/** `Event[3]:`, or the first of the labelled lines among which one names the provider. */
function isHeadStart(lines: readonly PasteLine[], index: number): boolean {
  const text = textAt(lines, index);
  if (/^Event\[\d{1,9}\]:?$/.test(text)) return true;
  if (labelledLine(text) === undefined) return false;
  const before = textAt(lines, index - 1);
  if (/^Event\[\d{1,9}\]:?$/.test(before) || (!isNoise(before) && labelledLine(before) !== undefined))
    return false;
  return lines
    .slice(index, index + HEAD_LINES)
    .some((line) => SPP_PROVIDERS.test(labelledLine(line.text)?.value ?? ""));
}

/** A line of fields, or up to three lines of message above it. */
function isMessageStart(lines: readonly PasteLine[], index: number): boolean {
  const text = textAt(lines, index);
  if (idOfFields(text) !== undefined) return true;
  if (
    !/^\s*(?:The client has (?:sent|processed) an activation|An activation request has been processed)/.test(
      text,
    )
  )
    return false;
  return lines.slice(index + 1, index + HEAD_LINES).some((line) => idOfFields(line.text) !== undefined);
}

/**
 * An event ends at a prompt, at the next event, at two blank lines, or behind its line of fields. Its copy in XML, which the
 * Event Viewer puts behind it, is passed over.
 */
function endOfEvent(
  lines: readonly PasteLine[],
  start: number,
  found: (from: number, to: number) => void,
): number {
  let end = start + 1;
  let hasFields = idOfFields(textAt(lines, start)) !== undefined;
  for (; end < Math.min(lines.length, start + MOST_LINES); end++) {
    const text = textAt(lines, end);
    const isBlank = text.trim() === "";
    if (isPrompt(text) || (isBlank && hasFields) || (isBlank && lines[end + 1]?.text.trim() === "")) break;
    if (eventXmlReader.starts(lines, end)) {
      found(start, end);
      return eventXmlReader.read(lines, end, lines.length)?.end ?? end;
    }
    if (end > start + 1 && isHeadStart(lines, end)) break;
    const hasMore = idOfFields(text) !== undefined;
    if (hasMore && hasFields) break;
    hasFields ||= hasMore;
  }
  found(start, end);
  return end;
}

function readEvent(lines: readonly PasteLine[], from: number, to: number): SppEvent | undefined {
  const texts = lines.slice(from, to).map(({ text }) => text);
  const heads = texts.map((text) => labelledLine(text));
  const provider = heads.findIndex((head) => SPP_PROVIDERS.test(head?.value ?? ""));
  const fields = texts.flatMap(
    (text) => idOfFields(labelledLine(text)?.value ?? text) ?? idOfFields(text) ?? [],
  )[0];
  const numbers = heads.map((head) => wholeNumber(head?.value ?? ""));
  const named = heads.findIndex((head) =>
    /^(?:Event ID|Id|Ereignis-ID|Id\. del evento)$/i.test(head?.label ?? ""),
  );
  const id =
    numbers[named] ??
    fields ??
    numbers.find((number) => number !== undefined && SPP_EVENT_IDS.includes(number));
  if (id === undefined || !SPP_EVENT_IDS.includes(id) || (provider === -1 && fields === undefined))
    return undefined;
  const time = heads.find((head) => /\d{1,2}:\d{2}:\d{2}/.test(head?.value.slice(0, 60) ?? ""))?.value;
  const computer = heads.find((head) => COMPUTER.test(head?.label ?? ""))?.value;
  return sppEvent(id, { time, computer }, [bodyOf(texts)]);
}

/** In a list of PowerShell the message is a value, indented below its label. */
function bodyOf(texts: readonly string[]): string {
  return texts
    .map((text) => (/^Message\s*:/.test(text) ? (labelledLine(text)?.value ?? "") : text))
    .join("\n");
}
