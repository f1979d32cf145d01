import { describe, expect, test } from "vitest";
import { fuzz } from "./runner.ts";
import { FUZZ_TARGETS } from "./targets.ts";

const INPUTS = 5_000;

describe("hostile input, a short run (npm run fuzz has the long one)", () => {
  test.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))("%s", (_name, target) => {
    const seed = 20_261_124;
    const failure = fuzz(target, INPUTS, seed);
    expect(failure === undefined ? "ok" : `seed ${seed}: ${String(failure.error)}`).toBe("ok");
  });
});
