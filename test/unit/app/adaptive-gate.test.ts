import { describe, expect, test } from "vitest";
import { createAdaptiveGate } from "../../../src/app/adaptive-gate.ts";

describe("the adaptive gate", () => {
  test("never lets more through than its limit, and everyone in the end", async () => {
    const gate = createAdaptiveGate(3);
    let underWay = 0;
    let most = 0;
    let done = 0;
    await Promise.all(
      Array.from({ length: 50 }, () =>
        gate.pass(async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await Promise.resolve();
          underWay -= 1;
          done += 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(done).toBe(50);
  });

  test("shrinks by half of what is under way, grows again after calm, and never beyond the start", async () => {
    const gate = createAdaptiveGate(64);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holders = Array.from({ length: 64 }, () => gate.pass(() => held));
    gate.shrink();
    expect(gate.limit()).toBe(32);
    release();
    await Promise.all(holders);
    for (let pass = 0; pass < 64 * 40; pass++) await gate.pass(() => Promise.resolve());
    expect(gate.limit()).toBe(64);
  });

  test("a small gate does not grow by shrinking", () => {
    const gate = createAdaptiveGate(2);
    gate.shrink();
    expect(gate.limit()).toBe(2);
  });

  test("work that fails leaves the gate open", async () => {
    const gate = createAdaptiveGate(1);
    await expect(gate.pass(() => Promise.reject(new Error("planned")))).rejects.toThrow("planned");
    await expect(gate.pass(() => Promise.resolve(7))).resolves.toBe(7);
  });
});
