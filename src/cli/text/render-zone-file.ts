// What `zone-file` says to a person, and its exit code.
import type { CommandReport, ZoneFileResult } from "../../app/zone-file.ts";
import { escapeText } from "../../core/text/escape-text.ts";

export type ZoneFileWords = {
  /** The result, for standard output. */
  readonly text: string;
  /** What to know besides, for standard error; empty where there is nothing. */
  readonly notes: readonly string[];
  readonly exitCode: 0 | 1;
};

type Asked = { readonly isDryRun: boolean; readonly isRemoval: boolean; readonly record: string };

export function renderZoneFile(result: ZoneFileResult, asked: Asked): ZoneFileWords {
  const words = wordsFor(result, asked);
  if (result.zoneKnown) return words;
  const guess = `the file does not say which zone it is of: taken for ${result.zone}; --origin names another`;
  return { ...words, notes: [guess, ...words.notes] };
}

function wordsFor(result: ZoneFileResult, asked: Asked): ZoneFileWords {
  const { zone, file, changes, check, reload } = result;
  if (changes.length === 0) {
    return asked.isRemoval
      ? { text: "", notes: [`${asked.record} is not in the zone ${zone}: nothing was removed`], exitCode: 1 }
      : said(asked.isDryRun, `${asked.record} is in the zone ${zone} already: nothing to do.`);
  }
  if (asked.isDryRun) return { text: result.diff, notes: [], exitCode: 0 };
  if (check?.ok === false) {
    return { text: "", notes: [`nothing was changed: the check failed: ${sayCommand(check)}`], exitCode: 1 };
  }
  const lines = [
    `${zone}, ${file}: serial ${result.serialBefore} became ${result.serialAfter}`,
    ...changes.map(
      ({ action, owner, type, rdata, ttl }) =>
        `${action === "add" ? "+" : "-"} ${owner} ${ttl} ${type} ${rdata}`,
    ),
    `The old file is kept as ${result.backup ?? "nothing"}.`,
  ];
  const text = `${lines.map(escapeText).join("\n")}\n`;
  return reload?.ok === false
    ? { text, notes: [`the file is changed, but the reload failed: ${sayCommand(reload)}`], exitCode: 1 }
    : { text, notes: [], exitCode: 0 };
}

function said(isDryRun: boolean, line: string): ZoneFileWords {
  return isDryRun ? { text: "", notes: [line], exitCode: 0 } : { text: `${line}\n`, notes: [], exitCode: 0 };
}

function sayCommand({ command, detail }: CommandReport): string {
  return `'${command}' ${detail}`;
}
