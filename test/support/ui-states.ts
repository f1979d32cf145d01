// States of the terminal interface, made as it makes them itself: by keys, and by what comes in from outside.
import type { RunEvent } from "../../src/core/run/event.ts";
import type { PlanReport } from "../../src/core/plan/plan-report.ts";
import type { ReplicaReport } from "../../src/core/run/replica-report.ts";
import type { ContentContext } from "../../src/ui/content/context.ts";
import { createKeymap, type Keymap } from "../../src/ui/keys/keymap.ts";
import { wishTexts } from "../../src/ui/store/publish-state.ts";
import { NO_RUN, type RunView } from "../../src/ui/store/run-view.ts";
import type { Action } from "../../src/ui/store/action.ts";
import { startState, type StartOptions, type UiState } from "../../src/ui/store/ui-state.ts";
import { update, type UpdateContext } from "../../src/ui/store/update.ts";
import { ASCII, UNICODE } from "../../src/ui/theme/glyphs.ts";
import { checkSampleWish, LAB, ZONE_DIFF } from "./ui-ports.ts";
import {
  eventsOf,
  HEALTHY,
  manyHosts,
  MISSING_RECORD,
  NOT_DETERMINED,
  ONE_HOST_DOWN,
  policyOf,
  RUN_AT_MS,
  RUN_MS,
  viewOf,
} from "./ui-runs.ts";

export const KEYMAP: Keymap = defaultKeymap();
export const CONTENT: ContentContext = { glyphs: UNICODE, clock: utcClock };
export const ASCII_CONTENT: ContentContext = { glyphs: ASCII, clock: utcClock };
export const CONTEXT: UpdateContext = { keymap: KEYMAP, content: CONTENT };

/** Two seconds after the sample runs have ended. */
export const NOW_MS = RUN_AT_MS + RUN_MS + 2000;

function defaultKeymap(): Keymap {
  const keymap = createKeymap();
  if (!keymap.ok) throw new Error(keymap.error);
  return keymap.value;
}

function utcClock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** The state after these actions; what they want done outside is left undone, but for judging what is typed. */
export function after(state: UiState, ...actions: readonly Action[]): UiState {
  return actions.reduce((before, action) => {
    const { state: next, effects } = update(before, action, CONTEXT);
    if (!effects.some(({ kind }) => kind === "check-wish")) return next;
    return update(next, { type: "wish-checked", checked: checkSampleWish(wishTexts(next.publish)) }, CONTEXT)
      .state;
  }, state);
}

export function keys(...names: readonly string[]): readonly Action[] {
  return names.map((key) => ({ type: "key", key }));
}

export function typed(text: string): readonly Action[] {
  return keys(...Array.from(text, (char) => (char === " " ? "space" : char)));
}

/** Two minutes later, so that ages are seen. */
export function later(state: UiState, ms: number): UiState {
  return { ...state, nowMs: state.nowMs + ms };
}

export function started(options: Partial<StartOptions> = {}): UiState {
  return startState({
    columns: 80,
    rows: 24,
    nowMs: NOW_MS,
    domains: [],
    mayWrite: false,
    replayOf: null,
    columnChoices: {},
    ...options,
  });
}

const MACHINE: Action = {
  type: "machine",
  view: {
    suffixes: ["corp.example"],
    resolvers: ["10.20.0.53", "10.20.0.54"],
    sources: ["/etc/resolv.conf: search corp.example, nameserver 10.20.0.53, nameserver 10.20.0.54"],
  },
};

export function run(view: RunView): Action {
  return { type: "run", view };
}

export function shown(events: readonly RunEvent[], options: Partial<StartOptions> = {}): UiState {
  return after(started(options), MACHINE, run(viewOf([])), run(viewOf(events)));
}

