// Pasted text as lines: control characters escaped, wrapped console lines joined, slips of text recognition in codes mended.
import { escapeText } from "../text/escape-text.ts";
import { mendCodes } from "./mend-codes.ts";

export type PasteLine = {
  /** Numbers of the lines in the pasted text, from 1; they differ where the console had wrapped the line. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
};

/** Longer lines hold events in XML, JSON or CSV, and are none of any other output. */
export const MOST_CHARACTERS = 1000;

/** Widths that consoles have. Lines that are as long by chance can't be told from broken ones at any other width. */
const CONSOLE_WIDTHS: readonly number[] = [80, 100, 120, 132, 160];

export function pasteLines(text: string): readonly PasteLine[] {
  const raw = text.split(/\r\n|\n|\r/).map(cleanLine);
  const width = wrapWidth(raw);
  const lines: PasteLine[] = [];
  let isOpen = false;
  for (const [index, part] of raw.entries()) {
    const previous = lines.at(-1);
    if (isOpen && previous !== undefined && isContinuation(part)) {
      lines[lines.length - 1] = { ...previous, last: index + 1, text: previous.text + part };
    } else {
      lines.push({ first: index + 1, last: index + 1, text: part });
    }
    isOpen = width > 0 && part.length === width;
  }
  return lines.map((line) => ({ ...line, text: mendCodes(line.text.trimEnd()) }));
}

/** Blanks of every kind become spaces; marks of the writing direction, which Windows puts into dates, go. */
function cleanLine(line: string): string {
  const plain = line.replace(/[\u00a0\u202f\u2007\u3000]/g, " ").replace(/[\u200e\u200f\ufeff]/g, "");
  return plain
    .split("\t")
    .map((part) => escapeText(part))
    .join("\t");
}

/** The text of a line; empty before the first and after the last. */
export function textAt(lines: readonly PasteLine[], index: number): string {
  return lines[index]?.text ?? "";
}

/** The width at which the console had broken its lines; 0 where it had not. */
function wrapWidth(lines: readonly string[]): number {
  let longest = 0;
  for (const { length } of lines) longest = Math.max(longest, length);
  return CONSOLE_WIDTHS.includes(longest) ? longest : 0;
}

/** The rest of a broken line is no line of its own: not empty, not indented (one blank may lead it), no prompt, label, code or markup. */
function isContinuation(text: string): boolean {
  return text !== "" && !/^(?:\s{2}|\t)|:\s|:$|：|^[A-Za-z]:\\|^PS |^0x|^[-=*+<{["#]/.test(text);
}

/** `C:\Windows\system32>cscript slmgr.vbs /dlv` or `PS C:\> Get-WinEvent …`: the shell's, not the program's. */
export function isPrompt(text: string): boolean {
  return /^\s*(?:PS(?: [^>]{0,200})?>|[A-Za-z]:\\[^<>:"|?*]{0,200}>|>>(?:\s|$))/.test(text);
}

/** Lines that say nothing: blank, the shell's, the banner of the script host, rulers. */
export function isNoise(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  return (
    text.trim() === "" ||
    isPrompt(text) ||
    /Windows Script Host|^OK$|^#TYPE |^Copyright \(C\).*Microsoft|^\s*[-=_*]{3,}\s*$|^---(?:Processing|Exiting)-*$/i.test(
      text,
    )
  );
}
