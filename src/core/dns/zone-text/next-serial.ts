// The serial number after the present one (RFC 1982), in the style that it has: the date and a count, seconds since 1970, or a plain count.
import { compareSerials } from "../soa.ts";

const DAY_SECONDS = 86_400;
/** 9 September 2001: smaller numbers are taken for counts. */
const FIRST_EPOCH = 1_000_000_000;

/** `nowSeconds` counts from 1970, UTC; so does the day of a date. Never gives 0, which some servers take for 'none'. */
export function nextSerial(serial: number, nowSeconds: number): number {
  const next = (serial + 1) >>> 0 || 1;
  const today = newer(dateSerial(nowSeconds), serial);
  if (dateOf(serial) !== undefined) return today ?? (serial % 100 === 99 ? dayAfter(serial) : next);
  const isEpoch = serial >= FIRST_EPOCH && serial <= nowSeconds + DAY_SECONDS;
  return (isEpoch ? newer(nowSeconds, serial) : undefined) ?? next;
}

function newer(candidate: number, serial: number): number | undefined {
  return compareSerials(candidate, serial) === "newer" ? candidate : undefined;
}

/** `YYYYMMDD00` of a moment. */
function dateSerial(seconds: number): number {
  const { year, month, day } = civilOf(Math.floor(seconds / DAY_SECONDS));
  return ((year * 100 + month) * 100 + day) * 100;
}

/** Days since 1970 of a serial that is a date of 1980 to 2099 and a count; undefined for any other. */
function dateOf(serial: number): number | undefined {
  const date = Math.floor(serial / 100);
  const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
  if (year < 1980 || year > 2099 || month < 1 || month > 12 || day < 1) return undefined;
  const days = daysOf(year, month, day);
  return civilOf(days).day === day ? days : undefined;
}

/** The first serial of the next day: a hundred changes in a day borrow from the next. */
function dayAfter(serial: number): number {
  return dateSerial(((dateOf(serial) ?? 0) + 1) * DAY_SECONDS);
}

/** Days since 1 January 1970 of a day in the Gregorian calendar; March begins the year, so that the leap day ends it. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}

function civilOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  let year = 1970 + Math.floor(days / 366);
  while (daysOf(year + 1, 1, 1) <= days) year++;
  let month = 12;
  while (daysOf(year, month, 1) > days) month--;
  return { year, month, day: days - daysOf(year, month, 1) + 1 };
}
