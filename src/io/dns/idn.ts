// Names as people type them: international labels become A-labels (UTS 46), then the name is parsed.
import { domainToASCII } from "node:url";
import { parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { err, type Result } from "../../core/result.ts";

/** Parses a host or domain name; errors are one clause. */
export function parseTypedName(text: string): Result<OwnerName, string> {
  const labels: string[] = [];
  for (const label of text.normalize("NFC").split(".")) {
    const ascii = toALabel(label);
    if (ascii === undefined) return err(`'${label}' is no valid international label`);
    labels.push(ascii);
  }
  return parseOwnerName(labels.join("."));
}

/** Undefined for a label that UTS 46 forbids. */
function toALabel(label: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII needs conversion
  if (/^[\u0000-\u007f]*$/.test(label)) return label;
  // A second label keeps digits of other scripts from being read as an IPv4 address.
  const ascii = domainToASCII(`${label}.invalid`);
  return ascii === "" ? undefined : ascii.slice(0, -".invalid".length);
}
