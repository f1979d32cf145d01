import { describe, expect, test } from "vitest";
import { createAdaptiveGate } from "../../../src/app/adaptive-gate.ts";
import { probeAddress } from "../../../src/app/probe-address.ts";
import type { ProbeEndpoint } from "../../../src/app/ports.ts";
import type { EndpointOutcome } from "../../../src/core/net/probe-outcome.ts";
import { AT } from "../../support/facts.ts";

const ENDPOINT = { address: "192.0.2.10", port: 1688 };
const NOT_TRIED = { verdict: "not-tried", detail: "", bindMs: null } as const;

function outcome(state: EndpointOutcome["state"], code: string | null, connectMs: number | null = null) {
  return { ...ENDPOINT, state, code, connectMs, rpc: NOT_TRIED } as EndpointOutcome;
}

const SILENT = outcome("filtered", "ETIMEDOUT");
const SHORT = outcome("error", "EMFILE");
const SLOW = outcome("open", null, 400.00001);

/** Probes with a prober that gives `outcomes` one after the other; cancelled after the first `cancelAfter` of them. */
async function run(
  outcomes: readonly EndpointOutcome[],
  { cancelAfter = Number.POSITIVE_INFINITY, retries = 2, maximum = 64 } = {},
) {
  const abort = new AbortController();
  const gate = createAdaptiveGate(maximum);
  const connectOnly: boolean[] = [];
  const probe: ProbeEndpoint = (_endpoint, options) => {
    const next = outcomes[connectOnly.length] ?? outcomes.at(-1);
    connectOnly.push(options.connectOnly);
    if (connectOnly.length >= cancelAfter) abort.abort();
    return Promise.resolve(next ?? null);
  };
  if (cancelAfter === 0) abort.abort();
  const options = { connectTimeoutMs: 100, bindTimeoutMs: 100, connectOnly: false };
  const facts = await probeAddress(
    ENDPOINT,
    { probe, options, retries, gate, timestamp: () => AT, readNeighbour: null },
    abort.signal,
  );
  return { facts, connectOnly, limit: gate.limit() };
}

describe("one address", () => {
  test("silent to the end: every attempt is on record", async () => {
    const { facts, connectOnly } = await run([SILENT]);
    expect(facts).toMatchObject({ state: "filtered", at: AT });
    expect(facts?.attempts).toHaveLength(3);
    expect(connectOnly).toEqual([false, false, false]);
  });

  test.each(["refused", "rejected", "unreachable"] as const)("%s is an answer", async (state) => {
    const { facts, connectOnly } = await run([outcome(state, "E")]);
    expect(facts?.state).toBe(state);
    expect(connectOnly).toHaveLength(1);
  });

  test("EHOSTUNREACH at once is a filter's word; after silence it is a neighbour that never answered", async () => {
    const unreached = outcome("rejected", "EHOSTUNREACH");
    expect((await run([unreached])).facts?.state).toBe("rejected");
    expect((await run([SILENT, unreached])).facts?.state).toBe("unreachable");
    expect((await run([SILENT, outcome("rejected", "EACCES")])).facts?.state).toBe("rejected");
  });

  test("times are rounded to what a reader needs", async () => {
    const { facts } = await run([outcome("open", null, 1.23456)]);
    expect(facts?.connectMs).toBe(1.235);
    expect(facts?.attempts[0]?.ms).toBe(1.235);
  });

  describe("slow to connect", () => {
    test("is measured twice more, by connects alone", async () => {
      const { facts, connectOnly } = await run([SLOW, outcome("open", null, 2)]);
      expect(connectOnly).toEqual([false, true, true]);
      expect(facts?.attempts.map(({ ms }) => ms)).toEqual([400, 2, 2]);
      expect(facts?.connectMs).toBe(400);
    });

    test("cancelled meanwhile: what was measured stays", async () => {
      const { facts, connectOnly } = await run([SLOW], { cancelAfter: 2 });
      expect(connectOnly).toHaveLength(2);
      expect(facts).toMatchObject({ state: "open", attempts: [{ ms: 400 }, { ms: 400 }] });
    });
  });

  describe("cancelled", () => {
    test("before the first connect: nothing is known, nothing is tried", async () => {
      const { facts, connectOnly } = await run([SILENT], { cancelAfter: 0 });
      expect(facts).toBeNull();
      expect(connectOnly).toEqual([]);
    });

    test("between two attempts: the first one counts", async () => {
      const { facts } = await run([SILENT], { cancelAfter: 1 });
      expect(facts).toMatchObject({ state: "filtered", attempts: [{ state: "filtered" }] });
    });

    test("while this machine is short of descriptors: nothing is known", async () => {
      expect((await run([SHORT], { cancelAfter: 3 })).facts).toBeNull();
    });
  });

  describe("where this machine is short of descriptors or ports", () => {
    test("the gate narrows and the attempt is not counted", async () => {
      const { facts, limit } = await run([
        SHORT,
        outcome("error", "EADDRNOTAVAIL"),
        SILENT,
        outcome("open", null, 1),
      ]);
      expect(facts?.attempts.map(({ state }) => state)).toEqual(["filtered", "open"]);
      expect(limit).toBe(8);
    });

    test("for ever: that is what is told", async () => {
      const { facts, connectOnly } = await run([SHORT]);
      expect(facts).toMatchObject({ state: "error", code: "EMFILE" });
      expect(connectOnly).toHaveLength(21);
    });

    test("any other local error is told at once", async () => {
      const { connectOnly } = await run([outcome("error", "EPERM")]);
      expect(connectOnly).toHaveLength(1);
    });
  });
});
