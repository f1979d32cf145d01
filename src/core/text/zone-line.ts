// Lines of zone files (RFC 1035 section 5.1) in remedies, marked as such. All but letters, digits, `_` and `-` is written \DDD:
// the same name to every DNS server, and without quotes, redirections or substitutions to a shell it is pasted into.

/** `kms1.corp.test.` for a name in presentation form, with or without the trailing dot. */
export function zoneName(name: string): string {
  const escaped = name.replaceAll(
    /\\(\d{3})|\\([^])|[^\w.-]/g,
    (whole, decimal: string | undefined, char: string | undefined) =>
      `\\${decimal ?? String((char ?? whole).charCodeAt(0)).padStart(3, "0")}`,
  );
  return escaped.endsWith(".") ? escaped : `${escaped}.`;
}

/** `In the zone: kms1.corp.test. 3600 IN A <address>`; `data` is the type and what follows, as it stands in the file. */
export function zoneLine(owner: string, data: string, ttlSeconds?: number): string {
  const ttl = ttlSeconds === undefined ? "" : `${ttlSeconds} `;
  return `In the zone: ${zoneName(owner)} ${ttl}IN ${data}`;
}
