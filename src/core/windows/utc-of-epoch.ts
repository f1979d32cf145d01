// A number of milliseconds since 1970 as a time in UTC (RFC 3339), worked out from the calendar alone.

/** `2026-03-02T08:11:09Z`; undefined beyond the years 0 to 9999. */
export function utcOfEpoch(milliseconds: number): string | undefined {
  const day = Math.floor(milliseconds / 86_400_000);
  const rest = Math.floor((milliseconds - day * 86_400_000) / 1000);
  // Days since 0000-03-01, in eras of 400 years.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  if (year < 0 || year > 9999) return undefined;
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(two).join(":");
  return `${String(year).padStart(4, "0")}-${two(month >= 10 ? month - 9 : month + 3)}-${two(date)}T${clock}Z`;
}
