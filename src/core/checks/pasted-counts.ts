// count-below-threshold, cmid-shared: the count of a host as it prints it, or as its clients and its log tell.
import type { SppEvent } from "../windows/spp-event.ts";
import { NOT_ENOUGH_COUNT } from "../windows/spp-event.ts";
import type { PastedFacts, PastedHost, Placed } from "./pasted-facts.ts";
import { sayEvent } from "./pasted-host.ts";
import type { Rule, Statement } from "./rule.ts";

/** Distinct machines that a host must have seen (Microsoft, KMS activation planning). */
const CLIENT_THRESHOLD = 25;
const SERVER_THRESHOLD = 5;

const REMEDY: readonly string[] = [
  "Nothing is broken: let more machines activate against this host, clients ask again every two hours.",
  "Machines that ask and do not count are clones: compare 'Client Machine ID (CMID)' in 'slmgr /dlv' of two of them.",
];

export const countBelowThreshold: Rule<PastedFacts> = {
  id: "count-below-threshold",
  severity: "error",
  judge: ({ hosts, events }) => [
    ...hosts.flatMap(lowCount),
    ...refusedForCount(events)
      .slice(0, 1)
      .map((event) => lowCountOfEvents(event, events)),
  ],
};

function lowCount({ where, host, product }: PastedHost): readonly Statement[] {
  const count = host.currentCount;
  const needed = product === "office" ? SERVER_THRESHOLD : CLIENT_THRESHOLD;
  if (count === null || count >= needed) return [];
  const who =
    product === "office"
      ? "Office is not activated"
      : count < SERVER_THRESHOLD
        ? "neither clients nor servers are activated"
        : "servers are activated, clients (which need 25) are not";
  return [
    {
      subject: where,
      title: `The host's count is ${count}: ${who}`,
      detail:
        "The count is the number of different machines that asked this host in the last 30 days; hosts do not share it. Servers and Office need 5, clients 25.",
      evidence: [`${where}: Current count ${count}`],
      remedy: REMEDY,
    },
  ];
}

/** Clients that a host answered, but did not activate. */
function refusedForCount(events: readonly Placed<SppEvent>[]): readonly Placed<SppEvent>[] {
  return events.filter(
    ({ id, data }) =>
      id === 12289 &&
      data?.isActivated !== true &&
      (data?.code === "0xC004F038" || (Number(data?.flags ?? 0) & NOT_ENOUGH_COUNT) !== 0),
  );
}

function lowCountOfEvents(first: Placed<SppEvent>, events: readonly Placed<SppEvent>[]): Statement {
  const count = first.data?.currentCount ?? null;
  const needed = events.find(({ id, data }) => id === 12288 && data?.minimumCount !== null)?.data
    ?.minimumCount;
  return {
    subject: first.computer ?? first.where,
    title: `A host answered that its count${count === null ? "" : `, ${count},`} is too low`,
    detail: `The client is not activated and asks again every two hours${needed ? `; its product needs ${needed}` : ""}.`,
    evidence: refusedForCount(events).slice(0, 5).map(sayEvent),
    remedy: REMEDY,
  };
}

export const cmidShared: Rule<PastedFacts> = {
  id: "cmid-shared",
  severity: "warning",
  judge: ({ events }) => {
    const named = events.filter(({ id, data }) => id === 12290 && data?.cmid && data.machine);
    return [...Map.groupBy(named, ({ data }) => data?.cmid ?? "")].flatMap(([cmid, all]) => {
      const byName = new Map(all.map((event) => [event.data?.machine ?? "", event]));
      if (byName.size < 2) return [];
      const names = [...byName.keys()];
      return [
        {
          subject: cmid,
          title: `${names.length} machines share one client machine ID`,
          detail: `They count as one: ${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}. Cloned images that were not generalised do that; one machine under an old and a new name looks the same.`,
          evidence: [...byName.values()]
            .slice(0, 10)
            .map((event) => `${sayEvent(event)}: ${event.data?.machine ?? ""}`),
          remedy: [
            "On each clone: 'slmgr /rearm', then restart (this uses up one rearm).",
            "Build the image anew with 'sysprep /generalize', without SkipRearm.",
          ],
        },
      ];
    });
  },
};
