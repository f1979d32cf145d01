// srv-duplicate: two records for the same target and port.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import { orderForDisplay } from "../dns/srv-order.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { srvLine } from "./srv-line.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

export const srvDuplicate: Rule<DomainFacts> = {
  id: "srv-duplicate",
  severity: "warning",
  judge: (facts) => {
    if (facts.records.length < 2) return [];
    const told = new Set<string>();
    return facts.answers.flatMap((answer) =>
      duplicatesIn(answer.records).flatMap(([key, group]) => {
        if (told.has(key)) return [];
        told.add(key);
        return [
          {
            subject: withoutTrailingDot(facts.owner),
            title: `${key} is published ${group.length} times`,
            detail:
              "The host is drawn more often than its weight says, and one record may be forgotten when it moves.",
            evidence: [...group.map((record) => `SRV ${sayRdata(record)}`), sayAnswer(answer)],
            remedy: remedyFor(facts, group),
          },
        ];
      }),
    );
  },
};

/** Records of one RRset that share target and port (`kms1.corp.test:1688`), but differ in priority or weight. */
function duplicatesIn(records: readonly SrvRecord[]): readonly (readonly [string, readonly SrvRecord[]])[] {
  const groups = Map.groupBy(records, ({ target, port }) => `${withoutTrailingDot(target)}:${port}`);
  return [...groups].filter(([, group]) => group.length > 1);
}

/** Without the others clients still find the host where they find it now: by the record that they try first. */
function remedyFor(facts: DomainFacts, group: readonly SrvRecord[]): readonly string[] {
  return orderForDisplay(group).map((record, index) =>
    index === 0
      ? `Keep the record that clients reach first: lowest priority number, then highest weight. ${srvLine(facts.owner, record)}`
      : `Remove this one. ${srvLine(facts.owner, record)}`,
  );
}
