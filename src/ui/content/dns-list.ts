// The list of DNS answers: one row for each server that was asked for the record of a domain.
import type { DomainReport, ServerReport } from "../../core/run/report.ts";
import type { ZoneReport } from "../../core/run/zone-report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { line, span, type Line } from "../text/line.ts";
import { durationText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { policyStanding, serverStanding, sign, STYLE_OF_HEALTH, type Standing } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { tableList, type ListedEntry } from "./table-list.ts";
import type { Column } from "./table.ts";
import { paragraph, section } from "./wrapped.ts";

type DnsEntry = ListedEntry & {
  readonly domain: DomainReport;
  readonly server: ServerReport;
  readonly standing: Standing;
};

const entriesOf = memoLast((run: RunView): readonly DnsEntry[] =>
  run.domains.flatMap((domain) =>
    domain.servers.map((server): DnsEntry => {
      const standing = serverStanding(server);
      return {
        domain,
        server,
        standing,
        health: standing.health,
        text: `${domain.owner} ${server.server} ${server.role} ${server.status} ${server.rcode ?? ""}`.toLowerCase(),
        isProblem: standing.health !== "good",
      };
    }),
  ),
);

const COLUMNS: readonly Column<DnsEntry>[] = [
  { id: "record", title: "record", width: { share: 1 }, cell: ({ domain }) => ({ text: domain.owner }) },
  {
    id: "server",
    title: "server",
    width: { share: 1 },
    cell: ({ server: { server } }) => ({ text: server }),
  },
  {
    id: "role",
    title: "as",
    width: 9,
    cell: ({ server: { role } }) => ({ text: role === "name-server" ? "zone" : "resolver", style: "dim" }),
  },
  {
    id: "answer",
    title: "answer",
    width: 16,
    cell: ({ standing }) => ({ text: standing.word, style: STYLE_OF_HEALTH[standing.health] }),
  },
  {
    id: "time",
    title: "time",
    width: 9,
    align: "right",
    cell: ({ server: { rttMs } }) => ({ text: rttMs === null ? "" : durationText(rttMs) }),
  },
];

export function dnsList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  return tableList(state, context, {
    screen: "dns",
    title: "DNS answers",
    all: entriesOf(run),
    columns: COLUMNS,
    cellText: ({ server }) => server.server,
    rowText: ({ domain, server, standing }) => [domain.owner, server.server, standing.word].join("\t"),
    detailTitle: "Answer",
    detail: (entry, columns) => detail(entry, run, columns, context),
    nothing: "No domain was asked about.",
  });
}

function detail(
  { domain, server, standing: { health, word } }: DnsEntry,
  run: RunView,
  columns: number,
  context: ContentContext,
): readonly Line[] {
  const zone = run.zones.find(
    (each) => domain.domain === each.zone || domain.domain.endsWith(`.${each.zone}`),
  );
  return [
    [span(server.server, "strong"), span(`  ${sayRole(server)}`, "dim")],
    [sign(health, context), span(word, STYLE_OF_HEALTH[health])],
    ...paragraph(
      `${server.rcode ?? server.status}${server.authoritative ? ", authoritative" : ""}${server.transport === null ? "" : `, over ${server.transport.toUpperCase()}`}${server.rttMs === null ? "" : `, ${durationText(server.rttMs)}`}, ${server.attempts} message${server.attempts === 1 ? "" : "s"}`,
      columns,
      undefined,
      "  ",
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
