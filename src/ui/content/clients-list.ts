// What clients do with the records: the hosts in the order of RFC 2782 with the odds of being chosen first, and the rules of the count.
import { firstChoiceOdds } from "../../core/dns/srv-order.ts";
import type { DomainReport, SrvRecordReport } from "../../core/run/report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { line, span } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { sign, STYLE_OF_HEALTH, targetStanding, type Standing } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { tableList, type ListedEntry } from "./table-list.ts";
import type { Column } from "./table.ts";
import { section } from "./wrapped.ts";

type Candidate = ListedEntry & {
  readonly domain: DomainReport;
  readonly record: SrvRecordReport;
  /** The chance of being tried first among those of the same priority. */
  readonly odds: number;
  readonly isFirstGroup: boolean;
  readonly standing: Standing;
};

const candidatesOf = memoLast((run: RunView): readonly Candidate[] => {
  const standings = new Map(run.targets.map((target) => [target.target, targetStanding(target)]));
  return run.domains.flatMap((domain) => {
    const priorities = [...new Set(domain.records.map(({ priority }) => priority))].toSorted((a, b) => a - b);
    return priorities.flatMap((priority, place) => {
      const group = domain.records.filter((record) => record.priority === priority);
      const odds = firstChoiceOdds(group);
      return group.map((record, index): Candidate => {
        const target = `${record.target}:${record.port}`;
        const standing = standings.get(target) ?? { health: "unknown", word: "not tried" };
        return {
          domain,
          record,
          odds: odds[index] ?? 0,
          isFirstGroup: place === 0,
          standing,
          health: standing.health,
          isProblem: standing.health !== "good",
          text: `${domain.domain} ${target} ${standing.word}`.toLowerCase(),
        };
      });
    });
  });
});

const COLUMNS: readonly Column<Candidate>[] = [
  { id: "domain", title: "domain", width: { share: 2 }, cell: ({ domain }) => ({ text: domain.domain }) },
  {
    id: "host",
    title: "host",
    width: { share: 3 },
    cell: ({ record }) => ({ text: `${record.target}:${record.port}` }),
  },
  {
    id: "priority",
    title: "priority",
    width: 10,
    from: 70,
    align: "right",
    cell: ({ record }) => ({ text: String(record.priority) }),
  },
  {
    id: "first",
    title: "first",
    width: 9,
    align: "right",
    cell: ({ isFirstGroup, odds }) => ({ text: isFirstGroup ? `${(odds * 100).toFixed(1)} %` : "later" }),
  },
  {
    id: "state",
    title: "state",
    width: 16,
    cell: ({ standing }) => ({ text: standing.word, style: STYLE_OF_HEALTH[standing.health] }),
  },
];

export function clientsList(state: UiState, context: ContentContext): ListModel {
  return tableList(state, context, {
    screen: "clients",
    title: "What clients would choose",
    all: candidatesOf(shownRun(state)),
    columns: COLUMNS,
    cellText: ({ record }) => record.target,
    rowText: ({ text }) => text,
    detailTitle: "Rules",
    detail: ({ domain, record, standing }, columns) => [
      [span(`${record.target}:${record.port}`, "strong"), span(`  for ${domain.domain}`)],
      [sign(standing.health, context), span(standing.word, STYLE_OF_HEALTH[standing.health])],
      line(`  priority ${record.priority}, weight ${record.weight}, TTL ${record.ttl} s`),
      ...section("How a client chooses", CHOICE, columns),
      ...section("When a host begins to activate", COUNT, columns),
    ],
    nothing: "No host is published, so clients find none.",
  });
}

const CHOICE = [
  "The lowest priority first; among equal ones by chance, by weight. A host that does not answer is skipped for the next.",
  "A machine tries again every 2 hours until it is activated, and renews every 7 days.",
];

const COUNT = [
  "A host activates once it has counted 25 clients or 5 servers; a machine counts for 30 days, an activation lasts 180.",
  "How many a host has counted can't be asked for from here: only an activation request would tell, and this tool sends none. 'slmgr /dlv' on the host shows it.",
];
