// srv-ttl-extreme: the TTL is under a minute or over a day.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { DomainFacts, ServerAnswer } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

const MINUTE = 60;
const DAY = 86_400;

/** Records named one by one in the evidence; an RRset may hold thousands. */
const MOST_NAMED = 10;

const TOO_LONG = "a host that moves stays unreachable for clients until the old record has expired";
const TOO_SHORT = "every client asks again within a minute, which loads the servers for nothing";

export const srvTtlExtreme: Rule<DomainFacts> = {
  id: "srv-ttl-extreme",
  severity: "info",
  judge: (facts) => {
    const telling = facts.answers.filter((answer) => offendersIn(answer).length > 0);
    const offenders = distinct(telling.flatMap(offendersIn));
    const [first] = offenders;
    if (first === undefined) return [];
    const isWholeSet = telling.every((answer) =>
      answer.records.every((record) => record.ttlSeconds === first.ttlSeconds),
    );
    const ttls = [...new Set(offenders.map((record) => record.ttlSeconds))];
    const others = offenders.length > 1 ? `, and ${offenders.length - 1} more are extreme` : "";
    return [
      {
        subject: withoutTrailingDot(facts.owner),
        title: isWholeSet
          ? `The TTL is ${first.ttlSeconds} seconds`
          : `The TTL of the record ${sayRdata(first)} is ${first.ttlSeconds} seconds${others}`,
        detail: ttls.map(sayEffect).join(" "),
        evidence: [...(isWholeSet ? [] : sayRecords(offenders)), ...telling.map(sayAnswer)],
        remedy: [
          "Set the TTL of the whole record set to 3600 seconds, the usual value for KMS: all SRV records of one name must have the same TTL (RFC 2181 section 5.2).",
        ],
      },
    ];
  },
};

/** A cached TTL counts down, so a small one proves something only where the server is authoritative. */
function offendersIn(answer: ServerAnswer): readonly SrvRecord[] {
  return answer.records.filter(
    ({ ttlSeconds }) => ttlSeconds > DAY || (ttlSeconds < MINUTE && answer.authoritative),
  );
}

function distinct(records: readonly SrvRecord[]): readonly SrvRecord[] {
  return [...new Map(records.map((record) => [`${record.ttlSeconds} ${sayRdata(record)}`, record])).values()];
}

function sayEffect(ttlSeconds: number): string {
  return `With a TTL of ${ttlSeconds} s ${ttlSeconds > DAY ? TOO_LONG : TOO_SHORT}.`;
}

function sayRecords(records: readonly SrvRecord[]): readonly string[] {
  const named = records
    .slice(0, MOST_NAMED)
    .map((record) => `SRV ${sayRdata(record)} has the TTL ${record.ttlSeconds} s`);
  const left = records.length - named.length;
  return left > 0 ? [...named, `and ${left} more records`] : named;
}
