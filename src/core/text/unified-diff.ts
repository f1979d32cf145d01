// A unified diff (POSIX diff -u) of an edit whose splices are known: nothing has to be compared, so it costs what the edit costs.
import { sortedSplices, type Splice } from "../dns/zone-text/splice.ts";

const CONTEXT_LINES = 3;

type Block = { readonly start: number; readonly end: number; readonly text: string };

/** Empty where nothing changes. `from` and `to` stand in the head; `to` may be the same name. */
export function unifiedDiff(text: string, splices: readonly Splice[], from: string, to: string): string {
  const blocks = lineBlocks(text, splices);
  if (blocks.length === 0) return "";
  const pieces = [`--- ${from}\n+++ ${to}\n`];
  let line = 1;
  let offset = 0;
  let grown = 0;
  for (const hunk of hunksOf(text, blocks)) {
    const first = hunk[0]?.start ?? 0;
    const last = hunk.at(-1)?.end ?? 0;
    const start = backward(text, first, CONTEXT_LINES);
    const end = forward(text, last, CONTEXT_LINES);
    line += count(text.slice(offset, start));
    offset = start;
    const old: string[] = [];
    let [oldCount, newCount, at] = [0, 0, start];
    for (const block of hunk) {
      const before = linesOf(text.slice(at, block.start));
      const removed = linesOf(text.slice(block.start, block.end));
      const added = linesOf(block.text);
      old.push(...before.map(mark(" ")), ...removed.map(mark("-")), ...added.map(mark("+")));
      oldCount += before.length + removed.length;
      newCount += before.length + added.length;
      at = block.end;
    }
    const after = linesOf(text.slice(at, end));
    old.push(...after.map(mark(" ")));
    oldCount += after.length;
    newCount += after.length;
    pieces.push(`@@ -${range(line, oldCount)} +${range(line + grown, newCount)} @@\n`, ...old);
    grown += newCount - oldCount;
  }
  return pieces.join("");
}

/** Whole lines with what they become; neighbours are joined. */
function lineBlocks(text: string, splices: readonly Splice[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const splice of sortedSplices(splices)) {
    const start = backward(text, splice.start, 0);
    const isWholeLines = splice.start === start && (splice.text === "" || splice.text.endsWith("\n"));
    const reachesStart = splice.end === backward(text, splice.end, 0);
    const end = isWholeLines && reachesStart ? splice.end : forward(text, splice.end, 1);
    const previous = blocks.at(-1);
    if (previous !== undefined && start < previous.end) {
      const kept = previous.text.slice(0, previous.text.length - (previous.end - splice.start));
      blocks[blocks.length - 1] = {
        start: previous.start,
        end: Math.max(end, previous.end),
        text: kept + splice.text + text.slice(splice.end, Math.max(end, previous.end)),
      };
    } else {
      blocks.push({
        start,
        end,
        text: text.slice(start, splice.start) + splice.text + text.slice(splice.end, end),
      });
    }
  }
  return blocks.filter((block) => block.text !== text.slice(block.start, block.end));
}

/** Blocks whose context would touch stand in one hunk. */
function hunksOf(text: string, blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = [];
  for (const block of blocks) {
    const hunk = hunks.at(-1);
    const last = hunk?.at(-1);
    if (
      hunk !== undefined &&
      last !== undefined &&
      block.start <= forward(text, last.end, 2 * CONTEXT_LINES)
    ) {
      hunk.push(block);
    } else {
      hunks.push([block]);
    }
  }
  return hunks;
}

/** The start of the line at an offset, and of `lines` before it. */
function backward(text: string, offset: number, lines: number): number {
  let start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  for (let left = lines; left > 0 && start > 0; left--) {
    start = start === 1 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  }
  return start;
}

/** The end of `lines` lines from an offset on. */
function forward(text: string, offset: number, lines: number): number {
  let end = offset;
  for (let left = lines; left > 0 && end < text.length; left--) {
    const newline = text.indexOf("\n", end);
    end = newline === -1 ? text.length : newline + 1;
  }
  return end;
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

function count(text: string): number {
  return linesOf(text).length;
}

function mark(sign: string): (line: string) => string {
  return (line) =>
    line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}

/** A range of no lines is told by the line before it. */
function range(line: number, lines: number): string {
  if (lines === 1) return String(line);
  return `${lines === 0 ? line - 1 : line},${lines}`;
}
