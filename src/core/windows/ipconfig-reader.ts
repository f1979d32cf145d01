// Finds `ipconfig /all` in pasted text: headings with lines of dotted labels below.
import type { DocumentReader } from "./document.ts";
import { parseIpconfig } from "./parse-ipconfig.ts";
import { isPrompt, type PasteLine, textAt } from "./paste-line.ts";

const DOTTED = /^\s+\S[^:]{0,100}\s\.\s*:/;

export const ipconfigReader: DocumentReader = {
  starts: (lines, index) => isDotted(lines[index]?.text) || isHeading(lines, index),
  // An adapter alone begins like the whole.
  isWeak: true,
  read: (lines, start) => {
    let end = start;
    for (let index = start; index < lines.length; index++) {
      const text = textAt(lines, index);
      if (isPrompt(text)) break;
      if (text.trim() === "") continue;
      if (!isDotted(text) && !isHeading(lines, index) && !isValue(text, end === index)) break;
      end = index + 1;
    }
    const text = lines
      .slice(start, end)
      .map((line) => line.text)
      .join("\n");
    return { body: { kind: "ipconfig", facts: parseIpconfig(text) }, end, leftOver: [] };
  },
};

function isDotted(text: string | undefined): boolean {
  return text !== undefined && text.length <= 300 && DOTTED.test(text);
}

/** The heading stands alone, its lines begin one or two lines below. */
function isHeading(lines: readonly PasteLine[], index: number): boolean {
  const text = textAt(lines, index);
  if (!/^\S.{2,120}$/.test(text) || isPrompt(text)) return false;
  const below = textAt(lines, index + 1);
  return isDotted(below) || (below.trim() === "" && isDotted(lines[index + 2]?.text));
}

/** A further value of a list, indented below the first. */
function isValue(text: string, isNext: boolean): boolean {
  return isNext && /^\s{12,}\S{1,255}$/.test(text);
}
