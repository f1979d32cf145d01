// Finds the documents in pasted text by their structure, and lists the lines that belong to none.
import type { DocumentReader, LineRange, WindowsDocument } from "./document.ts";
import { isNoise, isPrompt, MOST_CHARACTERS, pasteLines, textAt, type PasteLine } from "./paste-line.ts";
import { aoListReader } from "./parse-ao-list.ts";
import { atoReader } from "./parse-ato.ts";
import { eventCsvReader } from "./parse-event-csv.ts";
import { eventJsonReader } from "./parse-event-json.ts";
import { eventTextReader } from "./parse-event-text.ts";
import { eventXmlReader } from "./parse-event-xml.ts";
import { ipconfigReader } from "./ipconfig-reader.ts";
import { dcdiagReader } from "./parse-dcdiag-dns.ts";
import { nslookupReader } from "./parse-nslookup.ts";
import { portqryReader } from "./parse-portqry.ts";
import { regFileReader } from "./parse-reg-file.ts";
import { resolveDnsNameReader } from "./parse-resolve-dnsname.ts";
import { testNetConnectionReader } from "./parse-test-netconnection.ts";
import { osppHistoryReader } from "./parse-ospp-history.ts";
import { osppReader } from "./parse-ospp.ts";
import { slmgrReader } from "./parse-slmgr.ts";
import { slmgrPartReader } from "./parse-slmgr-part.ts";
import { xprReader } from "./parse-xpr.ts";

export type NotUnderstood = { readonly lines: LineRange; readonly why: string };

export type ReadText = {
  readonly documents: readonly WindowsDocument[];
  readonly notUnderstood: readonly NotUnderstood[];
};

const NOTHING_KNOWN = "markup or data in which nothing is known here";

/** The first that takes a line reads it. */
const READERS: readonly DocumentReader[] = [
  eventXmlReader,
  eventJsonReader,
  eventCsvReader,
  eventTextReader,
  osppHistoryReader,
  osppReader,
  slmgrReader,
  slmgrPartReader,
  atoReader,
  xprReader,
  nslookupReader,
  resolveDnsNameReader,
  testNetConnectionReader,
  portqryReader,
  regFileReader,
  dcdiagReader,
  aoListReader,
  ipconfigReader,
];

/** Linear in the length of the text: a start is told from the few lines around it, and no line is read twice. */
export function readDocuments(text: string): ReadText {
  const lines = pasteLines(text);
  const starts = lines.map(({ text: line }, index) =>
    line === "" ? undefined : READERS.find((reader) => reader.starts(lines, index)),
  );
  const limits = limitsOf(lines, starts);
  const documents: WindowsDocument[] = [];
  const unread = new Map<number, string>();
  for (let index = 0; index < lines.length;) {
    const reading = starts[index]?.read(lines, index, limits[index] ?? lines.length);
    if (reading === undefined) {
      if (!isNoise(textAt(lines, index))) unread.set(index, whyUnread(lines[index]));
      index += 1;
      continue;
    }
    const { body, end, leftOver } = reading;
    if (body === null) {
      for (let at = index; at < end; at++) if (!isNoise(textAt(lines, at))) unread.set(at, NOTHING_KNOWN);
    } else {
      documents.push({ ...body, lines: rangeOf(lines, index, end - 1) });
      for (const left of leftOver) unread.set(left, `in '${body.kind}': this line is not known`);
    }
    // A reader that took nothing must not be asked again.
    index = Math.max(end, index + 1);
  }
  return { documents, notUnderstood: rangesOf(lines, unread) };
}

/** For each line, where what begins there ends at the latest: at a prompt, or where something else begins. */
function limitsOf(
  lines: readonly PasteLine[],
  starts: readonly (DocumentReader | undefined)[],
): readonly number[] {
  const limits: number[] = [];
  let next = lines.length;
  for (let index = lines.length - 1; index >= 0; index--) {
    limits[index] = next;
    const reader = starts[index];
    if ((reader !== undefined && reader.isWeak !== true) || isPrompt(textAt(lines, index))) next = index;
  }
  return limits;
}

function rangeOf(lines: readonly PasteLine[], first: number, last: number): LineRange {
  return [lines[first]?.first ?? 0, lines[last]?.last ?? 0];
}

function whyUnread(line: PasteLine | undefined): string {
  const isLong = (line?.text.length ?? 0) > MOST_CHARACTERS;
  return isLong
    ? "longer than the lines that Windows prints"
    : "no output that is known here begins like that";
}

/** Neighbours with the same reason become one range. */
function rangesOf(
  lines: readonly PasteLine[],
  unread: ReadonlyMap<number, string>,
): readonly NotUnderstood[] {
  const ranges: { first: number; last: number; readonly why: string }[] = [];
  for (const [index, why] of [...unread].sort(([left], [right]) => left - right)) {
    const open = ranges.at(-1);
    if (open?.last === index - 1 && open.why === why) open.last = index;
    else ranges.push({ first: index, last: index, why });
  }
  return ranges.map(({ first, last, why }) => ({ lines: rangeOf(lines, first, last), why }));
}
