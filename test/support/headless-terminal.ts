// A terminal without a window: what a program writes becomes a screen of cells, what a test types comes in as from a keyboard.
import { COLOUR_DEPTH } from "./force-colours.ts";
import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import type { ReactNode } from "react";
import { render, type Instance } from "ink";
import xterm from "@xterm/headless";
import type { Terminal as Xterm } from "@xterm/headless";
import type { Terminal } from "../../src/ui/app-options.ts";

export type TerminalCell = {
  /** Empty for the second cell of a wide character. */
  readonly text: string;
  readonly width: number;
  /** `#rrggbb`, or the number of the palette; null: the terminal's own. */
  readonly foreground: string | number | null;
  readonly background: string | number | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
};

export type HeadlessTerminal = {
  /** For `openApp` and for Ink. */
  readonly streams: Terminal;
  /** Keys as the terminal sends them, in one write. */
  readonly type: (text: string) => void;
  /** As a terminal with bracketed paste sends it. */
  readonly paste: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Rows of the screen with all cells, once all that was written is worked in. */
  readonly cells: () => Promise<readonly (readonly TerminalCell[])[]>;
  /** The same as text, blanks at the ends of rows cut off. */
  readonly screen: () => Promise<readonly string[]>;
  /** Waits for a screen on which `isThere` holds. */
  readonly until: (isThere: (screen: string) => boolean, what?: string) => Promise<string>;
  readonly buffer: () => "normal" | "alternate";
  /** Whether keys come in one by one. */
  readonly isRaw: () => boolean;
  /** All that was written. */
  readonly written: () => string;
  /** Window titles and bells that the terminal heard of, and OSC sequences by number. */
  readonly heard: { readonly titles: string[]; readonly osc: number[]; bells: number };
  /** Draws a tree and gives the way to draw another. */
  readonly draw: (tree: ReactNode) => Promise<Instance>;
  readonly close: () => void;
};

export type TerminalOptions = {
  readonly columns: number;
  readonly rows: number;
  /** Cells beyond the edges, which the program is not told of: what is drawn there is too wide or too long. */
  readonly spare?: number;
};

const DEADLINE_MS = 10_000;
const WATCHED_OSC = [0, 1, 2, 8, 9, 52, 777, 1337];

export function openTerminal({ columns, rows, spare = 0 }: TerminalOptions): HeadlessTerminal {
  if (process.env["FORCE_COLOR"] !== COLOUR_DEPTH) throw new Error("the frames would have no colours");
  const emulator = new xterm.Terminal({
    cols: columns + spare,
    rows: rows + spare,
    scrollback: 0,
    allowProposedApi: true,
  });
  const heard: HeadlessTerminal["heard"] = { titles: [], osc: [], bells: 0 };
  emulator.onTitleChange((title) => heard.titles.push(title));
  emulator.onBell(() => (heard.bells += 1));
  for (const code of WATCHED_OSC)
    emulator.parser.registerOscHandler(code, () => {
      heard.osc.push(code);
      return false;
    });
  let written = "";
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const text = String(chunk);
      written += text;
      // A terminal's driver returns the carriage at each new line.
      emulator.write(text.replaceAll("\n", "\r\n"), done);
    },
  });
  Object.assign(stdout, { isTTY: true, columns, rows });
  const { stdin, send, isRaw } = keyboard();
  const streams = {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
  };
  const flushed = (): Promise<void> => new Promise((resolve) => emulator.write("", resolve));
  const screen = async (): Promise<readonly string[]> => {
    await flushed();
    return rowsOf(emulator).map((row) => row.translateToString(true));
  };
  let ink: Instance | undefined;
  return {
    streams,
    type: send,
    paste: (text) => send(`\u001b[200~${text}\u001b[201~`),
    resize: (nextColumns, nextRows) => {
      emulator.resize(nextColumns + spare, nextRows + spare);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit("resize");
    },
    cells: async () => {
      await flushed();
      return rowsOf(emulator).map((row) =>
        Array.from({ length: emulator.cols }, (_, column) => cellOf(row.getCell(column))),
      );
    },
    screen,
    until: (isThere, what = "the screen that was waited for") =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const shown = rowsOf(emulator)
            .map((row) => row.translateToString(true))
            .join("\n");
          if (!isThere(shown)) return;
          stop();
          resolve(shown);
        };
        const listener = emulator.onWriteParsed(look);
        const deadline = setTimeout(() => {
          stop();
          void screen().then((rowsShown) =>
            reject(new Error(`${what} did not come:\n${rowsShown.join("\n")}`)),
          );
        }, DEADLINE_MS);
        const stop = (): void => {
          listener.dispose();
          clearTimeout(deadline);
        };
        look();
      }),
    buffer: () => emulator.buffer.active.type,
    isRaw,
    written: () => written,
    heard,
    draw: async (tree) => {
      if (ink === undefined) ink = render(tree, { ...streams, interactive: true, patchConsole: false });
      else ink.rerender(tree);
      await ink.waitUntilRenderFlush();
      return ink;
    },
    close: () => {
      ink?.unmount();
      ink?.cleanup();
      emulator.dispose();
    },
  };
}

type Row = NonNullable<ReturnType<Xterm["buffer"]["active"]["getLine"]>>;

function rowsOf({ buffer, rows }: Xterm): readonly Row[] {
  const { active } = buffer;
  return Array.from({ length: rows }, (_, row) => active.getLine(active.viewportY + row)).filter(
    (row) => row !== undefined,
  );
}

function cellOf(cell: ReturnType<Row["getCell"]>): TerminalCell {
  if (cell === undefined) throw new Error("there is no such cell");
  const colour = (isOwn: boolean, isRgb: boolean, value: number): string | number | null =>
    isOwn ? null : isRgb ? `#${value.toString(16).padStart(6, "0")}` : value;
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    foreground: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    background: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    isBold: cell.isBold() !== 0,
    isDim: cell.isDim() !== 0,
    isInverse: cell.isInverse() !== 0,
  };
}

/** A keyboard whose keys are read as Ink reads a terminal. */
function keyboard(): {
  readonly stdin: EventEmitter;
  readonly send: (text: string) => void;
  readonly isRaw: () => boolean;
} {
  const waiting: string[] = [];
  let isRaw = false;
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (raw: boolean) => (isRaw = raw),
    setEncoding: () => undefined,
    ref: () => undefined,
    unref: () => undefined,
    resume: () => undefined,
    pause: () => undefined,
    read: () => waiting.shift() ?? null,
  });
  return {
    stdin,
    send: (text) => {
      waiting.push(text);
      stdin.emit("readable");
    },
    isRaw: () => isRaw,
  };
}
