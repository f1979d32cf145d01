// Lists of domains or targets: one a line, from a file or standard input.
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { UsageError } from "../core/errors.ts";

const MAX_BYTES = 256 * 1024 * 1024;

export type ListedWord = {
  readonly text: string;
  /** `line 3 of 'domains.txt'`, for messages; undefined for a word of the command line. */
  readonly where: string | undefined;
};

/** Words that can be gone through again and again; a list of 100,000 is kept as the one text that it came as. */
export type WordList = Iterable<ListedWord>;

/** The words of the command line. */
export function wordsOf(words: readonly string[]): WordList {
  return words.map((text) => ({ text, where: undefined }));
}

/** A whole text file, or standard input for `-`. Throws UsageError where it can't be read. */
export function readTextFile(file: string, option: string): Promise<string> {
  const name = file === "-" ? "standard input" : `'${file}'`;
  return readAll(file === "-" ? process.stdin : createReadStream(file), name, option);
}

/** The words of a list: blank lines and comments (#) are left out. Throws UsageError for an unreadable or empty file. */
export async function readList(file: string, option: string): Promise<WordList> {
  const name = file === "-" ? "standard input" : `'${file}'`;
  const text = await readTextFile(file, option);
  const words = { [Symbol.iterator]: () => wordsIn(text, name) };
  for (const _ of words) return words;
  throw new UsageError(`${option} ${name} lists nothing`, { hint: "Write one entry a line." });
}

function* wordsIn(text: string, name: string): Generator<ListedWord> {
  let start = text.startsWith("\ufeff") ? 1 : 0;
  for (let number = 1; start < text.length; number++) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    const word = text
      .slice(start, end)
      .replace(/(^|\s)#.*/, "")
      .trim();
    if (word !== "") yield { text: word, where: `line ${number} of ${name}` };
    start = end + 1;
  }
}

async function readAll(stream: Readable, name: string, option: string): Promise<string> {
  return (await readBytes(stream, name, `${option} `, MAX_BYTES)).toString("utf8");
}

/** All octets of a file, at most `mostBytes`. `lead` stands before its name in messages. Throws UsageError. */
export async function readBytes(
  stream: Readable,
  name: string,
  lead: string,
  mostBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes)
        throw new UsageError(`${lead}${name} holds more than ${mostBytes >> 20} MiB`, { hint: "Split it." });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new UsageError(`${lead}${name} can't be read (${code})`, {
      hint: "Name a text file that exists, or - for standard input.",
      cause,
    });
  }
  return Buffer.concat(chunks);
}
