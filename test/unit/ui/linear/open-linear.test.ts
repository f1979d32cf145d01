import { PassThrough, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { AppEnd, Terminal } from "../../../../src/ui/app-options.ts";
import { actionsOfLine } from "../../../../src/ui/linear/linear-input.ts";
import { openLinear } from "../../../../src/ui/linear/open-linear.ts";
import { screenText } from "../../../../src/ui/linear/screen-text.ts";
import type { UiPorts } from "../../../../src/ui/ports.ts";
import { HOSTILE_TEXTS, hostileEvents } from "../../../support/hostile-states.ts";
import { fakePorts, replay } from "../../../support/ui-ports.ts";
import { eventsOf, HEALTHY, MISSING_RECORD, ONE_HOST_DOWN } from "../../../support/ui-runs.ts";
import { after, CONTENT, KEYMAP, keys, SAMPLES, UI_STATES } from "../../../support/ui-states.ts";

const CONTEXT = { content: CONTENT, keymap: KEYMAP, isAscii: false };

/** The linear mode as somebody with a keyboard and a screen reader has it. */
function open(overrides: Partial<UiPorts> = {}) {
  const stdin = new PassThrough();
  let said = "";
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said += chunk.toString();
      done();
    },
  });
  const ports = fakePorts(overrides);
  const stopping = new AbortController();
  const ended: Promise<AppEnd> = openLinear(
    {
      domains: ["corp.example"],
      mayWrite: false,
      replayOf: null,
      columnChoices: {},
      keymap: KEYMAP,
      theme: "mono",
      isAscii: false,
      clock: CONTENT.clock,
      terminal: { stdin, stdout, stderr: stdout } as unknown as Terminal,
      stopProcess: () => Promise.resolve(),
      lab: null,
      onAnnounce: () => undefined,
      signal: stopping.signal,
    },
    ports,
  );
  return {
    ports,
    ended,
    enter: (line: string) => void stdin.write(`${line}\n`),
    endOfInput: () => void stdin.end(),
    stop: () => stopping.abort(),
    said: () => said,
    hears: (text: string) => expect.poll(() => said).toContain(text),
  };
}

describe("the linear mode", () => {
  test("says how it is used, each host and finding once, and the verdict", async () => {
    const { ended, enter, hears, said } = open({ diagnose: () => replay(eventsOf(ONE_HOST_DOWN)) });
    await hears("linear mode");
    await hears("verdict: 1 error");
    expect(said().match(/error srv-stale-host: /g)).toHaveLength(1);
    expect(said()).toContain("host kms2.corp.example:1688: does not answer");
    enter("q");
    const end = await ended;
    expect(end.how).toBe("verdict");
    expect(end.run.findings.counts().error).toBe(1);
  });

  test("reads a screen out when it is gone to, by key or by the name of its command", async () => {
    const { ended, enter, hears } = open({ diagnose: () => replay(eventsOf(MISSING_RECORD)) });
    await hears("verdict: ");
    enter("4");
    await hears("Findings.");
    await hears("No KMS host is published for corp.example");
    enter("screen-hosts");
    await hears("Hosts.");
    enter("Overview: the path and the verdict");
    await hears("Overview.");
    enter("q");
    await ended;
  });

  test("says of a line that is neither that it is neither", async () => {
    const { ended, enter, hears } = open();
    enter("what now");
    await hears("'what now' is no key and no command");
    enter("q");
    await ended;
  });

  test("takes a line as text where text is asked for", async () => {
    const { ended, enter, hears, ports } = open();
    await hears("verdict: ");
    enter("i");
    enter("q 0xC004F074");
    await expect.poll(() => ports.calls).toContain("read q 0xC004F074");
    enter("q");
    await ended;
  });

  test("says only what changed by a run", async () => {
    let runs = 0;
    const networks = [HEALTHY, ONE_HOST_DOWN, HEALTHY];
    const { ended, enter, hears, said } = open({
      diagnose: () => replay(eventsOf(networks[runs++] ?? HEALTHY)),
    });
    await hears("verdict: nothing wrong was found");
    enter("r");
    await hears("error srv-stale-host: ");
    const before = said().length;
    enter("r");
    await hears("fixed: srv-stale-host kms2.corp.example:1688");
    expect(said().slice(before)).not.toContain("host kms1.corp.example");
    enter("q");
    await ended;
  });

  test("ends with its input, and when the process is asked to", async () => {
    const first = open();
    await first.hears("verdict: ");
    first.endOfInput();
    expect((await first.ended).how).toBe("verdict");
    const second = open();
    await second.hears("verdict: ");
    second.stop();
    expect((await second.ended).how).toBe("signal");
    expect(second.ports.scheduled()).toEqual([]);
  });
});

describe("a line that is typed", () => {
  test("is a key, a command or its title; empty, it is Enter", () => {
    const state = SAMPLES.healthy;
    expect(actionsOfLine("", state)).toEqual([{ type: "key", key: "enter" }]);
    expect(actionsOfLine(" ? ", state)).toEqual([{ type: "key", key: "?" }]);
    expect(actionsOfLine("esc", state)).toEqual([{ type: "key", key: "esc" }]);
    expect(actionsOfLine("mask", state)).toEqual([{ type: "command", command: "mask" }]);
    expect(actionsOfLine("check AGAIN", state)).toEqual([{ type: "command", command: "rerun" }]);
    expect(actionsOfLine("nothing", state)).toEqual([]);
  });

  test("replaces the text of a field, and goes on", () => {
    const asked = after(SAMPLES.healthy, ...keys("d"));
    const typed = after(asked, ...actionsOfLine("other.example", asked).slice(0, -1));
    expect(typed.overlays.at(-1)).toMatchObject({ field: { text: "other.example" } });
  });
});

describe("a screen as text", () => {
  test("has something to say of every state", () => {
    for (const [name, state] of Object.entries(UI_STATES))
      expect(screenText(state, CONTEXT).join("").trim(), name).not.toBe("");
  });
});

describe("what is said", () => {
  // Long texts are bounded where they are made.
  const texts = Object.entries(HOSTILE_TEXTS).filter(([name]) => !name.startsWith("10,000"));

  test.each(texts)("holds nothing that the terminal would obey: %s", async (_name, text) => {
    const { ended, endOfInput, enter, hears, said } = open({
      diagnose: () => replay(hostileEvents(text)),
      machine: () => Promise.resolve({ suffixes: [text], resolvers: [text], sources: [text] }),
      readPaste: () => Promise.resolve([{ title: text, rows: [{ label: "cause", text }] }]),
      checkDomain: () => ({ ok: false, error: text }),
      exportRun: () => Promise.resolve({ ok: false, error: text }),
    });
    await hears("verdict: ");
    for (const key of ["1", "2", "enter", "3", "4", "down", "5", "6", "7", "8", "e"]) enter(key);
    enter("");
    enter("d");
    enter("x");
    enter("esc");
    enter("i");
    enter("x");
    await hears("cause");
    endOfInput();
    await ended;
    expect(said().replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{M}\p{Cs}]/u);
  });

  test("tells no name once names are masked", async () => {
    const { ended, enter, hears, said } = open({ diagnose: () => replay(eventsOf(ONE_HOST_DOWN)) });
    await hears("verdict: ");
    enter("p");
    await hears("masked");
    const before = said().length;
    for (const key of ["1", "2", "down", "3", "4", "7"]) enter(key);
    enter("?");
    await hears("Show the keys");
    enter("esc");
    enter("q");
    await ended;
    expect(said().slice(before)).not.toMatch(/corp\.example|10\.20\.|fd00:/);
  });
});
