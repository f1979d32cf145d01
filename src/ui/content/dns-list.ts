// The list of DNS answers: one row for each server that was asked for the record of a domain.
import type { DomainReport, ServerReport } from "../../core/run/report.ts";
import type { ZoneReport } from "../../core/run/zone-report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { cell, line, span, type Line } from "../text/line.ts";
import { durationText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { policyStanding, serverStanding, sign, STYLE_OF_HEALTH } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { section } from "./wrapped.ts";

type DnsEntry = { readonly domain: DomainReport; readonly server: ServerReport; readonly text: string };

const entriesOf = memoLast((run: RunView): readonly DnsEntry[] =>
  run.domains.flatMap((domain) =>
    domain.servers.map((server) => ({
      domain,
      server,
      text: `${domain.owner} ${server.server} ${server.role} ${server.status} ${server.rcode ?? ""}`.toLowerCase(),
    })),
  ),
);

const shownEntries = memoLast(
  (entries: readonly DnsEntry[], filter: string, problemsOnly: boolean): readonly DnsEntry[] =>
    entries.filter(
      ({ text, server }) =>
        text.includes(filter) && !(problemsOnly && serverStanding(server).health === "good"),
    ),
);

export function dnsList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  const all = entriesOf(run);
  const entries = shownEntries(all, state.filter.text.toLowerCase(), state.hasProblemsOnly);
  return {
    title: "DNS answers",
    header: (columns) => {
      const widths = columnWidths(columns);
      return [
        span("  ", "dim", 2),
        ...cell("record", "dim", widths.owner),
        ...cell("server", "dim", widths.server),
        ...cell("answer", "dim", widths.word),
        { text: "time", style: "dim", width: widths.time, align: "right" },
      ];
    },
    count: entries.length,
    total: all.length,
    rowAt: (index, columns) => {
      const entry = entries[index];
      if (entry === undefined) return [];
      const widths = columnWidths(columns);
      const { health, word } = serverStanding(entry.server);
      const { rttMs, server, role } = entry.server;
      return [
        sign(health, context),
        ...cell(entry.domain.owner, "plain", widths.owner),
        ...cell(`${server}${role === "name-server" ? " (zone)" : ""}`, "plain", widths.server),
        span(word, STYLE_OF_HEALTH[health], widths.word),
        { text: rttMs === null ? "" : durationText(rttMs), width: widths.time, align: "right" },
      ];
    },
    keyAt: (index) => entries[index]?.text ?? "",
    cellText: (index) => entries[index]?.server.server ?? "",
    rowText: (index) => {
      const entry = entries[index];
      if (entry === undefined) return "";
      return [entry.domain.owner, entry.server.server, serverStanding(entry.server).word].join("\t");
    },
    detailTitle: "Answer",
    detailAt: (index, columns) => detail(entries[index], run, columns, context),
    empty: emptyLines(state, context, "No domain was asked about.", all.length),
  };
}

function columnWidths(columns: number): Readonly<Record<"owner" | "server" | "word" | "time", number>> {
  const room = Math.max(0, columns - 2 - 16 - 8);
  const owner = Math.floor(room * 0.5);
  return { owner, server: room - owner, word: 16, time: 8 };
}

function detail(
  entry: DnsEntry | undefined,
  run: RunView,
  columns: number,
  context: ContentContext,
): readonly Line[] {
  if (entry === undefined) return [];
  const { domain, server } = entry;
  const { health, word } = serverStanding(server);
  const zone = run.zones.find(
    (each) => domain.domain === each.zone || domain.domain.endsWith(`.${each.zone}`),
  );
  return [
    [span(server.server, "strong"), span(`  ${sayRole(server)}`, "dim")],
    [sign(health, context), span(word, STYLE_OF_HEALTH[health])],
    line(
      `  ${server.rcode ?? server.status}${server.authoritative ? ", authoritative" : ""}${server.transport === null ? "" : `, over ${server.transport.toUpperCase()}`}${server.rttMs === null ? "" : `, ${durationText(server.rttMs)}`}, ${server.attempts} message${server.attempts === 1 ? "" : "s"}`,
    ),
    ...section(
      "Records",
      server.records.map(
        ({ priority, weight, port, target, ttl }) => `${ttl} SRV ${priority} ${weight} ${port} ${target}`,
      ),
      columns,
    ),
    ...(domain.secondOpinion === undefined
      ? []
      : section(
          "Second opinion",
          [`${domain.secondOpinion.verdict}: ${domain.secondOpinion.detail}`],
          columns,
        )),
    ...(zone === undefined ? [] : zoneLines(zone, columns, context)),
  ];
}

function sayRole({ role }: ServerReport): string {
  if (role === "name-server") return "name server of the zone";
  return role === "configured" ? "resolver of this machine" : "named by you";
}

function zoneLines(
  { zone, primary, nameServers, updatePolicy }: ZoneReport,
  columns: number,
  context: ContentContext,
): readonly Line[] {
  const { health, word } = policyStanding(updatePolicy);
  return [
    [],
    [span(`Zone ${zone}`, "title")],
    line(`  primary       ${primary ?? "not known"}`),
    line(`  name servers  ${nameServers.join(", ") || "none could be asked"}`),
    [span("  updates       "), sign(health, context), span(word, STYLE_OF_HEALTH[health])],
    ...section("How that is known", updatePolicy?.evidence ?? [], columns),
  ];
}
