// What clients do with the records: the hosts in the order of RFC 2782 with the odds of being chosen first, and the rules of the count.
import { firstChoiceOdds } from "../../core/dns/srv-order.ts";
import type { DomainReport, SrvRecordReport } from "../../core/run/report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { cell, line, span } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { sign, STYLE_OF_HEALTH, targetStanding, type Standing } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { section } from "./wrapped.ts";

type Candidate = {
  readonly domain: DomainReport;
  readonly record: SrvRecordReport;
  /** The chance of being tried first among those of the same priority. */
  readonly odds: number;
  readonly isFirstGroup: boolean;
  readonly standing: Standing;
  readonly text: string;
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
          text: `${domain.domain} ${target} ${standing.word}`.toLowerCase(),
        };
      });
    });
  });
});

const shownCandidates = memoLast(
  (all: readonly Candidate[], filter: string, problemsOnly: boolean): readonly Candidate[] =>
    all.filter(
      ({ text, standing }) => text.includes(filter) && !(problemsOnly && standing.health === "good"),
    ),
);

export function clientsList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  const all = candidatesOf(run);
  const shown = shownCandidates(all, state.filter.text.toLowerCase(), state.hasProblemsOnly);
  return {
    title: "What clients would choose",
    header: (columns) => {
      const widths = columnWidths(columns);
      return [
        span("  ", "dim", 2),
        ...cell("domain", "dim", widths.domain),
        ...cell("host", "dim", widths.host),
        { text: "priority", style: "dim", width: 8, align: "right" },
        { text: "first", style: "dim", width: 9, align: "right" },
        span("  state", "dim"),
      ];
    },
    count: shown.length,
    total: all.length,
    rowAt: (index, columns) => {
      const candidate = shown[index];
      if (candidate === undefined) return [];
      const { domain, record, odds, isFirstGroup, standing } = candidate;
      const widths = columnWidths(columns);
      return [
        sign(standing.health, context),
        ...cell(domain.domain, "plain", widths.domain),
        ...cell(`${record.target}:${record.port}`, "plain", widths.host),
        { text: String(record.priority), width: 8, align: "right" },
        { text: isFirstGroup ? `${(odds * 100).toFixed(1)} %` : "later", width: 9, align: "right" },
        span(`  ${standing.word}`, STYLE_OF_HEALTH[standing.health]),
      ];
    },
    keyAt: (index) => shown[index]?.text ?? "",
    cellText: (index) => shown[index]?.record.target ?? "",
    rowText: (index) => shown[index]?.text ?? "",
    detailTitle: "Rules",
    detailAt: (index, columns) => {
      const candidate = shown[index];
      if (candidate === undefined) return [];
      const { domain, record, standing } = candidate;
      return [
        [span(`${record.target}:${record.port}`, "strong"), span(`  for ${domain.domain}`)],
        [sign(standing.health, context), span(standing.word, STYLE_OF_HEALTH[standing.health])],
        line(`  priority ${record.priority}, weight ${record.weight}, TTL ${record.ttl} s`),
        ...section("How a client chooses", CHOICE, columns),
        ...section("When a host begins to activate", COUNT, columns),
      ];
    },
    empty: emptyLines(state, context, "No host is published, so clients find none.", all.length),
  };
}

const CHOICE = [
  "The lowest priority first; among equal ones by chance, by weight. A host that does not answer is skipped for the next.",
  "A machine tries again every 2 hours until it is activated, and renews every 7 days.",
];

const COUNT = [
  "A host activates once it has counted 25 clients or 5 servers; a machine counts for 30 days, an activation lasts 180.",
  "How many a host has counted can't be asked for from here: only an activation request would tell, and this tool sends none. 'slmgr /dlv' on the host shows it.",
];

function columnWidths(columns: number): Readonly<Record<"domain" | "host", number>> {
  const room = Math.max(0, columns - 2 - 8 - 9 - 16);
  const domain = Math.floor(room * 0.4);
  return { domain, host: room - domain };
}
