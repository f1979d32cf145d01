// Domains as people type them, checked before anything is asked.
import type { DomainInput } from "../app/discover-domain.ts";
import { UsageError } from "../core/errors.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { kmsOwnerName } from "../core/kms/service.ts";
import { isAddress } from "../core/net/address.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import type { ListedWord } from "./read-lines.ts";

/** Throws UsageError for the first word that is no domain; repetitions are left out. */
export function domainInputs(words: readonly ListedWord[]): readonly DomainInput[] {
  const inputs: DomainInput[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const input = domainInput(word, inputs.length);
    if (seen.has(input.domain)) continue;
    seen.add(input.domain);
    inputs.push(input);
  }
  return inputs;
}

function domainInput({ text, where }: ListedWord, index: number): DomainInput {
  const place = where === undefined ? "" : ` (${where})`;
  if (isAddress(text.replace(/^\[|\]$/g, ""))) {
    throw new UsageError(`'${text}'${place} is an IP address, not a domain`, {
      hint: `Give the DNS domain of the clients, such as corp.example, or type 'kms-doctor probe ${text}'.`,
    });
  }
  const name = parseTypedName(text);
  if (!name.ok) {
    throw new UsageError(`'${text}'${place} is not a domain: ${name.error}`, {
      hint: "Write it like corp.example.",
    });
  }
  if (name.value.startsWith("_vlmcs._tcp.")) {
    throw new UsageError(`'${text}'${place} is the owner of the record, not the domain`, {
      hint: `Give the domain: ${withoutTrailingDot(name.value).replace("_vlmcs._tcp.", "")}.`,
    });
  }
  const owner = kmsOwnerName(name.value);
  if (!owner.ok)
    throw new UsageError(`'${text}'${place} is too long: with _vlmcs._tcp in front ${owner.error}`);
  return { index, domain: withoutTrailingDot(name.value), owner: owner.value };
}
