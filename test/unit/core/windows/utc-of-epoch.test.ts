import fc from "fast-check";
import { expect, test } from "vitest";
import { utcOfEpoch } from "../../../../src/core/windows/utc-of-epoch.ts";

test("as the runtime's own calendar has it", () => {
  const last = Date.UTC(9999, 11, 31, 23, 59, 59);
  fc.assert(
    fc.property(fc.integer({ min: -60_000_000_000_000, max: last }), (milliseconds) => {
      const expected = new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
      expect(utcOfEpoch(milliseconds)).toBe(expected);
    }),
  );
  expect(utcOfEpoch(0)).toBe("1970-01-01T00:00:00Z");
  expect(utcOfEpoch(Date.UTC(2024, 1, 29))).toBe("2024-02-29T00:00:00Z");
  expect(utcOfEpoch(last + 1000)).toBeUndefined();
});
