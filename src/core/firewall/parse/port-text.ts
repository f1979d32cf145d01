// TCP ports as firewalls write them: numbers, ranges, and the names that their listings use.
import type { PortRange } from "../model.ts";

/** Names that listings without -n may show; others are not looked up, so a rule with them is one that can't be decided. */
const NAMES: Readonly<Record<string, number>> = {
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  http: 80,
  kerberos: 88,
  pop3: 110,
  ntp: 123,
  epmap: 135,
  loc_srv: 135,
  imap2: 143,
  snmp: 161,
  ldap: 389,
  https: 443,
  "microsoft-ds": 445,
  ldaps: 636,
  "nsjtp-data": 1688,
  "ms-sql-s": 1433,
  "ms-wbt-server": 3389,
};

/** `1688`, `135-139`, `135:139`, `https`; undefined where one is none of these. */
export function parsePorts(texts: readonly string[]): readonly PortRange[] | undefined {
  const ranges: PortRange[] = [];
  for (const text of texts) {
    const range = parsePort(text);
    if (range === undefined) return undefined;
    ranges.push(range);
  }
  return ranges;
}

function parsePort(text: string): PortRange | undefined {
  const named = Object.hasOwn(NAMES, text) ? NAMES[text] : undefined;
  if (named !== undefined) return [named, named];
  const match = /^(\d{1,5})(?:[-:](\d{1,5}))?$|^:(\d{1,5})$|^(\d{1,5}):$/.exec(text);
  if (match === null) return undefined;
  const [, from, to, upTo, above] = match;
  const first = Number(from ?? above ?? 0);
  const last = Number(to ?? upTo ?? from ?? 65_535);
  return first <= last && last <= 65_535 ? [first, last] : undefined;
}

/** Every port that is in none of the ranges. */
export function complementPorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const gaps: PortRange[] = [];
  let next = 0;
  for (const [first, last] of ranges.toSorted((left, right) => left[0] - right[0])) {
    if (first > next) gaps.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= 65_535) gaps.push([next, 65_535]);
  return gaps;
}
