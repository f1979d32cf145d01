// A silent port: is the host there? Through probeAddress, as it is asked beside the further attempts.
import { describe, expect, test } from "vitest";
import { createAdaptiveGate } from "../../../src/app/adaptive-gate.ts";
import type { ProbeEndpoint, ReadNeighbour } from "../../../src/app/ports.ts";
import { probeAddress } from "../../../src/app/probe-address.ts";
import type { ConnectState, EndpointOutcome } from "../../../src/core/net/probe-outcome.ts";
import { AT } from "../../support/facts.ts";

const NOT_TRIED = { verdict: "not-tried", detail: "", bindMs: null } as const;

async function run(
  states: Readonly<Record<number, ConnectState>>,
  neighbour: Awaited<ReturnType<ReadNeighbour>> = "unknown",
  port = 1688,
) {
  const asked: string[] = [];
  const probe: ProbeEndpoint = (endpoint, { connectOnly }) => {
    asked.push(`${endpoint.port}${connectOnly ? " connect only" : ""}`);
    const state = states[endpoint.port] ?? "filtered";
    const outcome: EndpointOutcome = { ...endpoint, state, code: null, connectMs: null, rpc: NOT_TRIED };
    return Promise.resolve(outcome);
  };
  const readNeighbour: ReadNeighbour = (address) => {
    asked.push(`neighbour ${address}`);
    return Promise.resolve(neighbour);
  };
  const facts = await probeAddress(
    { address: "192.0.2.10", port },
    {
      probe,
      options: { connectTimeoutMs: 100, bindTimeoutMs: 100, connectOnly: false },
      retries: 1,
      gate: createAdaptiveGate(8),
      timestamp: () => AT,
      readNeighbour,
    },
    new AbortController().signal,
  );
  return { facts, asked };
}

describe("a silent port", () => {
  test.each(["open", "refused"] as const)(
    "of a host that answers at another port (%s): it is up",
    async (state) => {
      const { facts, asked } = await run({ 1: state });
      expect(facts).toMatchObject({
        state: "filtered",
        host: { state: "up", evidence: `192.0.2.10:1 ${state}, ${AT}` },
      });
      expect(asked.toSorted()).toEqual(["1 connect only", "135 connect only", "1688", "1688"]);
    },
  );

  test.each(["rejected", "unreachable", "error", "filtered"] as const)(
    "%s at the other ports says nothing of the host: the neighbour table is read",
    async (state) => {
      const { facts, asked } = await run({ 1: state, 135: state });
      expect(facts).toMatchObject({ state: "filtered", host: { state: "unknown" } });
      expect(facts?.host?.evidence).toContain("ports 135 and 1 of 192.0.2.10 told nothing");
      expect(asked).toContain("neighbour 192.0.2.10");
    },
  );

  test("of a neighbour that is there: it is up", async () => {
    expect((await run({}, "present")).facts).toMatchObject({ state: "filtered", host: { state: "up" } });
  });

  test("of an address that no neighbour has: it can't be reached", async () => {
    expect((await run({}, "absent")).facts).toMatchObject({
      state: "unreachable",
      host: { state: "absent" },
    });
  });

  test("is not its own control", async () => {
    const { asked } = await run({}, "unknown", 135);
    expect(asked.toSorted()).toEqual(["1 connect only", "135", "135", "neighbour 192.0.2.10"]);
  });
});

test("a port that answers needs no sign of the host", async () => {
  const { facts, asked } = await run({ 1688: "refused" });
  expect(facts?.host).toBeUndefined();
  expect(asked).toEqual(["1688"]);
});
