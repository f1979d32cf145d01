// Runs the terminal interface. Ink and React are loaded here and nowhere else.
import { ConfigError, UsageError } from "../../core/errors.ts";
import type { RunState } from "../../core/run/fold.ts";
import { exitCodeOf } from "../../core/run/verdict.ts";
import { keepMemorySmall } from "../../io/host/small-memory.ts";
import { stopUntilContinued } from "../../io/host/terminal.ts";
import { createKeymap } from "../../ui/keys/keymap.ts";
import type { ThemeName } from "../../ui/theme/theme.ts";
import type { TuiFlags } from "../commands/tui.ts";
import { defaultConfigPath, loadConfig } from "../config.ts";
import { EXIT_FAILED, EXIT_SIGINT } from "../exit.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { readTextFile } from "../read-lines.ts";
import { allSettings, type ReportSettings } from "../settings.ts";
import { textWidth } from "../text/layout.ts";
import { paintFor } from "../text/paint.ts";
import { checkDomain } from "../tui/check-wish.ts";
import { readColumns } from "../tui/column-file.ts";
import { openUiPorts } from "../tui/ui-ports.ts";
import { stdoutWriter } from "../writer.ts";

export async function runTui(typedDomains: readonly string[], flags: TuiFlags): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError("the terminal interface needs a terminal, and this is none", {
      hint: "For a report type: kms-doctor diagnose",
    });
  }
  const config = await loadConfig(flags.config);
  const keymap = createKeymap(config.keys);
  if (!keymap.ok)
    throw new ConfigError(`${flags.config ?? defaultConfigPath()}: keys: ${keymap.error}`, {
      hint: "'kms-doctor schema config' prints what it may hold; '?' shows the keys.",
    });
  const domains = typedDomains.map((text) => {
    const domain = checkDomain(text);
    if (domain.ok) return domain.value;
    throw new UsageError(domain.error);
  });
  const { output, network } = await allSettings({ ...flags, color: flags.color });
  if (flags.lab !== undefined) await mustBeScenario(flags.lab);
  // What is said before the interface is there waits for it.
  const early: string[] = [];
  const announcements = { tell: (text: string): void => void early.push(text) };
  const { ports, close } = openUiPorts({
    place: { current: { network, isLab: false } },
    flags,
    recording: flags.replay === undefined ? undefined : await recordingOf(flags.replay),
    announce: (text) => announcements.tell(text),
  });
  keepMemorySmall();
  const open = await openerFor(flags);
  // Listens for a terminal that has gone away.
  stdoutWriter();
  const interrupt = listenForInterrupt();
  try {
    const { how, run } = await open(
      {
        domains,
        mayWrite: flags.write ?? false,
        replayOf: flags.replay ?? null,
        columnChoices: await readColumns((text) => announcements.tell(text)),
        lab: flags.lab === undefined ? null : flags.lab,
        keymap: keymap.value,
        theme: themeOf(flags.theme ?? config.theme, output.color),
        isAscii: flags.ascii ?? config.ascii ?? !isUnicodeTerminal(),
        clock: clockText,
        terminal: process,
        stopProcess: stopUntilContinued,
        signal: interrupt.signal,
        onAnnounce: (tell) => {
          announcements.tell = tell;
          early.forEach(tell);
        },
      },
      ports,
    );
    if (how === "report") await printReport(run, output);
    return interrupt.exitCode() ?? (how === "interrupt" ? EXIT_SIGINT : exitCode(run, output));
  } finally {
    interrupt.dispose();
    await close();
  }
}

/** A name that is none is told before anything is drawn. */
async function mustBeScenario(name: string): Promise<void> {
  const { loadScenario } = await import("../../lab/scenario-files.ts");
  await loadScenario(name);
}

/** Drawn, or line by line where it is asked for or the terminal can't be drawn on. Only the drawn one loads Ink and React. */
async function openerFor({ linear }: TuiFlags) {
  if (linear === true || process.env["TERM"] === "dumb")
    return (await import("../../ui/linear/open-linear.ts")).openLinear;
  return (await import("../../ui/open-app.tsx")).openApp;
}

async function recordingOf(file: string) {
  const { readRecording } = await import("../wire/read-recording.ts");
  return readRecording(await readTextFile(file, "--replay"), `'${file}'`);
}

/** Hours and minutes of this machine's zone. */
function clockText(atMs: number): string {
  const date = new Date(atMs);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

function themeOf(wanted: ThemeName | undefined, isColorAllowed: boolean): ThemeName {
  const { NO_COLOR } = process.env;
  if (!isColorAllowed || (NO_COLOR !== undefined && NO_COLOR !== "")) return "mono";
  return wanted ?? "dark";
}

/** POSIX names the encoding in the locale; consoles of Windows are asked no such thing. */
function isUnicodeTerminal(): boolean {
  if (process.platform === "win32") return true;
  const { LC_ALL, LC_CTYPE, LANG, TERM } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || "";
  return TERM !== "linux" && (locale === "" || /utf-?8/i.test(locale));
}

async function printReport(run: RunState, { color }: ReportSettings): Promise<void> {
  const { finished } = run;
  if (finished === undefined) return;
  const { textSink } = await import("../sinks/text.ts");
  const stdout = stdoutWriter();
  const sink = textSink(stdout, textWidth(process.stdout), paintFor(process.stdout, color));
  await sink.onEvent(finished, run);
  await stdout.flush();
}

/** What was never checked is not healthy. */
function exitCode(run: RunState, { failOn }: ReportSettings): number {
  if (run.finished === undefined) return EXIT_FAILED;
  return exitCodeOf({ counts: run.findings.counts(), story: [], unknown: run.unknown }, failOn);
}
