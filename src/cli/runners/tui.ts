// Runs the terminal interface. Ink and React are loaded here and nowhere else.
import type { UiPorts } from "../../ui/ports.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { ConfigError, UsageError } from "../../core/errors.ts";
import { exitCodeOf } from "../../core/run/verdict.ts";
import type { RunState } from "../../core/run/fold.ts";
import { systemClock } from "../../io/host/clock.ts";
import { BELL, copySequence, stopUntilContinued } from "../../io/host/terminal.ts";
import { createKeymap } from "../../ui/keys/keymap.ts";
import type { ThemeName } from "../../ui/theme/theme.ts";
import type { TuiFlags } from "../commands/tui.ts";
import { defaultConfigPath, loadConfig } from "../config.ts";
import { readHostDns } from "../dns-ports.ts";
import { EXIT_FAILED, EXIT_SIGINT } from "../exit.ts";
import { listenForInterrupt } from "../interrupt.ts";
import { readTextFile } from "../read-lines.ts";
import { allSettings, type ReportSettings } from "../settings.ts";
import { textSink } from "../sinks/text.ts";
import { textWidth } from "../text/layout.ts";
import { paintFor } from "../text/paint.ts";
import { changeSource } from "../tui/change-source.ts";
import { checkDomain, checkWish } from "../tui/check-wish.ts";
import { liveDiagnosis, recordedDiagnosis } from "../tui/diagnosis-source.ts";
import { explainText } from "../tui/explain-text.ts";
import { labSource } from "../tui/lab-source.ts";
import type { PlaceHolder } from "../tui/network-place.ts";
import { exportRun, saveText } from "../tui/save-files.ts";
import { snippetSource } from "../tui/snippet-source.ts";
import { editZone } from "../tui/zone-file-source.ts";
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
  const place: PlaceHolder = { current: { network, isLab: false } };
  const announcements: { tell: (text: string) => void } = { tell: () => undefined };
  const announce = (text: string): void => announcements.tell(text);
  const replay = flags.replay === undefined ? undefined : await recordingOf(flags.replay);
  const lab = labSource(place);
  const ports: UiPorts = {
    nowMs: systemClock.nowMs,
    schedule: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    machine: async (signal) => {
      const { servers, suffixes, sources } = await readHostDns(signal);
      const named = network.servers.length > 0 ? network.servers : servers;
      return {
        suffixes: suffixes.map(({ suffix }) => suffix),
        resolvers: named.map(formatEndpoint),
        sources,
      };
    },
    diagnose: replay === undefined ? liveDiagnosis(place, announce) : recordedDiagnosis(replay),
    ...changeSource(place, flags, announce),
    checkDomain,
    checkWish,
    ...snippetSource,
    zoneFile: editZone,
    saveText,
    exportRun,
    explain: (text) => Promise.resolve(explainText(text)),
    copy: (text) => void process.stdout.write(copySequence(text, process.env["TMUX"] !== undefined)),
    bell: () => void process.stdout.write(BELL),
    lab,
  };
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
        },
      },
      ports,
    );
    if (how === "report") await printReport(run, output);
    return interrupt.exitCode() ?? (how === "interrupt" ? EXIT_SIGINT : exitCode(run, output));
  } finally {
    interrupt.dispose();
    await lab.close();
  }
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
