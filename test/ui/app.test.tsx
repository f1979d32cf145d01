// The whole interface at a terminal without a window: keys, bursts, pastes, other sizes, and how it leaves the terminal.
import { describe, expect, test } from "vitest";
import { openTerminal } from "../support/headless-terminal.ts";
import { frameViolations } from "../support/frame-rules.ts";
import { fakePorts, replay, type FakePorts } from "../support/ui-ports.ts";
import { eventsOf, manyHosts, MISSING_RECORD } from "../support/ui-runs.ts";
import { CONTENT, KEYMAP } from "../support/ui-states.ts";
import type { AppEnd } from "../../src/ui/app-options.ts";
import { openApp } from "../../src/ui/open-app.tsx";
import type { UiPorts } from "../../src/ui/ports.ts";

type Opened = ReturnType<typeof openTerminal> & {
  readonly ports: FakePorts;
  readonly ended: Promise<AppEnd>;
  readonly stop: () => void;
  readonly stopped: string[];
  readonly announce: (text: string) => void;
};

function open(overrides: Partial<UiPorts> = {}, columns = 80, rows = 24): Opened {
  const terminal = openTerminal({ columns, rows });
  const ports = fakePorts({ diagnose: () => replay(eventsOf(manyHosts(500))), ...overrides });
  const stopping = new AbortController();
  const stopped: string[] = [];
  let announce: (text: string) => void = () => undefined;
  const ended = openApp(
    {
      domains: ["corp.example"],
      mayWrite: false,
      replayOf: null,
      columnChoices: {},
      keymap: KEYMAP,
      theme: "dark",
      isAscii: false,
      clock: CONTENT.clock,
      terminal: terminal.streams,
      stopProcess: () => {
        stopped.push("stopped");
        return Promise.resolve();
      },
      lab: null,
      onAnnounce: (tell) => {
        announce = tell;
      },
      signal: stopping.signal,
    },
    ports,
  );
  return {
    ...terminal,
    ports,
    ended,
    stop: () => stopping.abort(),
    stopped,
    announce: (text) => announce(text),
  };
}

async function leave(app: Opened): Promise<AppEnd> {
  app.type("\u0003");
  const end = await app.ended;
  app.close();
  return end;
}

const CHECKED = (screen: string): boolean => screen.includes("167 errors");

describe("keys", () => {
  test("300 in one write are all heard", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("2");
    app.type("j".repeat(300));
    await app.until((screen) => screen.includes("301/500"), "row 301");
    app.type("\u001b[A".repeat(100) + "k".repeat(100) + "\u001b[B".repeat(100));
    await app.until((screen) => screen.includes("201/500"), "row 201");
    await leave(app);
  });

  test("300 letters in one write into a field are all there", async () => {
    const typed = Array.from({ length: 300 }, (_, index) => "abcdefghij".charAt(index % 10)).join("");
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("i");
    await app.until((screen) => screen.includes("Read an error"), "the prompt");
    app.type(typed);
    app.type("\r");
    await expect.poll(() => app.ports.calls).toContain(`read ${typed}`);
    await leave(app);
  });

  test("of which each means something else are all heard, in their order", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("2Gkkky/kms-04\r");
    await app.until((screen) => screen.includes("filter 'kms-04'"), "the filtered list");
    expect(app.ports.calls).toContain("copy kms-0496.corp.example:1688");
    await leave(app);
  });

  test("a lone escape closes, an arrow after it is an arrow", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("?");
    await app.until((screen) => screen.includes("┌ Keys"), "the help");
    app.type("\u001b");
    await app.until((screen) => !screen.includes("┌ Keys"), "the screen below");
    app.type("2\u001b[B\u001b[B");
    await app.until((screen) => screen.includes("3/500"), "row 3");
    await leave(app);
  });
});

