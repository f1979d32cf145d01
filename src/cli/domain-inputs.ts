// Domains as people type them, checked before anything is asked.
import type { DomainInput } from "../app/discover-domain.ts";
import { UsageError } from "../core/errors.ts";
import { ROOT, withoutTrailingDot } from "../core/dns/owner-name.ts";
import { kmsOwnerName } from "../core/kms/service.ts";
import { isAddress } from "../core/net/address.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import type { ListedWord, WordList } from "./read-lines.ts";
import { domainSlip } from "./typed-slips.ts";

export type DomainList = {
  readonly total: number;
  /** Made one by one as they are needed. */
  readonly inputs: () => Generator<DomainInput>;
};

/** Throws UsageError for the first word that is no domain; repetitions are left out. */
export function domainInputs(words: WordList): DomainList {
  let total = 0;
  for (const _ of distinct(words)) total += 1;
  return { total, inputs: () => distinct(words) };
}

function* distinct(words: WordList): Generator<DomainInput> {
  const seen = new Set<string>();
  for (const word of words) {
    const input = domainInput(word, seen.size);
    if (seen.has(input.domain)) continue;
    seen.add(input.domain);
    yield input;
  }
}

function domainInput({ text, where }: ListedWord, index: number): DomainInput {
  const place = where === undefined ? "" : ` (${where})`;
  // The cheap test comes first, for lists of 100,000.
  if (/^[\d[]|:/.test(text) && isAddress(text.replace(/^\[|\]$/g, ""))) {
    throw new UsageError(`'${text}'${place} is an IP address, not a domain`, {
      hint: `Give the DNS domain of the clients, such as corp.example, or type 'kms-doctor probe ${text}'.`,
    });
  }
  const name = parseTypedName(text);
  if (!name.ok || name.value === ROOT) {
    const slip = domainSlip(text);
    const reason = slip?.reason ?? (name.ok ? "it is the root" : name.error);
    throw new UsageError(`'${text}'${place} is not a domain: ${reason}`, {
      hint: slip?.hint ?? "Write it like corp.example.",
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
