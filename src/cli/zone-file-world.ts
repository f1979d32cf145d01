// The outside world of zone file edits: the disk, the clock, and the programs that check and reload.
import type { CommandRun, ZoneFilePorts } from "../app/zone-file-ports.ts";
import { escapeText } from "../core/text/escape-text.ts";
import { zoneFileDisk } from "../io/fs/zone-file-disk.ts";
import { systemClock } from "../io/host/clock.ts";
import { timestamp } from "../io/host/timestamp.ts";
import { runCommand, type CommandOutcome } from "../io/process/run-command.ts";

const COMMAND_LIMITS = { timeoutMs: 600_000, maxBytes: 64 * 1024 * 1024 };
const MOST_DETAIL = 2000;

export function zoneFilePorts(): ZoneFilePorts {
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
export function readableDiff(diff: string): string {
  const text = new TextDecoder().decode(Buffer.from(diff, "latin1"));
  return text.replaceAll(/[^\t\r\n]+/g, escapeText);
}
