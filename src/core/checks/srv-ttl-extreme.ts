// srv-ttl-extreme: the TTL is under a minute or over a day.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayAnswer } from "./wording.ts";

const MINUTE = 60;
const DAY = 86_400;

export const srvTtlExtreme: Rule<DomainFacts> = {
  id: "srv-ttl-extreme",
  severity: "info",
  judge: (facts) => {
    // A cached TTL counts down, so a small one proves something only where the server is authoritative.
    const telling = facts.answers.filter((answer) =>
      answer.records.some(
        (record) => record.ttlSeconds > DAY || (record.ttlSeconds < MINUTE && answer.authoritative),
      ),
    );
    const ttl = telling[0]?.records[0]?.ttlSeconds;
    if (ttl === undefined) return [];
    const effect =
      ttl > DAY
        ? "a host that moves stays unreachable for clients until the old record has expired"
        : "every client asks again within a minute, which loads the servers for nothing";
    return [
      {
        subject: withoutTrailingDot(facts.owner),
        title: `The TTL is ${ttl} seconds`,
        detail: `With a TTL of ${ttl} s ${effect}.`,
        evidence: telling.map(sayAnswer),
        remedy: ["Set the TTL of the record to 3600 seconds, the usual value for KMS."],
      },
    ];
  },
};
