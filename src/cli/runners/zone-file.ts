// Runs `zone-file`.
import { editZoneFile, type Words } from "../../app/zone-file.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { EnvironmentError, UsageError } from "../../core/errors.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { splitWords } from "../../core/text/split-words.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import type { ZoneFileFlags } from "../commands/zone-file.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { renderZoneFile } from "../text/render-zone-file.ts";
import { stderrWriter } from "../writer.ts";
import { wishOf } from "../wish-inputs.ts";
import { readableDiff, zoneFilePorts } from "../zone-file-world.ts";
import { printDocument } from "./simple-document.ts";

export async function runZoneFile(file: string, flags: ZoneFileFlags): Promise<number> {
  const wish = wishOf(flags);
  const isDryRun = flags.dryRun ?? false;
  const isRemoval = flags.remove ?? false;
  if (isRemoval && flags.ttl !== undefined) {
    throw new UsageError("--ttl says nothing about a record that is removed", {
      hint: "Leave one of them out.",
    });
  }
  const request = {
    file,
    wish,
    origin: flags.origin === undefined ? undefined : originOf(flags.origin),
    remove: isRemoval ? { priority: flags.priority, weight: flags.weight } : undefined,
    isDryRun,
    checkCommand: commandOf("--check-command", flags.checkCommand),
    reloadCommand: commandOf("--reload-command", flags.reloadCommand),
  };
  const interrupt = listenForInterrupt();
  try {
    const outcome = await editZoneFile(request, zoneFilePorts(), interrupt.signal);
    if (!outcome.ok) {
      const { kind, reason, hint } = outcome.error;
      throw kind === "file" ? new UsageError(reason, { hint }) : new EnvironmentError(reason, { hint });
    }
    const result = { ...outcome.value, diff: readableDiff(outcome.value.diff) };
    const record = `the record of ${withoutTrailingDot(wish.target)}:${wish.port}`;
    const words = renderZoneFile(result, { isDryRun, isRemoval, record });
    await printDocument("zone-file", result, words.text, flags);
    for (const note of words.notes) await stderrWriter().write(`kms-doctor: ${escapeText(note)}\n`);
    await stderrWriter().flush();
    return interrupt.exitCode() ?? words.exitCode;
  } finally {
    interrupt.dispose();
  }
}

function originOf(text: string): ReturnType<typeof wishOf>["domain"] {
  const name = parseTypedName(text);
  if (name.ok) return name.value;
  throw new UsageError(`--origin '${text}' is no zone: ${name.error}`, {
    hint: "Write it like corp.example.",
  });
}

function commandOf(flag: string, text: string | undefined): Words | undefined {
  if (text === undefined) return undefined;
  const words = splitWords(text);
  if (words.ok) return words.value;
  throw new UsageError(`${flag} '${text}': ${words.error}`, {
    hint: `Write it like ${flag} 'named-checkzone {zone} {file}'.`,
  });
}
