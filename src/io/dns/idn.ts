// Names as people type them: international labels become A-labels (UTS 46), then the name is parsed.
import { domainToASCII } from "node:url";
import { ownerNameLabels, parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { err, ok, type Result } from "../../core/result.ts";

/**
 * Parses a host or domain name: letters, digits, hyphens and underscores in any script. Names with other octets exist in
 * DNS, but nobody types them on purpose. Errors are one clause.
 */
export function parseTypedName(text: string): Result<OwnerName, string> {
  const ascii = toAscii(text);
  if (!ascii.ok) return ascii;
  const name = parseOwnerName(ascii.value);
  if (!name.ok) return name;
  const problem = PLAIN.test(name.value) ? undefined : problemOf(name.value);
  return problem === undefined ? ok(name.value) : err(problem);
}

/** Cheap, for lists of 100,000: no hyphen at either end of a label, and a letter begins the last label. */
const PLAIN = /^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z](?:[a-z0-9_-]*[a-z0-9_])?\.$/;

function problemOf(name: OwnerName): string | undefined {
  const labels = ownerNameLabels(name);
  const odd = labels.find((label) => !/^[a-z0-9_-]+$/.test(label));
  if (odd !== undefined) return `'${odd}' has characters that names of domains and hosts do not have`;
  const hyphened = labels.find((label) => label.startsWith("-") || label.endsWith("-"));
  if (hyphened !== undefined) return `'${hyphened}' begins or ends with a hyphen`;
  const last = labels.at(-1);
  // What ends in a number is taken for an IPv4 address by whoever reads it (the URL standard, 'ends in a number').
  return last !== undefined && /^(?:\d+|0x[0-9a-f]*)$/.test(last)
    ? `it ends in the number '${last}', so it looks like a mistyped address`
    : undefined;
}

function toAscii(text: string): Result<string, string> {
  // oxlint-disable-next-line no-control-regex -- ASCII needs no conversion
  if (/^[\u0000-\u007f]*$/.test(text)) return ok(text);
  const labels: string[] = [];
  for (const label of text.normalize("NFC").split(".")) {
    // A second label keeps digits of other scripts from being read as an IPv4 address.
    const ascii = domainToASCII(`${label}.invalid`);
    if (ascii === "") return err(`'${label}' is no valid international label`);
    labels.push(ascii.slice(0, -".invalid".length));
  }
  return ok(labels.join("."));
}
