// What pasted text says that is no finding, and speaks for or against a cause of an activation error.
import type { PastedSign } from "../kms/error-codes/evidence-key.ts";
import { minutesBetween } from "../windows/minutes-between.ts";
import type { PastedDocument } from "../windows/read-texts.ts";
import { sayPlace } from "../windows/say-place.ts";
import type { PastedFacts, PublishedView } from "./pasted-facts.ts";
import { sayEvent } from "./pasted-host.ts";

type Sign = readonly [PastedSign, string];

/** Beyond this a request is refused (Microsoft, error 0xC004F06C). */
const MOST_SKEW_MINUTES = 240;

export function pastedSigns(documents: readonly PastedDocument[], facts: PastedFacts): readonly Sign[] {
  return [
    ...documents.flatMap(({ file, document }) =>
      channelSigns(document).map(
        ([sign, what]) => [sign, `${what} (${sayPlace(file, document.lines)})`] as const,
      ),
    ),
    ...hostSigns(facts),
    ...clockSigns(facts),
    ...cacheSigns(facts),
  ];
}

function channelSigns(document: PastedDocument["document"]): readonly Sign[] {
  switch (document.kind) {
    case "slmgr-dlv-other":
    case "slmgr-dli-other":
      return [["client-other-channel", `the channel of the key is ${document.facts.channel ?? "not KMS"}`]];
    case "slmgr-dlv-client":
    case "slmgr-dli-client":
      return document.facts.activeDirectory === null
        ? []
        : [["client-activated-by-ad", "slmgr names an activation object of Active Directory"]];
    default:
      return [];
  }
}

/** A status that was not understood says nothing. */
function hostSigns({ hosts }: PastedFacts): readonly Sign[] {
  const bad = hosts.find(({ licenceState }) => licenceState !== null && licenceState !== "licensed");
  return bad === undefined ? [] : [["host-not-licensed", `${bad.where}: License Status ${bad.licenceState}`]];
}

/** Both times are in UTC; exports in local time tell nothing. */
function clockSigns({ events }: PastedFacts): readonly Sign[] {
  const signs: Sign[] = [];
  const byAd = events.find(({ id }) => id === 12308);
  if (byAd !== undefined)
    signs.push(["client-activated-by-ad", `${sayEvent(byAd)} tells of an activation by Active Directory`]);
  const skewed = events.find(({ time, data }) => {
    const minutes = minutesBetween(time, data?.clientTime ?? null);
    return minutes !== null && Math.abs(minutes) > MOST_SKEW_MINUTES;
  });
  if (skewed !== undefined)
    signs.push([
      "client-clock-skewed",
      `${sayEvent(skewed)}: the client's clock said ${skewed.data?.clientTime ?? ""} (UTC)`,
    ]);
  return signs;
}

function cacheSigns({ clients, published }: PastedFacts): readonly Sign[] {
  const cached = clients.find(
    ({ client: { host, hostCaching } }) =>
      hostCaching === true && host?.source === "dns" && isNotPreferred(host.name, published),
  );
  const name = cached?.client.host?.name ?? "";
  return cached === undefined
    ? []
    : [["client-host-cached", `${cached.where}: KMS machine name from DNS ${name}, caching enabled`]];
}

/** False where nothing is published, or nobody asked. */
function isNotPreferred(name: string, published: PublishedView | null): boolean {
  const records = published?.records ?? [];
  const first = records.reduce((least, { priority }) => Math.min(least, priority), Infinity);
  return records.length > 0 && !records.some(({ target, priority }) => target === name && priority === first);
}
