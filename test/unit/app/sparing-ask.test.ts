import { describe, expect, test } from "vitest";
import { createSparingAsk } from "../../../src/app/sparing-ask.ts";
import type { AskDns } from "../../../src/app/ports.ts";
import type { DnsExchange, DnsOutcome } from "../../../src/core/dns/exchange.ts";
import { attempt, name } from "../../support/facts.ts";
import { message } from "../../support/fake-dns.ts";

const SERVER = { address: "192.0.2.1", port: 53 };
const QUESTION = { name: name("_vlmcs._tcp.corp.test"), type: "SRV" } as const;
const OPTIONS = { timeoutMs: 100, retries: 0, recursionDesired: true };
const SILENCE: DnsOutcome = { kind: "timeout", phase: "udp-answer" };
const ANSWER: DnsOutcome = { kind: "answered", message: message(QUESTION, 0, []) };

function exchange(outcome: DnsOutcome): DnsExchange {
  const result = outcome.kind === "answered" ? ({ kind: "answered", rcode: 0 } as const) : outcome;
  const attempts = result.kind === "not-asked" ? [] : [attempt(result)];
  return { server: "192.0.2.1:53", question: QUESTION, attempts, outcome, transport: null, rttMs: null };
}

/** Answers with `outcomes`, one after the other; the last one for ever. */
function asker(...outcomes: readonly DnsOutcome[]) {
  let asked = 0;
  const ask: AskDns = () => Promise.resolve(exchange(outcomes[asked++] ?? outcomes.at(-1) ?? ANSWER));
  const sparing = createSparingAsk(ask);
  const put = async (server = SERVER): Promise<string> =>
    (await sparing(server, QUESTION, OPTIONS, new AbortController().signal)).outcome.kind;
  return { put, asked: () => asked };
}

async function times(count: number, put: () => Promise<string>): Promise<readonly string[]> {
  const kinds: string[] = [];
  for (let each = 0; each < count; each++) kinds.push(await put());
  return kinds;
}

describe("a server that never answers", () => {
  test("is asked three questions, and then never again", async () => {
    const { put, asked } = asker(SILENCE);
    expect(await times(4, put)).toEqual(["timeout", "timeout", "timeout", "not-asked"]);
    await times(200, put);
    expect(asked()).toBe(3);
    expect(await put({ ...SERVER, address: "192.0.2.2" })).toBe("timeout");
  });

  test.each<readonly [string, DnsOutcome]>([
    ["an answer", ANSWER],
    ["octets that are no DNS", { kind: "malformed", offset: 0, reason: "" }],
  ])("is not given up where %s came between", async (_what, sign) => {
    const { put } = asker(SILENCE, SILENCE, sign, SILENCE, SILENCE, SILENCE);
    expect(await times(5, put)).not.toContain("not-asked");
  });

  test("one that has spoken is given up later, and tried again now and then", async () => {
    const { put, asked } = asker(ANSWER, SILENCE);
    expect(await times(13, put)).not.toContain("not-asked");
    const later = await times(128, put);
    expect(later.filter((kind) => kind === "timeout")).toHaveLength(2);
    expect(asked()).toBe(15);
  });

  test("what was cancelled is no silence", async () => {
    const { put } = asker({ kind: "cancelled" });
    expect(await times(5, put)).not.toContain("not-asked");
  });
});

describe("a server that has not spoken yet", () => {
  /** Holds every question until it is let go. */
  function held() {
    const open: ((outcome: DnsOutcome) => void)[] = [];
    const ask: AskDns = (_server, _question, _options, signal) =>
      new Promise((resolve) => {
        open.push((outcome) => resolve(exchange(outcome)));
        signal.addEventListener("abort", () => resolve(exchange({ kind: "cancelled" })));
        if (signal.aborted) resolve(exchange({ kind: "cancelled" }));
      });
    return { open, sparing: createSparingAsk(ask) };
  }

  function putMany(sparing: AskDns, count: number, signal = new AbortController().signal) {
    return Promise.all(Array.from({ length: count }, () => sparing(SERVER, QUESTION, OPTIONS, signal))).then(
      (exchanges) => exchanges.map(({ outcome }) => outcome.kind),
    );
  }

  test("gets eight questions at once; its silence answers for those that wait", async () => {
    const { open, sparing } = held();
    const all = putMany(sparing, 40);
    expect(open).toHaveLength(8);
    // One failure after the other gives nobody else the turn: that would double the wait.
    for (const end of [...open]) {
      end(SILENCE);
      await new Promise(setImmediate);
    }
    const kinds = await all;
    expect(kinds.filter((kind) => kind === "timeout")).toHaveLength(8);
    expect(kinds.filter((kind) => kind === "not-asked")).toHaveLength(32);
  });

  test("its first word lets all of them go", async () => {
    const { open, sparing } = held();
    const all = putMany(sparing, 40);
    open[0]?.(ANSWER);
    await new Promise(setImmediate);
    expect(open).toHaveLength(40);
    for (const end of open) end(ANSWER);
    expect(new Set(await all)).toEqual(new Set(["answered"]));
  });

  test("those that wait are cancelled with the others", async () => {
    const { sparing } = held();
    const abort = new AbortController();
    const all = putMany(sparing, 40, abort.signal);
    abort.abort();
    expect(new Set(await all)).toEqual(new Set(["cancelled"]));
  });
});
