// Text as a hostile network, file or clipboard may send it, and states that show it in every place where such text comes to.
import type { Finding } from "../../src/core/checks/finding.ts";
import type { RunEvent } from "../../src/core/run/event.ts";
import type { UiState } from "../../src/ui/store/ui-state.ts";
import { LAB } from "./ui-ports.ts";
import { eventsOf, HEALTHY, policyOf, SRV_MISSING } from "./ui-runs.ts";
import { after, keys, PLAN, SAMPLES, shown, started } from "./ui-states.ts";

export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  "colours and cursor": "\u001b[31mred\u001b[0m\u001b[2J\u001b[5;5Hhere\u001b[?1049l",
  "8-bit controls": "\u009b31mred\u009b2J\u009d0;title\u009c",
  "window title": "\u001b]0;owned\u0007\u001b]2;owned\u001b\\",
  clipboard: "\u001b]52;c;cm0gLXJmIC8=\u0007",
  link: "\u001b]8;;https://evil.example/\u0007link\u001b]8;;\u0007",
  "bells and backspaces": "\u0007\u0007abc\b\b\b\u007fxyz\u000b\u000c",
  "line ends": "a\r\nb\rc\nd\u0085e\u2028f\u2029g\th",
  "bidi overrides": "\u202egnp.exe\u202c \u2066abc\u2069 \u200f\u061c",
  "right to left": "שלום.example العربية.example ܫܠܡܐ ߒߞߏ",
  CJK: "日本語のホスト.example 한국어 中文ホスト名が長い長い長い長い長い長い長い長い長い長い長い長い",
  "half and full width": "ＡＢＣ ｱｲｳ １６８８ ＫＭＳ",
  "combining marks": `e${"\u0301\u0327\u0489".repeat(40)}x a\u0308o\u0308`,
  emoji: "😀 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 ❤️ 1️⃣ 🇩🇪🇫🇷 ☺ ⌚",
  "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u034fh\u115fi\u1160j\u3164k\uffa0l",
  "lone surrogates": "a\ud800b\udc00c \ud83d",
  "private and unassigned": "\ue000\uf8ff\u{f0000}\u0378\u{1fffe}\uffff\u{e0041}",
  "a name of 10,000 letters": "kms".repeat(3334),
  "10,000 wide letters": "主".repeat(10_000),
  "10,000 spaces and a word": `${" ".repeat(10_000)}x`,
  "10,000 controls": "\u001b".repeat(10_000),
};

/** A run whose every text is that of a hostile network. */
export function hostileEvents(text: string): readonly RunEvent[] {
  const finding: Finding = {
    ...SRV_MISSING,
    subject: text,
    title: text,
    detail: text,
    evidence: [text, text],
    remedy: [text, `kms-doctor publish --domain ${text} --host ${text}`],
  };
  return eventsOf({
    domain: text,
    suffixes: [text],
    servers: HEALTHY.servers.map((server, index) => ({ ...server, server: `${index}${text}`, rcode: text })),
    hosts: [
      {
        name: text,
        endpoints: [
          { address: text, rpc: { verdict: "kms", detail: text, bindMs: 1 } },
          { address: text, state: "filtered", code: text, host: { state: "unknown", evidence: text } },
        ],
      },
      { name: `x${text}`, lookup: "failed", endpoints: [] },
    ],
    policy: { zone: text, primary: text, rcode: text, evidence: [text] },
    findings: [finding, { ...finding, severity: "warning", id: "srv-stale-host" }],
  });
}

/** States that show `text` wherever text comes from outside. */
export function hostileStates(text: string): readonly UiState[] {
  const events = hostileEvents(text);
  const base = after(
    shown(events, { domains: [text], mayWrite: true }),
    { type: "machine", view: { suffixes: [text], resolvers: [text, text], sources: [text] } },
    { type: "log", text, tone: "bad" },
    { type: "lab-scenarios", scenarios: [{ name: text, title: text }] },
    { type: "products", products: [{ name: text, title: text, kind: "authoritative" }] },
  );
  const bare: UiState = { ...started(), replayOf: null };
  const failed = after(bare, {
    type: "run",
    view: { ...base.run, phase: "failed", failure: text, domains: [], targets: [], findings: [] },
  });
  const record = { owner: text, ttl: 1, type: "SRV", rdata: text } as const;
  const plan = { ...PLAN, zone: text, primary: text, notes: [text], kept: [record], digest: text };
  const planned: UiState = {
    ...base,
    screen: "publish",
    publish: {
      ...SAMPLES.plan.publish,
      policy: policyOf(text, { primary: text, evidence: [text] }),
      step: {
        kind: "plan",
        plans: [
          {
            ...plan,
            changes: [
              { action: "add", ...record },
              { action: "delete", ...record },
            ],
          },
        ],
        field: { text, cursor: text.length },
        isWrong: true,
      },
    },
  };
  const field = { text, cursor: text.length };
  const at = (step: UiState["publish"]["step"]): UiState => ({
    ...planned,
    publish: {
      ...planned.publish,
      step,
      fields: { ...planned.publish.fields, domain: field, host: { text, cursor: 0 } },
      focus: "domain",
      checked: { problems: { domain: text, host: text }, wish: null, addresses: [] },
      announcements: [text],
      verified: [{ server: text, ok: false, serial: null, seen: [], afterMs: 1, why: text }],
    },
  });
  const screens = ["1", "2", "3", "4", "6", "7", "8"].flatMap((key) => [
    after(base, ...keys(key)),
    after(base, ...keys(key, "G", "enter", "end")),
  ]);
  return [
    ...screens,
    failed,
    after(failed, ...keys("2")),
    after(bare, { type: "machine-failed", why: text }),
    after(bare, { type: "machine", view: { suffixes: [], resolvers: [text], sources: [text] } }),
    { ...base, replayOf: text },
    after(base, { type: "lab", view: { ...LAB, name: text, domains: [text], servers: [text] } }),
    after(base, ...keys("2", "/"), { type: "paste", text }),
    after(base, ...keys("2", "/"), { type: "paste", text }, ...keys("enter")),
    after(base, { type: "notice", text, tone: "bad" }),
    planned,
    at({ kind: "form", isEditing: true }),
    at({ kind: "form", isEditing: false }),
    at({ kind: "applying", plans: [plan] }),
    at({ kind: "done", outcome: "unknown" }),
    at({ kind: "refused", why: [text] }),
    at({ kind: "snippet", product: text, text, savedAs: text }),
    at({
      kind: "zone-file",
      file: text,
      view: { diff: text, zone: text, backup: null },
      field,
      isWrong: true,
      isDone: false,
    }),
    at({
      kind: "zone-file",
      file: text,
      view: { diff: "", zone: text, backup: text },
      field,
      isWrong: false,
      isDone: true,
    }),
    after(base, ...keys("o")),
    after(base, ...keys(":"), { type: "paste", text }),
    after(base, ...keys("d"), { type: "paste", text }, { type: "domains-refused", why: text }),
    after(base, ...keys("i"), { type: "paste", text }, ...keys("home")),
    { ...base, overlays: [{ kind: "products", of: "record", field: { text: "", cursor: 0 }, selected: 0 }] },
    after(base, {
      type: "told",
      sections: [{ title: text, rows: [{ label: text, text }] }],
    }),
    after(base, ...keys("p")),
  ];
}
