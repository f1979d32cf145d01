import fc from "fast-check";
import { expect, test } from "vitest";
import { minutesBetween } from "../../../../src/core/windows/minutes-between.ts";

test("as the runtime's own calendar has it", () => {
  const minute = fc.integer({ min: 0, max: Math.floor(Date.UTC(2399, 11, 31) / 60_000) });
  fc.assert(
    fc.property(minute, minute, (left, right) => {
      const event = new Date(left * 60_000).toISOString();
      const [date = "", time = ""] = new Date(right * 60_000).toISOString().split("T");
      expect(minutesBetween(event, `${date.replaceAll("-", "/")} ${time.slice(0, 5)}`)).toBe(right - left);
    }),
  );
});

test.each([
  [null, "2026/03/02 08:11"],
  ["2026-03-02T08:11:09Z", null],
  ["3/2/2026 9:11:09 AM", "2026/03/02 08:11"],
  ["2026-03-02T08:11:09", "2026/03/02 08:11"],
  ["2026-03-02T08:11:09Z", "3/2/2026 8:11"],
])("%s and %s can't be compared", (event, client) => {
  expect(minutesBetween(event, client)).toBeNull();
});

test("unpadded numbers", () => {
  expect(minutesBetween("2026-03-02T08:11:09.000000000Z", "2026/3/2 8:12")).toBe(1);
});
