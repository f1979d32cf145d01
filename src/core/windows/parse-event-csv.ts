// Reads events in columns: `Get-WinEvent | Export-Csv`, and what the Event Viewer saves as CSV or as text with tabs.
import { textAt } from "./paste-line.ts";
import type { DocumentReader } from "./document.ts";
import { readRecord } from "./delimited.ts";
import type { PasteLine } from "./paste-line.ts";
import { sppEvent } from "./spp-event-data.ts";
import { SPP_EVENT_IDS, SPP_PROVIDERS, type SppEvent } from "./spp-event.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** Where things stand; -1 where they are not there. */
type Columns = {
  readonly delimiter: string;
  readonly id: number;
  readonly provider: number;
  readonly time: number;
  readonly computer: number;
  readonly message: number;
};

export const eventCsvReader: DocumentReader = {
  starts: (lines, index) => columnsAt(lines, index) !== undefined,
  read: (lines, start) => {
    const columns = columnsAt(lines, start);
    if (columns === undefined) return undefined;
    const events: SppEvent[] = [];
    let otherEvents = 0;
    let index = start + 1;
    while (index < lines.length) {
      const { fields, end } = readRecord(lines, index, columns.delimiter);
      if (!/^\d{1,5}$/.test(fields[columns.id] ?? "")) break;
      const event = readEvent(fields, columns);
      if (event === undefined) otherEvents += 1;
      else events.push(event);
      index = end;
    }
    if (index === start + 1) return undefined;
    return { body: { kind: "events-csv", facts: { events, otherEvents } }, end: index, leftOver: [] };
  },
};

function columnsAt(lines: readonly PasteLine[], index: number): Columns | undefined {
  const header = textAt(lines, index);
  const delimiter = DELIMITERS.find((each) => header.includes(each));
  if (delimiter === undefined || header.length > 1000) return undefined;
  const names = header.split(delimiter).map((name) => name.replace(/^"(.*)"$/, "$1").trim());
  return powershellColumns(names, delimiter) ?? viewerColumns(names, lines[index + 1]?.text, delimiter);
}

/** The names of properties are the same in every language. */
function powershellColumns(names: readonly string[], delimiter: string): Columns | undefined {
  const place = (...known: readonly string[]): number => names.findIndex((name) => known.includes(name));
  const [id, message] = [place("Id", "EventID"), place("Message")];
  if (id === -1 || message === -1) return undefined;
  return {
    delimiter,
    id,
    message,
    // The second names are those of Get-EventLog.
    provider: place("ProviderName", "Source"),
    time: place("TimeCreated", "TimeGenerated"),
    computer: place("MachineName"),
  };
}

/** The header is translated: five columns whose third holds the provider; the message comes sixth, without a header. */
function viewerColumns(
  names: readonly string[],
  next: string | undefined,
  delimiter: string,
): Columns | undefined {
  if (names.length !== 5 || next === undefined) return undefined;
  const first = next.slice(0, 300).split(delimiter);
  if (!/^\d{1,5}$/.test(first[3] ?? "") || !/^[\w"][\w -]{2,80}"?$/.test(first[2] ?? "")) return undefined;
  return { delimiter, id: 3, provider: 2, time: 1, computer: -1, message: 5 };
}

function readEvent(fields: readonly string[], columns: Columns): SppEvent | undefined {
  const id = Number(fields[columns.id]);
  const provider = columns.provider === -1 ? undefined : fields[columns.provider];
  if (!SPP_EVENT_IDS.includes(id) || (provider !== undefined && !SPP_PROVIDERS.test(provider)))
    return undefined;
  const message = fields[columns.message] ?? "";
  const head = { time: fields[columns.time], computer: fields[columns.computer] };
  return sppEvent(id, head, [message]);
}
