// host-publishing-off, host-port-mismatch, publish-failed-event: what a KMS host says about itself.
import { codeInWords } from "../kms/code-in-words.ts";
import { KMS_PORT } from "../kms/service.ts";
import { shellWord } from "../text/shell-word.ts";
import type { SppEvent } from "../windows/spp-event.ts";
import type { PastedFacts, Placed, PublishedRecord } from "./pasted-facts.ts";
import type { Rule } from "./rule.ts";

/** As many of a large network are told as evidence. */
export const MOST_RECORDS = 10;

const RESTART = "On the host: 'net stop sppsvc', then 'net start sppsvc'.";

export const hostPublishingOff: Rule<PastedFacts> = {
  id: "host-publishing-off",
  severity: "warning",
  judge: ({ hosts, published }) =>
    hosts
      .filter(({ host }) => host.dnsPublishing === false)
      .map(({ where }) => {
        const missing = published?.missing ?? [];
        return {
          // Clients find nothing then, and the missing record is told here.
          ...(missing.length > 0 ? { severity: "error" as const } : {}),
          subject: where,
          title: "The KMS host does not publish itself in DNS",
          detail:
            "Publishing is switched off there, so its SRV record stays away unless it is written by hand; a record that was written by hand is a good reason to have it off.",
          evidence: [
            `${where}: DNS publishing disabled`,
            ...missing.map((owner) => `${published?.source ?? ""}: no SRV record at ${owner}`),
          ],
          remedy: ["On the host: 'slmgr /sdns'.", RESTART],
        };
      }),
};

export const hostPortMismatch: Rule<PastedFacts> = {
  id: "host-port-mismatch",
  severity: "error",
  judge: ({ hosts, published }) =>
    hosts.flatMap(({ where, host }) => {
      const port = host.listeningPort;
      const records = published?.records ?? [];
      if (port === null || records.length === 0 || records.some((record) => record.port === port)) return [];
      const [only] = records;
      return [
        {
          subject: only !== undefined && records.length === 1 ? hostPort(only) : where,
          title: `The host listens on port ${port}, but DNS publishes ${portsOf(records)}`,
          detail: "Clients go to the port of the SRV record, where this host does not listen.",
          evidence: [
            `${where}: Listening on Port ${port}`,
            ...records
              .slice(0, MOST_RECORDS)
              .map((record) => `${published?.source ?? ""}: ${record.owner} SRV ${hostPort(record)}`),
          ],
          remedy: [
            `Correct the port in the SRV record, or on the host: 'slmgr /sprt ${records[0]?.port ?? KMS_PORT}'.`,
            RESTART,
          ],
        },
      ];
    }),
};

function hostPort({ target, port }: PublishedRecord): string {
  return `${target}:${port}`;
}

function portsOf(records: readonly PublishedRecord[]): string {
  return [...new Set(records.map(({ port }) => port))].join(" and ");
}

export const publishFailedEvent: Rule<PastedFacts> = {
  id: "publish-failed-event",
  severity: "error",
  judge: ({ events }) => {
    const failed = events.filter(({ id }) => id === 12293);
    const byDomain = Map.groupBy(failed, (event) => event.data?.domain ?? null);
    return [...byDomain].flatMap(([domain, all]) => {
      const left = all.filter((event) => !isMendedLater(event, events));
      const [first] = left;
      if (first === undefined) return [];
      const zone = domain === null ? "DOMAIN" : shellWord(domain, "DOMAIN");
      const codes = [...new Set(left.flatMap(({ data }) => data?.code ?? []))];
      return [
        {
          subject: domain ?? first.where,
          title: `The KMS host could not publish itself in ${domain ?? "DNS"}`,
          detail: codes.map(codeInWords).join(" ") || "The event does not tell the code.",
          evidence: left.slice(0, 5).map(sayEvent),
          remedy: [
            `kms-doctor update-policy ${zone}`,
            ...codes.map((code) => `kms-doctor explain ${code}`),
            "Where another host owns the record: give a group of all host computer accounts the right to write it, then restart sppsvc and wait for event 12294.",
          ],
        },
      ];
    });
  },
};

/** Only times in UTC can be compared. */
function isMendedLater(failed: SppEvent, events: readonly SppEvent[]): boolean {
  const time = utcOf(failed);
  return events.some((other) => {
    const later = utcOf(other);
    const isSame = other.id === 12294 && other.data?.domain === failed.data?.domain;
    return isSame && time !== undefined && later !== undefined && later > time;
  });
}

function utcOf({ time }: SppEvent): string | undefined {
  return time !== null && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(time) ? time : undefined;
}

export function sayEvent({ where, id, time, computer, data }: Placed<SppEvent>): string {
  const head = [time, computer].filter((part) => part !== null).join(" on ");
  return `${where}: event ${id}${head === "" ? "" : `, ${head}`}${data?.code ? `, ${data.code}` : ""}`;
}
