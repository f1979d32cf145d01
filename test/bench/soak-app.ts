// Thirty minutes of watching 200 hosts in a few seconds: the interface as it is, with a clock of its own and recorded answers.
import { PassThrough, Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunEvent } from "../../src/core/run/event.ts";
import { keepMemorySmall } from "../../src/io/host/small-memory.ts";
import { createKeymap } from "../../src/ui/keys/keymap.ts";
import { openApp } from "../../src/ui/open-app.tsx";
import type { UiPorts } from "../../src/ui/ports.ts";

const HOSTS = 200;
const MINUTES = 30;
const START_MS = Date.UTC(2026, 10, 24);

let nowMs = START_MS;
let runs = 0;
const timers = new Map<object, { readonly atMs: number; readonly call: () => void }>();

const schedule: UiPorts["schedule"] = (ms, call) => {
  const key = {};
  timers.set(key, { atMs: nowMs + ms, call });
  return () => timers.delete(key);
};

/** Every seventh host changes its state every tenth run, so that there is always something to tell. */
async function* diagnose(): AsyncGenerator<RunEvent> {
  runs += 1;
  yield {
    type: "run-started",
    schema: 1,
    tool: "kms-doctor",
    version: "0.0.0",
    command: "diagnose",
    startedAt: new Date(nowMs).toISOString(),
  };
  for (let index = 0; index < HOSTS; index++) {
    const target = `kms${index}.corp.test:1688`;
    const [address, port] = [`10.0.${index >> 8}.${index & 255}`, 1688];
    const isDown = index % 7 === 0 && Math.floor(runs / 10) % 2 === 1;
    yield { type: "probe-started", probe: { kind: "target", index, target } };
    yield {
      type: "probe-finished",
      probe: { kind: "endpoint", index, target, addressIndex: 0, address, port },
      result: {
        kind: "endpoint",
        endpoint: {
          address,
          port,
          ...(isDown
            ? { state: "refused", code: "ECONNREFUSED", connectMs: 1 }
            : { state: "open", code: null, connectMs: 1 + ((runs + index) % 9) }),
          rpc: isDown
            ? { verdict: "not-tried", detail: "", bindMs: null }
            : { verdict: "kms", detail: "the KMS interface accepted the bind", bindMs: 2 },
          attempts: [{ state: isDown ? "refused" : "open", code: null, ms: 1 }],
          at: new Date(nowMs).toISOString(),
        },
      },
    };
    yield { type: "probe-finished", probe: { kind: "target", index, target }, result: { kind: "target" } };
    if (isDown)
      yield {
        type: "finding-raised",
        finding: {
          id: "port-refused",
          severity: "error",
          subject: `${address}:${port}`,
          title: `${address}:${port} refuses connections`,
          detail: "",
          evidence: [`${address}:${port} refused, ${new Date(nowMs).toISOString()}`],
          remedy: ["net start sppsvc"],
        },
      };
  }
  yield { type: "run-finished", elapsedMs: 500, partial: false };
}

// As the program does.
keepMemorySmall();
const keymap = createKeymap();
if (!keymap.ok) throw new Error(keymap.error);
const stdout = Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
  isTTY: true,
  columns: 120,
  rows: 40,
});
const stdin = Object.assign(new PassThrough(), {
  isTTY: true,
  setRawMode: () => undefined,
  ref: () => undefined,
  unref: () => undefined,
});
const missing = (): never => {
  throw new Error("not a part of this run");
};
const ports = {
  nowMs: () => nowMs,
  schedule,
  machine: () => Promise.resolve({ suffixes: ["corp.test"], resolvers: ["192.0.2.53:53"], sources: [] }),
  diagnose,
  copy: () => undefined,
  bell: () => undefined,
  checkDomain: missing,
  checkWish: () => ({ problems: {}, wish: null, addresses: [] }),
} as unknown as UiPorts;

const open = openApp(
  {
    domains: ["corp.test"],
    mayWrite: false,
    replayOf: null,
    columnChoices: {},
    lab: null,
    keymap: keymap.value,
    theme: "dark",
    isAscii: false,
    clock: (atMs) => new Date(atMs).toISOString().slice(11, 16),
    terminal: { stdin, stdout, stderr: stdout } as never,
    stopProcess: () => Promise.resolve(),
    signal: new AbortController().signal,
    onAnnounce: () => undefined,
  },
  ports,
);

async function press(keys: string): Promise<void> {
  stdin.write(keys);
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

await nextTurn();
await press("w");
await press("++++++++");
let most = 0;
while (nowMs < START_MS + MINUTES * 60_000) {
  const next = [...timers].toSorted(([, left], [, right]) => left.atMs - right.atMs)[0];
  if (next === undefined) throw new Error("nothing is to come: it does not watch");
  const [key, { atMs, call }] = next;
  timers.delete(key);
  nowMs = Math.max(nowMs, atMs);
  call();
  await press(String(1 + (runs % 8)));
  most = Math.max(most, process.memoryUsage.rss());
}
await press("q");
await open;
console.log(JSON.stringify({ runs, mostMegabytes: most / 2 ** 20, minutes: MINUTES }));
