// The wall clock as text.

let lastMs = Number.NaN;
let lastText = "";

/** Now as RFC 3339 UTC text with milliseconds. Thousands of answers come in the same millisecond: its text is kept. */
export function timestamp(): string {
  const nowMs = Date.now();
  if (nowMs !== lastMs) {
    lastMs = nowMs;
    lastText = new Date(nowMs).toISOString();
  }
  return lastText;
}
