// The terminal itself: sizes, no colours, nothing but ASCII, no drawing at all; keys in bursts and pastes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { endStories, story } from "../support/story.ts";

describeWithPeers("every kind of terminal", ["tmux"], () => {
  endStories();

  story("any size, and back, shows the same", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "healthy");
    await terminal.sees("answers as KMS");
    terminal.presses("f");
    const before = await terminal.sees("FROZEN", "the display is frozen");
    terminal.resizes(40, 12);
    await terminal.sees("needs 60x16, is 40x12");
    terminal.resizes(60, 16);
    await terminal.sees("1 Over", "FROZEN");
    terminal.resizes(120, 40);
    await terminal.sees("1 Overview");
    terminal.resizes(80, 24);
    await terminal.sees("1 Overview", "nothing leaves this machine");
    expect(withoutAges(terminal.screen())).toBe(withoutAges(before));
  });

  story("NO_COLOR and --ascii", { env: { NO_COLOR: "1" } }, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "healthy", "--ascii");
    const screen = await terminal.sees("answers as KMS");
    // oxlint-disable-next-line no-control-regex -- that it is ASCII is what is asked
    expect(screen).toMatch(/^[\u0000-\u007f]*$/);
  });

  story("TERM=dumb reads a line for each change", { env: { TERM: "dumb" } }, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "publish-open");
    await terminal.sees("linear mode", "error srv-missing", "verdict: 1 error");
    terminal.runs("4");
    await terminal.sees("Findings: 2.");
    terminal.runs("q");
    await terminal.sees(/^\$ *$/m);
  });

  story("a burst of keys loses none, and a paste is no key", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "publish-open");
    await terminal.sees("srv-missing");
    terminal.presses("d");
    await terminal.sees("Which domain");
    const burst = "a".repeat(30).concat("b".repeat(30));
    terminal.types(burst);
    await terminal.sees(burst);
    terminal.presses("Escape");
    await terminal.seesNoLonger("Which domain");
    // Read as keys it would quit.
    terminal.pastes("qqq Error 0xC004F074 qqq");
    await terminal.sees("What it tells", "0xC004F074");
  });

  story("export, replay offline, mask", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "stale-host");
    await terminal.sees("srv-stale-host");
    terminal.presses("e");
    await terminal.sees("Export what is shown", "ndjson");
    terminal.presses("Down", "Enter");
    await terminal.sees("exported as");
    const [file = ""] = readdirSync(terminal.folder).filter((name) => name.endsWith(".ndjson"));
    expect(readFileSync(path.join(terminal.folder, file), "utf8")).toContain("srv-stale-host");
    terminal.presses("q");
    await terminal.sees(/^\$ *$/m);
    terminal.runs("kms-doctor", "--replay", file);
    await terminal.sees("srv-stale-host", "OFFLINE", "recorded run");
    terminal.presses("p");
    await terminal.sees("MASKED");
    expect(terminal.screen()).not.toContain("kms-old.corp.test");
    terminal.presses("r");
    await terminal.sees("this is a recorded run: nothing is asked");
  });

  story("npm start, and a domain of one's own", {}, async (terminal) => {
    terminal.runs("kms-doctor", "demo");
    await terminal.sees("LAB publish-open", "srv-missing");
    terminal.presses("d");
    await terminal.sees("Which domain");
    terminal.presses("C-u");
    terminal.types("not/a domain");
    terminal.presses("Enter");
    await terminal.sees("'not/a' is not a domain");
    terminal.presses("C-u");
    terminal.types("other.test");
    terminal.presses("Enter");
    await terminal.sees("other.test", "_vlmcs._tcp.other.test");
    terminal.presses("O");
    await terminal.seesNoLonger("LAB publish-open");
  });

  story("watching marks what changed", { columns: 120, rows: 40 }, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "healthy");
    await terminal.sees("answers as KMS");
    terminal.presses("-", "-", "-", "-", "w");
    terminal.presses("+", "+", "+", "+", "+", "+", "+");
    await terminal.sees("watch 5 s");
    terminal.presses("o");
    await terminal.sees("is down");
    terminal.presses("Enter", "Escape");
    await terminal.sees("srv-stale-host", "new");
    terminal.presses("o");
    await terminal.sees("[on]");
    terminal.presses("Enter", "Escape");
    await terminal.seesNoLonger("[off]");
    terminal.presses("8");
    await terminal.sees("fixed: srv-stale-host");
    terminal.presses("w");
    await terminal.sees("watching ended");
  });

  story("a scenario that is none is told at once", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "stale-hosts", "; echo ended: $?");
    await terminal.sees("there is no scenario 'stale-hosts'", "Did you mean 'stale-host'?", "ended: 2");
  });

  story("columns are left out, moved, and kept", {}, async (terminal) => {
    terminal.runs("kms-doctor", "tui", "--lab", "healthy");
    await terminal.sees("answers as KMS");
    terminal.presses("2");
    await terminal.sees(/host +address +state +connect/);
    terminal.presses("c");
    await terminal.sees("Columns:", "[on]");
    terminal.presses("]", "Down", "Enter");
    await terminal.sees("[off]");
    terminal.presses("Escape");
    await terminal.sees(/address +host +connect/);
    terminal.presses("q");
    await terminal.sees(/^\$ *$/m);
    terminal.runs("kms-doctor", "tui", "--lab", "healthy");
    await terminal.sees("answers as KMS");
    terminal.presses("2");
    await terminal.sees(/address +host +connect/);
  });

  story("keys of the configuration file", {}, async (terminal) => {
    writeFileSync(
      path.join(terminal.folder, "config.yaml"),
      "keys: { quit: [x], run-remedy: [X], theme-does-not-exist: q }\n",
    );
    terminal.runs("kms-doctor", "tui", "--config", "config.yaml");
    await terminal.sees("'theme-does-not-exist' is no command");
    writeFileSync(path.join(terminal.folder, "config.yaml"), "keys: { quit: [ctrl+q] }\n");
    terminal.runs("clear");
    terminal.runs(
      "kms-doctor",
      "tui",
      "--lab",
      "publish-open",
      "--config",
      "config.yaml",
      "; echo ended: $?",
    );
    await terminal.sees("srv-missing", "ctrl+q quit");
    terminal.presses("C-q");
    await terminal.sees("ended: 1");
  });
});

function withoutAges(screen: string): string {
  return screen.replaceAll(/seen .*|\d\d:\d\d|now|\d+ s\b/g, "");
}
