// What editing a zone file needs from the outside. Each step is one function, so that a test can stop between any two.
import type { ReadInclude } from "../core/dns/zone-text/zone-reading.ts";
import type { Result } from "../core/result.ts";

/** Why something could not be done: a clause, and what to do; `kind` decides the exit code. */
export type ZoneFileTrouble = {
  /** `file`: it is the wrong file; `environment`: the machine does not let us. */
  readonly kind: "file" | "environment";
  readonly reason: string;
  readonly hint: string;
};

type Step<T> = Promise<Result<T, ZoneFileTrouble>>;

/** A file on disk: where links end, and its octets as char codes. */
export type ZoneFileContent = { readonly path: string; readonly text: string };

export type CommandRun = { readonly isDone: boolean; readonly detail: string };

export type ZoneFilePorts = {
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Follows links and refuses what is no regular file, and a file with a journal beside it. */
  readonly locate: (file: string) => Step<string>;
  /** Keeps every other writer of ours out until `unlock`. */
  readonly lock: (path: string) => Step<void>;
  readonly unlock: (path: string) => Promise<void>;
  readonly read: (path: string) => Step<ZoneFileContent>;
  readonly readInclude: (zonePath: string) => ReadInclude;
  /** Writes the new text beside the file, with its mode and owner, and flushes it; gives the path. */
  readonly stage: (path: string, text: string) => Step<string>;
  readonly unstage: (staged: string) => Promise<void>;
  /** Copies the old text beside the file under a name that is free; gives the path. */
  readonly backUp: (path: string, text: string) => Step<string>;
  readonly dropBackUp: (backup: string) => Promise<void>;
  /** Puts the staged file in place of one that still holds `text`. */
  readonly replace: (staged: string, content: ZoneFileContent) => Step<void>;
  /** Runs a program to its end, without a shell. */
  readonly run: (words: readonly [string, ...string[]], signal: AbortSignal) => Promise<CommandRun>;
};
