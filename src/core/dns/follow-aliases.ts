// Follows CNAME and DNAME records inside one answer section (RFC 1034 3.6.2, RFC 6672).
import type { DnsQuestion } from "./message.ts";
import { isAtOrBelow, ownerNameLabels, prependLabels, type OwnerName } from "./owner-name.ts";
import type { DnsRecord } from "./record.ts";

export type AliasTrail = {
  /** The names led through, in order, without the first; the last of them is `last`. */
  readonly aliases: readonly OwnerName[];
  /** The name at which the records of the wanted type should stand. */
  readonly last: OwnerName;
  /** Why the chain can't be followed to its end, null for a sound one. */
  readonly broken: string | null;
};

/** Resolvers give up after 8 to 17 aliases; nobody needs more. */
const MAX_ALIASES = 16;

/** A question for CNAME is answered by the alias itself: nothing is followed. */
export function followAliases(answers: readonly DnsRecord[], question: DnsQuestion): AliasTrail {
  const aliases: OwnerName[] = [];
  let last = question.name;
  const end = (broken: string | null): AliasTrail => ({ aliases, last, broken });
  if (question.type === "CNAME") return end(null);
  const seen = new Set([last]);
  const targets = cnameTargets(answers);
  for (;;) {
    const next = targets.get(last) ?? substituted(answers, last);
    if (next === undefined) return end(null);
    if (next === "too-long") return end("a DNAME makes the name longer than 255 octets");
    if (seen.has(next)) return end(`the aliases lead in a circle back to ${next}`);
    if (aliases.length === MAX_ALIASES) return end(`more than ${MAX_ALIASES} aliases in a row`);
    seen.add(next);
    aliases.push(next);
    last = next;
  }
}

function cnameTargets(answers: readonly DnsRecord[]): ReadonlyMap<OwnerName, OwnerName> {
  const targets = new Map<OwnerName, OwnerName>();
  for (const record of answers) if (record.type === "CNAME") targets.set(record.owner, record.target);
  return targets;
}

/** A DNAME redirects what lies below its owner, not the owner itself. */
function substituted(answers: readonly DnsRecord[], name: OwnerName): OwnerName | "too-long" | undefined {
  for (const record of answers) {
    if (record.type !== "DNAME" || record.owner === name || !isAtOrBelow(name, record.owner)) continue;
    const labels = ownerNameLabels(name);
    const kept = labels.slice(0, labels.length - ownerNameLabels(record.owner).length);
    const made = prependLabels(kept, record.target);
    return made.ok ? made.value : "too-long";
  }
  return undefined;
}