const healthy = shown(eventsOf(HEALTHY));
const missing = shown(eventsOf(MISSING_RECORD));
const oneDown = shown(eventsOf(ONE_HOST_DOWN));
const unknown = shown(eventsOf(NOT_DETERMINED));
const running = after(started(), MACHINE, run(viewOf(eventsOf(HEALTHY).slice(0, 12))));
const partial = shown([
  ...eventsOf(HEALTHY).slice(0, 12),
  { type: "run-finished", elapsedMs: 400, partial: true },
]);
const failed = after(
  started(),
  { type: "machine-failed", why: "no DNS server is known" },
  { type: "log", text: "No DNS server is known. Name one with --server.", tone: "bad" },
  run({
    ...NO_RUN,
    phase: "failed",
    startedAtMs: RUN_AT_MS,
    endedAtMs: RUN_AT_MS,
    failure: "No DNS server is known. Name one with --server.",
  }),
);
const noSuffix = after(
  started(),
  {
    type: "machine",
    view: { suffixes: [], resolvers: ["10.20.0.53"], sources: ["/etc/resolv.conf: no search line"] },
  },
  run({ ...NO_RUN, phase: "done", startedAtMs: RUN_AT_MS, endedAtMs: RUN_AT_MS + RUN_MS }),
);
const old = later(healthy, 20 * 60_000);
const changed = after(
  later(healthy, 30_000),
  ...keys("w"),
  run(viewOf(eventsOf(ONE_HOST_DOWN), NOW_MS + 30_000)),
);
const mended = after(later(changed, 30_000), run(viewOf(eventsOf(HEALTHY), NOW_MS + 60_000)));
const many = after(shown(eventsOf(manyHosts(500))), ...keys("2"));
const lab = after(
  started(),
  {
    type: "lab-scenarios",
    scenarios: [
      { name: "healthy", title: "Two KMS hosts, published and answering" },
      { name: "missing-record", title: "A KMS host that DNS does not know" },
      { name: "stale-host", title: "A decommissioned host is still published" },
    ],
  },
  { type: "lab", view: LAB },
  run(viewOf(eventsOf({ ...MISSING_RECORD, domain: "corp.test" }))),
);
const replayed = shown(eventsOf(MISSING_RECORD), { replayOf: "run-2026-11-24.ndjson" });

export const PLAN: PlanReport = {
  zone: "corp.example",
  primary: "10.20.1.1:53",
  changes: [
    {
      action: "add",
      owner: "_vlmcs._tcp.corp.example",
      ttl: 3600,
      type: "SRV",
      rdata: "0 0 1688 kms1.corp.example",
    },
  ],
  kept: [
    {
      owner: "_vlmcs._tcp.corp.example",
      ttl: 3600,
      type: "SRV",
      rdata: "10 10 1688 kms2.corp.example",
    },
  ],
  notes: [],
  digest: "9f2c41d07ab3",
};

function replica(server: string, ok: boolean): ReplicaReport {
  return {
    server,
    ok,
    serial: ok ? 2026112402 : 2026112401,
    seen: [],
    afterMs: ok ? 38 : 10_000,
    why: ok ? null : "it still shows the old serial",
  };
}

const POLICY: Action = {
  type: "policy",
  policy: policyOf("corp.example", {
    policy: "gss-tsig",
    evidence: ["10.20.1.1:53 answered REFUSED to an unsigned update and took a Kerberos ticket"],
  }),
  why: [],
};

const writable = shown(eventsOf(MISSING_RECORD), { mayWrite: true, domains: ["corp.example"] });
const emptyForm = after(missing, ...keys("5"));
const editing = after(emptyForm, ...keys("enter"));
const filledIn = after(writable, ...keys("5", "n", "enter"), ...typed("kms1.corp.example"));
const asking = after(filledIn, ...keys("enter"));
const planning = after(asking, POLICY);
const plan = after(planning, { type: "plans", plans: [PLAN] });
const applying = after(
  plan,
  ...typed("corp.example"),
  ...keys("enter"),
  { type: "announced", text: "asked 10.20.1.1:53 for the update" },
  { type: "replica", report: replica("10.20.1.1:53", true) },
  { type: "replica", report: replica("10.20.1.2:53", false) },
);
const ended = (
  outcome: "changed" | "nothing" | "not-changed" | "unknown",
  why: readonly string[] = [],
): UiState =>
  after(applying, { type: "change-ended", outcome, journal: "2026-11-24T12-00-03Z-corp.example", why });
