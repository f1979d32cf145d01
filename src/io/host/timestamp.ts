// The wall clock as text.

/** Now as RFC 3339 UTC text with milliseconds. */
export function timestamp(): string {
  return new Date().toISOString();
}
