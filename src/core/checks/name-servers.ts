// dns-lame, dns-disagree, dns-serial-behind: what the zone's own name servers say, beside each other.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import { compareSerials } from "../dns/soa.ts";
import type { DomainFacts, ServerAnswer } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

export const dnsLame: Rule<DomainFacts> = {
  id: "dns-lame",
  severity: "error",
  judge: (facts) =>
    nameServers(facts)
      .filter(isLame)
      .map((answer) => ({
        subject: answer.server,
        title: `The name server ${answer.server} does not serve the zone of ${facts.domain}`,
        detail:
          "The zone's NS records name it, but it does not answer with authority: clients that are sent to it get no answer.",
        evidence: [`${answer.question}: ${sayAnswer(answer)}`],
        remedy: [
          "If it should serve the zone: load the zone there, or let it transfer it from the primary.",
          "If not: take it out of the zone's NS records, and out of the delegation in the parent zone.",
        ],
      })),
};

export const dnsDisagree: Rule<DomainFacts> = {
  id: "dns-disagree",
  severity: "error",
  judge: (facts) => {
    const telling = nameServers(facts).filter((answer) => answer.authoritative && answer.presence !== null);
    if (new Set(telling.map(sayRecords)).size < 2) return [];
    const owner = withoutTrailingDot(facts.owner);
    return [
      {
        subject: owner,
        title: `The name servers of ${facts.domain} publish different KMS hosts`,
        detail: "Which hosts a client finds depends on which name server its resolver happens to ask.",
        evidence: telling.map(
          (answer) =>
            `${answer.server} (serial ${answer.serial ?? "not known"}): ${sayRecords(answer)}, ${answer.at}`,
        ),
        remedy: [
          "Compare the serials: a secondary with an older one has not transferred the zone; check its log and 'also-notify'.",
          "With equal serials a copy was edited by hand: mend it at the primary, raise the serial, reload.",
        ],
      },
    ];
  },
};

export const dnsSerialBehind: Rule<DomainFacts> = {
  id: "dns-serial-behind",
  severity: "warning",
  judge: (facts) => {
    const telling = nameServers(facts).filter((answer) => answer.authoritative && answer.presence !== null);
    // Different sets are told by dns-disagree, with the serials.
    if (new Set(telling.map(sayRecords)).size > 1) return [];
    const newest = newestSerial(telling);
    return telling.flatMap((answer) =>
      answer.serial === null || newest === null || compareSerials(answer.serial, newest) !== "older"
        ? []
        : [
            {
              subject: answer.server,
              title: `The name server ${answer.server} has an older copy of the zone of ${facts.domain}`,
              detail: `Its serial is ${answer.serial}, another server has ${newest}. The KMS records are the same in both.`,
              evidence: telling.map(
                ({ server, serial, at }) => `${server}: serial ${serial ?? "not known"}, ${at}`,
              ),
              remedy: [
                "If it lasts: check the zone transfer to this server (notify, allow-transfer, TCP port 53).",
              ],
            },
          ],
    );
  },
};

export const NAME_SERVER_RULES: readonly Rule<DomainFacts>[] = [dnsLame, dnsDisagree, dnsSerialBehind];

function nameServers({ answers }: DomainFacts): readonly ServerAnswer[] {
  return answers.filter((answer) => answer.role === "name-server");
}

function isLame(answer: ServerAnswer): boolean {
  if (answer.presence !== null) return !answer.authoritative;
  return answer.status === "refused" || answer.status === "referral";
}

/** The set as text that is equal for equal sets; an absent record is told as such. */
function sayRecords(answer: ServerAnswer): string {
  if (answer.presence !== "found") return "no SRV record";
  return answer.records.map(sayRdata).toSorted().join(" and ");
}

function newestSerial(answers: readonly ServerAnswer[]): number | null {
  return answers.reduce<number | null>(
    (newest, { serial }) =>
      serial !== null && (newest === null || compareSerials(serial, newest) === "newer") ? serial : newest,
    null,
  );
}