describe("a paste", () => {
  test("of 1,000 characters goes into the field, and none of them is a key", async () => {
    const text = "qQ!wWrRoOxXpPfF?:/eu12345678 ".repeat(40).slice(0, 1000).trim();
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("i");
    await app.until((screen) => screen.includes("Read an error"), "the prompt");
    const before = app.ports.calls.length;
    app.paste(text);
    await app.until((screen) => screen.includes(text.slice(-20)), "the pasted text");
    app.type("\r");
    await expect.poll(() => app.ports.calls.length).toBe(before + 1);
    expect(app.ports.calls.at(-1)).toBe(`read ${text}`);
    await leave(app);
  });

  test("with line ends in it runs nothing: it is one line until Enter is pressed", async () => {
    const asked: string[] = [];
    const app = open({
      diagnose: (domains) => {
        asked.push(domains.join(" "));
        return replay(eventsOf(manyHosts(500)));
      },
    });
    await app.until(CHECKED, "the end of the checks");
    app.type("d");
    await app.until((screen) => screen.includes("Which domain"), "the prompt");
    app.type("\u0015");
    app.paste("a.example\rb.example\r\nq\n");
    await app.until((screen) => screen.includes("a.example b.example q"), "the pasted text");
    expect((await app.screen()).join("\n")).toContain("Which domain");
    expect(asked).toEqual(["corp.example"]);
    app.type("\r");
    await expect.poll(() => asked.at(-1)).toBe("a.example b.example q");
    await leave(app);
  });

  test("where nothing is typed is read for codes, and never pressed", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.paste("qqQQ 0xC004F074\r");
    await expect.poll(() => app.ports.calls.at(-1)).toBe("read qqQQ 0xC004F074\r");
    await leave(app);
  });

  test("with escapes in it sends none of them to the terminal", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.paste("\u001b]52;c;cXE=\u0007\u001b[2J text");
    await expect.poll(() => app.ports.calls.some((call) => call.startsWith("read "))).toBe(true);
    expect(app.heard.osc).toEqual([]);
    await leave(app);
  });
});

describe("another size", () => {
  test("is taken at once; too small, one line says so; back again, nothing is lost", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("2jjj/kms-01");
    await app.until((screen) => screen.includes("/kms-01"), "the filter");
    const before = await app.screen();
    for (const [columns, rows] of [
      [120, 40],
      [60, 16],
      [200, 60],
    ] as const) {
      app.resize(columns, rows);
      await app.until(
        (screen) => screen.split("\n").length === rows && screen.includes("/kms-01"),
        `${columns}x${rows}`,
      );
      await expect.poll(async () => frameViolations(await app.cells(), columns, rows)).toEqual([]);
    }
    app.resize(40, 12);
    const small = await app.until((screen) => screen.includes("60x16"), "the message");
    expect(small.trim().split("\n").length).toBeLessThanOrEqual(2);
    app.type("0");
    app.resize(80, 24);
    await app.until((screen) => screen.includes("/kms-010"), "the filter with what was typed meanwhile");
    app.type("\u007f");
    await app.until((screen) => screen.includes("/kms-01 "), "the filter");
    await expect.poll(() => app.screen()).toEqual(before);
    await leave(app);
  });

  test("many of them in a row leave no copies behind", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    for (let columns = 60; columns <= 140; columns += 4) app.resize(columns, 16 + (columns % 20));
    app.resize(100, 30);
    await app.until((screen) => CHECKED(screen) && screen.split("\n").length === 30, "the screen");
    await expect.poll(async () => frameViolations(await app.cells(), 100, 30)).toEqual([]);
    const screen = (await app.screen()).join("\n");
    expect(screen.match(/kms-doctor corp\.example/g)).toHaveLength(1);
    await leave(app);
  });
});

describe("the terminal", () => {
  test("is another screen while the interface is open, and as before when it is left", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    expect(app.buffer()).toBe("alternate");
    expect(app.isRaw()).toBe(true);
    app.type("q");
    expect((await app.ended).how).toBe("verdict");
    await app.screen();
    expect(app.buffer()).toBe("normal");
    expect(app.isRaw()).toBe(false);
    expect(app.written()).toMatch(/\u001b\[\?25h(?![\s\S]*\u001b\[\?25l)/);
    app.close();
  });

  test.each([
    ["q", "verdict"],
    ["Q", "report"],
    ["\u0003", "interrupt"],
  ] as const)("%j ends it as %s, with what was found", async (key, how) => {
    const app = open({ diagnose: () => replay(eventsOf(MISSING_RECORD)) });
    await app.until((screen) => screen.includes("srv-missing"), "the finding");
    app.type(key);
    const end = await app.ended;
    expect(end.how).toBe(how);
    expect(end.run.findings.counts()).toEqual({ error: 1, warning: 0, info: 1 });
    app.close();
  });

  test("is given back when the process is asked to end, and nothing goes on", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.stop();
    expect((await app.ended).how).toBe("signal");
    await app.screen();
    expect(app.buffer()).toBe("normal");
    expect(app.ports.scheduled()).toEqual([]);
    app.close();
  });

  test("is the shell's while the interface is in the background, and drawn anew after it", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.type("\u001a");
    await expect.poll(() => app.stopped).toEqual(["stopped"]);
    await app.until(CHECKED, "the screen");
    expect(app.buffer()).toBe("alternate");
    await leave(app);
  });

  test("what is said meanwhile is in the log, not on the screen", async () => {
    const app = open();
    await app.until(CHECKED, "the end of the checks");
    app.announce("the log of 10.20.1.1:53 will show attempts");
    app.type("8");
    await app.until((screen) => screen.includes("will show attempts"), "the log");
    expect(frameViolations(await app.cells(), 80, 24)).toEqual([]);
    await leave(app);
  });
});
