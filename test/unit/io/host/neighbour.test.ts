import { describe, expect, test } from "vitest";
import { createHostEnvironment } from "../../../../src/io/host/host-environment.ts";
import { createReadNeighbour } from "../../../../src/io/host/neighbour.ts";
import type { CommandOutcome } from "../../../../src/io/process/run-command.ts";

function read(outcome: string | CommandOutcome, platform = "linux"): Promise<string> {
  const finished =
    typeof outcome === "string"
      ? ({
          kind: "finished",
          exitCode: 0,
          stdout: new TextEncoder().encode(outcome),
          stderr: new Uint8Array(),
        } as const)
      : outcome;
  const environment = { ...createHostEnvironment(), platform, run: () => Promise.resolve(finished) };
  return createReadNeighbour(environment)("192.0.2.10", new AbortController().signal);
}

const entry = (...states: readonly string[]): string =>
  JSON.stringify(states.map((state) => ({ dst: "192.0.2.10", dev: "eth0", state: [state] })));

describe("the neighbour table", () => {
  test.each([
    ["confirmed", entry("REACHABLE"), "present"],
    ["given up", entry("FAILED"), "absent"],
    ["confirmed on one of two links", entry("FAILED", "REACHABLE"), "present"],
    ["given up on one of two links", entry("FAILED", "INCOMPLETE"), "unknown"],
    ["seen once, not confirmed", entry("STALE"), "unknown"],
    ["not on our links", "[ ]", "unknown"],
    ["no table", "{}", "unknown"],
    ["no JSON", "Object not found", "unknown"],
    ["odd entries", '[null, 1, {"state": "FAILED"}]', "unknown"],
  ])("%s", async (_what, printed, expected) => {
    expect(await read(printed)).toBe(expected);
  });

  test("no program that prints it, or another system: not known", async () => {
    expect(await read({ kind: "not-found" })).toBe("unknown");
    expect(await read(entry("FAILED"), "win32")).toBe("unknown");
  });
});
