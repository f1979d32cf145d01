import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextSerial } from "../../../../../src/core/dns/zone-text/next-serial.ts";
import { compareSerials } from "../../../../../src/core/dns/soa.ts";
import { NOW_SECONDS } from "../../../../support/zone-edit.ts";

describe("nextSerial, on 24 November 2026", () => {
  test.each([
    ["a date before today", 2026112305, 2026112400],
    ["a date long before", 1999123199, 2026112400],
    ["today", 2026112400, 2026112401],
    ["today, for the hundredth time", 2026112499, 2026112500],
    ["a date to come", 2026112507, 2026112508],
    ["the end of a month to come", 2026113099, 2026120100],
    ["the end of a year to come", 2026123199, 2027010100],
    ["a leap day to come", 2028022899, 2028022900],
    ["no leap day", 2027022899, 2027030100],
    ["no date: the 30th of February", 2026023001, 2026023002],
    ["no date: month 13", 2026130101, 2026130102],
    ["seconds since 1970", 1_700_000_000, NOW_SECONDS],
    ["seconds of this very moment", NOW_SECONDS, NOW_SECONDS + 1],
    ["a count", 41, 42],
    ["a date without a count", 20261123, 20261124],
    ["the largest", 4_294_967_295, 1],
    ["zero", 0, 1],
  ])("%s: %i becomes %i", (_what, serial, next) => {
    expect(nextSerial(serial, NOW_SECONDS)).toBe(next);
  });

  test("it is always newer (RFC 1982), whatever the moment", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffff_ffff }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (serial, now) => {
          expect(compareSerials(nextSerial(serial, now), serial)).toBe("newer");
        },
      ),
    );
  });

  test("a date stays a date", () => {
    const day = fc.date({ min: new Date("1980-01-01"), max: new Date("2099-12-30"), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 99 }), (date, count) => {
        const serial = Number(date.toISOString().slice(0, 10).replaceAll("-", "")) * 100 + count;
        const text = String(nextSerial(serial, NOW_SECONDS)).slice(0, 8);
        const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
        expect(new Date(iso).toISOString().slice(0, 10)).toBe(iso);
      }),
    );
  });
});
