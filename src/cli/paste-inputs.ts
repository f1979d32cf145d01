// Pasted text from files or standard input, decoded. What is no text is refused with what to do instead.
import { createReadStream } from "node:fs";
import { UsageError } from "../core/errors.ts";
import type { PastedText } from "../core/windows/read-texts.ts";
import { decodeText } from "../io/text/decode-text.ts";
import { readBytes } from "./read-lines.ts";

/** More is a log to be counted, not a paste to be read. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_LINES = 500_000;

/** `lead` names the option before the file (`--paste `), or nothing. Throws UsageError. */
export async function readPaste(file: string, lead: string): Promise<PastedText> {
  const name = file === "-" ? "standard input" : `'${file}'`;
  const stream = file === "-" ? process.stdin : createReadStream(file);
  const bytes = await readBytes(stream, name, lead, MOST_BYTES);
  if (bytes.subarray(0, 8).toString("latin1") === "ElfFile\u0000") {
    const export_ = `wevtutil qe ${file === "-" ? "FILE.evtx" : `"${file}"`} /lf:true /f:xml > events.xml`;
    throw new UsageError(`${lead}${name} is a binary event log (.evtx), which is not read`, {
      hint: `On Windows export it as text: ${export_}`,
    });
  }
  const decoded = await decodeText(bytes);
  if (!decoded.ok)
    throw new UsageError(`${lead}${name} is no text: ${decoded.error}`, {
      hint: "Name a text file, such as the output of 'cscript //nologo slmgr.vbs /dlv > dlv.txt'.",
    });
  if (decoded.value.text.trim() === "")
    throw new UsageError(`${lead}${name} is empty`, { hint: "Paste what Windows printed." });
  if (countLines(decoded.value.text) > MOST_LINES)
    throw new UsageError(`${lead}${name} has more than ${MOST_LINES} lines`, { hint: "Split it." });
  return { file, text: decoded.value.text };
}

/** As they are counted in ranges: CR, LF or both end a line. */
function countLines(text: string): number {
  let count = 1;
  for (const _ of text.matchAll(/\r\n|\n|\r/g)) count += 1;
  return count;
}
