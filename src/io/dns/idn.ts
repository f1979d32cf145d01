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
  const odd = /^[a-z0-9_.-]+$/.test(name.value) ? undefined : oddLabel(name.value);
  return odd === undefined
    ? ok(name.value)
    : err(`'${odd}' has characters that names of domains and hosts do not have`);
}

function oddLabel(name: OwnerName): string | undefined {
  return ownerNameLabels(name).find((label) => !/^[a-z0-9_-]+$/.test(label));
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
