import { afterEach, expect, test, vi } from "vitest";
import { paintFor } from "../../../../src/cli/text/paint.ts";

afterEach(() => vi.unstubAllEnvs());

const isColoured = (stream: { readonly isTTY?: boolean }, allowed = true): boolean =>
  paintFor(stream, allowed)("bad", "x") !== "x";

test.each([
  ["0", true, false],
  ["false", true, false],
  ["False", true, false],
  ["1", false, true],
  ["", false, true],
  ["true", false, true],
  ["3", false, true],
])("FORCE_COLOR=%j on a terminal (%s): %s", (value, isTTY, expected) => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("FORCE_COLOR", value);
  expect(isColoured({ isTTY })).toBe(expected);
});

test("NO_COLOR and --no-color win", () => {
  vi.stubEnv("FORCE_COLOR", "1");
  vi.stubEnv("NO_COLOR", undefined);
  expect(isColoured({}, false)).toBe(false);
  vi.stubEnv("NO_COLOR", "1");
  expect(isColoured({})).toBe(false);
});
