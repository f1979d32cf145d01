// srv-duplicate: two records for the same target and port.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import type { DomainFacts } from "../run/observation.ts";
import type { Rule } from "./rule.ts";
import { sayAnswer, sayRdata } from "./wording.ts";

export const srvDuplicate: Rule<DomainFacts> = {
  id: "srv-duplicate",
  severity: "warning",
  judge: (facts) => {
    const told = new Set<string>();
    return facts.answers.flatMap((answer) =>
      duplicatesIn(answer.records).flatMap((group) => {
        const first = group[0];
        const key = first === undefined ? "" : `${withoutTrailingDot(first.target)}:${first.port}`;
        if (told.has(key)) return [];
        told.add(key);
        return [
          {
            subject: withoutTrailingDot(facts.owner),
            title: `${key} is published ${group.length} times`,
            detail:
              "The host is drawn more often than its weight says, and one record may be forgotten when it moves.",
            evidence: [...group.map((record) => `SRV ${sayRdata(record)}`), sayAnswer(answer)],
            remedy: group
              .slice(1)
              .map((record) => `Remove '${withoutTrailingDot(facts.owner)}. IN SRV ${sayRdata(record)}.'.`),
          },
        ];
      }),
    );
  },
};

/** Records of one RRset that share target and port, but differ in priority or weight. */
function duplicatesIn(records: readonly SrvRecord[]): readonly (readonly SrvRecord[])[] {
  const groups = new Map<string, SrvRecord[]>();
  for (const record of records) {
    const key = `${record.target}:${record.port}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
