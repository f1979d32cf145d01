// Names as scenario files write them: '@' for the zone's apex, a trailing dot for absolute, else relative to the zone.
import { type OwnerName, ownerNameLabels, parseOwnerName, prependLabels } from "../core/dns/owner-name.ts";
import type { Result } from "../core/result.ts";
import { ok } from "../core/result.ts";

export function absoluteName(text: string, apex: OwnerName): Result<OwnerName, string> {
  if (text === "@") return ok(apex);
  const name = parseOwnerName(text);
  if (!name.ok || endsInDot(text)) return name;
  return prependLabels(ownerNameLabels(name.value), apex);
}

/** An escaped dot at the end belongs to the label. */
function endsInDot(text: string): boolean {
  return text.endsWith(".") && (/\\*\.$/.exec(text)?.[0].length ?? 1) % 2 === 1;
}
