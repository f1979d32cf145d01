// Runs `read`.
import { read } from "../../app/read.ts";
import { systemClock } from "../../io/host/clock.ts";
import { timestamp } from "../../io/host/timestamp.ts";
import type { PastedText } from "../../core/windows/read-texts.ts";
import type { ReadFlags } from "../commands/read.ts";
import { readPaste } from "../paste-inputs.ts";
import { runCommand } from "../run-command.ts";
import { allSettings } from "../settings.ts";
import { VERSION } from "../version.ts";
import { stderrWriter } from "../writer.ts";

export async function runRead(files: readonly string[], flags: ReadFlags): Promise<number> {
  const { output } = await allSettings(flags);
  const named = files.length === 0 ? ["-"] : [...new Set(files)];
  if (named.includes("-") && process.stdin.isTTY)
    await stderrWriter().write(
      "Paste what Windows printed, then end with Ctrl-D (on Windows Ctrl-Z, Enter).\n",
    );
  const texts: PastedText[] = [];
  for (const file of named) texts.push(await readPaste(file, ""));
  return runCommand(output, (signal) =>
    read({ version: VERSION, command: "read" }, texts, { clock: systemClock, timestamp }, signal),
  );
}