const snippet = after(filledIn, ...keys("esc", "s"), {
  type: "products",
  products: [
    { name: "bind-zone", title: "BIND zone file", kind: "authoritative" },
    { name: "dnsmasq", title: "dnsmasq", kind: "resolver" },
    { name: "windows-powershell", title: "Windows DNS by PowerShell", kind: "authoritative" },
    { name: "nft", title: "nftables", kind: "firewall" },
  ],
});
const madeSnippet = after(snippet, ...keys("enter"), {
  type: "snippet",
  product: "windows-powershell",
  text: "Add-DnsServerResourceRecord -ZoneName 'corp.example' -Name '_vlmcs._tcp' `\n  -Srv -Priority 0 -Weight 0 -Port 1688 -DomainName 'kms1.corp.example'\n",
});
const zoneFile = (backup: string | null, diff: string): UiState =>
  after(filledIn, ...keys("esc", "z"), ...typed("corp.example.zone"), ...keys("enter"), {
    type: "zone-file",
    file: "corp.example.zone",
    view: { diff, zone: "corp.example", backup },
    isDone: backup !== null,
  });

/** Every screen and state by name. */
export const UI_STATES: Readonly<Record<string, UiState>> = {
  "start-reading-the-machine": started(),
  "start-no-suffix": noSuffix,
  "start-failed": failed,
  "start-machine-unknown": after(started(), { type: "machine-failed", why: "resolv.conf can't be read" }),
  "overview-checking": running,
  "overview-healthy": healthy,
  "overview-missing-record": missing,
  "overview-host-down": oneDown,
  "overview-not-determined": unknown,
  "overview-stopped": partial,
  "overview-old": old,
  "overview-checking-again": after(old, ...keys("r")),
  "overview-watching-mended": mended,
  "overview-frozen": after(healthy, ...keys("f")),
  "overview-masked": after(oneDown, ...keys("p")),
  "overview-recorded": replayed,
  "overview-lab": lab,
  "overview-path-focused": after(missing, ...keys("tab", "down")),
  "hosts-idle": after(started(), ...keys("2")),
  "hosts-checking": after(running, ...keys("2")),
  "hosts-healthy": after(healthy, ...keys("2")),
  "hosts-host-down": after(oneDown, ...keys("2", "G")),
  "hosts-not-determined": after(unknown, ...keys("2")),
  "hosts-stopped": after(partial, ...keys("2")),
  "hosts-failed": after(failed, ...keys("2")),
  "hosts-none": after(missing, ...keys("2")),
  "hosts-changed": after(changed, ...keys("2", "G")),
  "hosts-masked": after(oneDown, ...keys("2", "p")),
  "hosts-many": after(many, ...keys("pagedown", "pagedown", "down")),
  "hosts-many-last": after(many, ...keys("G")),
  "hosts-filter-open": after(many, ...keys("/"), ...typed("kms-01")),
  "hosts-filter-kept": after(many, ...keys("/"), ...typed("kms-01"), ...keys("enter")),
  "hosts-filter-nothing": after(many, ...keys("/"), ...typed("no such host")),
  "hosts-problems-only": after(many, ...keys("!")),
  "hosts-no-problem": after(healthy, ...keys("2", "!"), { type: "tick" }),
  "hosts-details": after(oneDown, ...keys("2", "enter", "down")),
  "dns-healthy": after(healthy, ...keys("3")),
  "dns-missing-record": after(missing, ...keys("3", "G")),
  "dns-not-determined": after(unknown, ...keys("3")),
  "dns-none": after(noSuffix, ...keys("3")),
  "findings-none": after(healthy, ...keys("4")),
  "findings-missing-record": after(missing, ...keys("4")),
  "findings-details-scrolled": after(missing, ...keys("4", "enter", "pagedown")),
  "findings-second-remedy": after(missing, ...keys("4", "]")),
  "findings-fixed": after(mended, ...keys("4")),
  "findings-new": after(changed, ...keys("4")),
  "firewall-host-down": after(oneDown, ...keys("6", "G")),
  "firewall-none": after(missing, ...keys("6")),
  "clients-healthy": after(healthy, ...keys("7")),
  "clients-none": after(missing, ...keys("7")),
  "log-empty": after(healthy, ...keys("8")),
  "log-changes": after(mended, ...keys("8")),
  "publish-empty": emptyForm,
  "publish-editing": editing,
  "publish-problem": after(editing, ...typed("kms1"), ...keys("shift+tab", "ctrl+u", "enter")),
  "publish-filled-in": after(filledIn, ...keys("esc")),
  "publish-asking-policy": asking,
  "publish-planning": planning,
  "publish-plan": plan,
  "publish-plan-read-only": after({ ...plan, mayWrite: false }),
  "publish-plan-wrong-zone": after(plan, ...typed("corp.exampel"), ...keys("enter")),
  "publish-applying": applying,
  "publish-done": ended("changed"),
  "publish-nothing-to-do": ended("nothing"),
  "publish-not-known": ended("unknown"),
  "publish-refused": ended("not-changed", [
    "The zone corp.example refused the update",
    "10.20.1.1:53 answered REFUSED at 2026-11-24T12:00:03.100Z",
    "do: Ask with a key: kms-doctor publish --key-file KEY-FILE --domain corp.example --host kms1.corp.example",
  ]),
  "publish-updates-off": after(asking, {
    type: "policy",
    policy: policyOf("corp.example", { evidence: ["the server does not implement dynamic updates"] }),
    why: [],
  }),
  "publish-snippet": madeSnippet,
  "publish-snippet-saved": after(madeSnippet, {
    type: "saved",
    path: "/home/admin/kms-windows-powershell.txt",
  }),
  "publish-zone-file": zoneFile(null, ZONE_DIFF),
  "publish-zone-file-written": zoneFile("corp.example.zone.bak", ZONE_DIFF),
  "publish-zone-file-unchanged": zoneFile(null, ""),
  "publish-unpublish": after(shown(eventsOf(ONE_HOST_DOWN), { mayWrite: true }), ...keys("4", "x")),
  "dialog-help": after(missing, ...keys("4", "?")),
  "dialog-help-last": after(
    missing,
    ...keys("?"),
    ...Array.from({ length: 9 }, () => keys("pagedown")).flat(),
  ),
  "dialog-commands": after(healthy, ...keys(":")),
  "dialog-commands-searched": after(healthy, ...keys(":"), ...typed("rec")),
  "dialog-commands-nothing": after(healthy, ...keys(":"), ...typed("zzz")),
  "dialog-domain": after(noSuffix, ...keys("d"), ...typed("corp.example")),
  "dialog-domain-refused": after(noSuffix, ...keys("d"), ...typed("corp..example"), {
    type: "domains-refused",
    why: "'corp..example' is no domain: it has an empty label",
  }),
  "dialog-read": after(healthy, ...keys("i"), ...typed("0xC004F074")),
  "dialog-told": after(healthy, {
    type: "told",
    sections: [
      {
        title: "0xC004F074  No KMS host could be contacted.",
        rows: [
          {
            label: "cause",
            text: "A firewall between the client and the host drops TCP 1688, or the host does not run.",
          },
          { label: "check", text: "kms-doctor probe kms1.corp.example" },
          { label: "mend", text: "Let the client reach TCP 1688 of the host." },
        ],
      },
    ],
  }),
  "dialog-told-none": after(healthy, { type: "told", sections: [] }),
  "dialog-columns": after(oneDown, ...keys("2", "c")),
  "hosts-columns-chosen": after(oneDown, ...keys("2", "c", "down", "enter", "[", "esc")),
  "dialog-export": after(healthy, ...keys("e")),
  "dialog-lab": after(healthy, ...keys("o"), { type: "lab-scenarios", scenarios: lab.labScenarios }),
  "dialog-lab-open": after(lab, ...keys("o", "down", "down")),
  "dialog-products": snippet,
  "dialog-save-snippet": after(madeSnippet, ...keys("S")),
  "dialog-zone-file": after(filledIn, ...keys("esc", "z")),
  "notice-bad": after(missing, ...keys("u")),
  "notice-long": after(missing, {
    type: "notice",
    text: `the file can't be written: ${"/a-very-long-folder-name".repeat(12)}/kms.txt`,
    tone: "bad",
  }),
};

/** The first states of which all others are made, for tests that go on from them. */
export const SAMPLES = {
  healthy,
  missing,
  oneDown,
  unknown,
  running,
  partial,
  failed,
  noSuffix,
  mended,
  many,
  lab,
  replayed,
  plan,
} as const;
