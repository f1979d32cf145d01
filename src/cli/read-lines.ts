// Lists of domains or targets: one a line, from a file or standard input.
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { UsageError } from "../core/errors.ts";

const MAX_BYTES = 256 * 1024 * 1024;

export type ListedWord = {
  readonly text: string;
  /** `line 3 of domains.txt`, for messages; undefined for a word of the command line. */
  readonly where: string | undefined;
};

/** The words of a list: blank lines and comments (#) are left out. Throws UsageError for an unreadable or empty file. */
export async function readList(file: string, option: string): Promise<readonly ListedWord[]> {
  const name = file === "-" ? "standard input" : `'${file}'`;
  const text = await readAll(file === "-" ? process.stdin : createReadStream(file), name, option);
  const words = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .flatMap((line, index) => {
      const word = line.replace(/(^|\s)#.*/, "").trim();
      return word === "" ? [] : [{ text: word, where: `line ${index + 1} of ${name}` }];
    });
  if (words.length > 0) return words;
  throw new UsageError(`${option} ${name} lists nothing`, { hint: "Write one entry a line." });
}

async function readAll(stream: Readable, name: string, option: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES)
        throw new UsageError(`${option} ${name} holds more than 256 MiB`, { hint: "Split it." });
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new UsageError(`${option} ${name} can't be read (${code})`, {
      hint: "Name a text file that exists, or - for standard input.",
      cause,
    });
  }
  return Buffer.concat(chunks).toString("utf8");
}
