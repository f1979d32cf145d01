// Runs `zone-file`.
import { editZoneFile, type Words, type ZoneFileResult } from "../../app/zone-file.ts";
import type { CommandRun, ZoneFilePorts } from "../../app/zone-file-ports.ts";
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { EnvironmentError, UsageError } from "../../core/errors.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { splitWords } from "../../core/text/split-words.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import { zoneFileDisk } from "../../io/fs/zone-file-disk.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import { runCommand, type CommandOutcome } from "../../io/process/run-command.ts";
import type { ZoneFileFlags } from "../commands/zone-file.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { renderZoneFile } from "../text/render-zone-file.ts";
import { stderrWriter } from "../writer.ts";
import { wishOf } from "../wish-inputs.ts";
import { printDocument } from "./simple-document.ts";

const COMMAND_LIMITS = { timeoutMs: 600_000, maxBytes: 64 * 1024 * 1024 };
const MOST_DETAIL = 2000;

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
    const outcome = await editZoneFile(request, ports(), interrupt.signal);
    if (!outcome.ok) {
      const { kind, reason, hint } = outcome.error;
      throw kind === "file" ? new UsageError(reason, { hint }) : new EnvironmentError(reason, { hint });
    }
    const result = readable(outcome.value);
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

function ports(): ZoneFilePorts {
  const stamp = (): string => timestamp().replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  return {
    ...zoneFileDisk(stamp),
    now: () => Math.floor(systemClock.nowMs() / 1000),
    run: async ([program, ...args], signal) => runOf(await runCommand(program, args, COMMAND_LIMITS, signal)),
  };
}

function runOf(outcome: CommandOutcome): CommandRun {
  switch (outcome.kind) {
    case "finished": {
      const said = [outcome.stdout, outcome.stderr].map((octets) => new TextDecoder().decode(octets).trim());
      const output = said.filter((text) => text !== "").join("\n");
      const ending = outcome.exitCode === null ? "was killed" : `ended with exit code ${outcome.exitCode}`;
      const detail = output === "" ? ending : `${ending}: ${output.slice(-MOST_DETAIL)}`;
      return { isDone: outcome.exitCode === 0, detail };
    }
    case "not-found":
      return { isDone: false, detail: "can't be started: there is no such program" };
    case "timeout":
      return { isDone: false, detail: "took more than ten minutes" };
    case "too-much-output":
      return { isDone: false, detail: "printed too much" };
    case "cancelled":
      return { isDone: false, detail: "was interrupted" };
    case "failed":
      return { isDone: false, detail: `can't be started (${outcome.code})` };
  }
}

/** Octets of the file as text for people: UTF-8 where it is, control characters escaped but for those of a text file. */
function readable(result: ZoneFileResult): ZoneFileResult {
  const text = new TextDecoder().decode(Buffer.from(result.diff, "latin1"));
  return { ...result, diff: text.replaceAll(/[^\t\r\n]+/g, escapeText) };
}
