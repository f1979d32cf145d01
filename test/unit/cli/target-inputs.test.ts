import { describe, expect, test } from "vitest";
import { wordsOf } from "../../../src/cli/read-lines.ts";
import { targetInputs, type TargetOptions } from "../../../src/cli/target-inputs.ts";

const OPTIONS: TargetOptions = { port: 1688, maxTargets: 1000, mostTargets: 100_000, families: [4, 6] };

function targets(words: readonly string[], options: Partial<TargetOptions> = {}): readonly string[] {
  const list = targetInputs(wordsOf(words), { ...OPTIONS, ...options });
  const all = [...list.targets()];
  expect(all.map(({ index }) => index)).toEqual(all.map((_, index) => index));
  expect(list.total).toBe(all.length);
  return all.map(({ target }) => target);
}

describe("targets as people type them", () => {
  test("a host and port counts once, however it is written", () => {
    const words = ["kms1.corp.test", "10.0.0.1", "KMS1.corp.test.:1688", "10.0.0.1:1688", "10.0.0.1:1689"];
    expect(targets(words)).toEqual(["kms1.corp.test:1688", "10.0.0.1:1688", "10.0.0.1:1689"]);
    expect(targets(["::1", "[0::1]", "[::1]:1688"])).toEqual(["[::1]:1688"]);
  });

  test("a block counts once, blocks that overlap are taken as they are", () => {
    expect(targets(["10.0.0.0/31", "10.0.0.1/31"])).toHaveLength(2);
    expect(targets(["10.0.0.0/31", "10.0.0.0/30"])).toHaveLength(6);
  });

  test("repetitions do not count against the limit", () => {
    expect(targets(["10.0.0.1", "10.0.0.1", "10.0.0.1"], { maxTargets: 1 })).toHaveLength(1);
  });

  test.each([
    ["10.0.0.0/20", "Name a smaller block, or raise it: --max-targets 4096"],
    ["::/0", "Name a smaller block; 100000 is the most it can be"],
  ])("%s is too much", (block, hint) => {
    expect(() => targets([block])).toThrow(expect.objectContaining({ code: "USAGE", hint }));
  });

  test.each([
    ["[::1]:9", [4], "'[::1]:9' is IPv6, but -4 asks for IPv4 only"],
    ["2001:db8::/126", [4], "is IPv6, but -4"],
    ["10.0.0.1", [6], "is IPv4, but -6 asks for IPv6 only"],
  ] as const)("%s contradicts the family %j", (word, families, message) => {
    expect(() => targets([word], { families })).toThrow(message);
  });

  test("a name may have addresses of either family", () => {
    expect(targets(["kms1.corp.test"], { families: [6] })).toHaveLength(1);
  });
});
