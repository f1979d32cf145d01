// The minutes between two times in UTC: that of an exported event, and the client's clock in its fields.

/** Null where one of them is not in UTC for certain, or is no time. */
export function minutesBetween(eventTime: string | null, clientTime: string | null): number | null {
  const event = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})[\d:.]*Z$/.exec(eventTime ?? "");
  // Microsoft documents the form year first; month first is seen in examples, and can't be told from day first.
  const client = /^(\d{4})\/(\d{1,2})\/(\d{1,2}) (\d{1,2}):(\d{2})/.exec(clientTime ?? "");
  if (event === null || client === null) return null;
  return minutesOf(client) - minutesOf(event);
}

function minutesOf([, year, month, day, hour, minute]: readonly string[]): number {
  return (daysOf(Number(year), Number(month), Number(day)) * 24 + Number(hour)) * 60 + Number(minute);
}

/** Days since 0000-03-01: the year begins in March, so that the leap day is its last. */
function daysOf(year: number, month: number, day: number): number {
  const from = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400);
  return from * 365 + leapDays + Math.floor((153 * months + 2) / 5) + day - 1;
}
