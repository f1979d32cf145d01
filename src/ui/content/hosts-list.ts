// The list of hosts: one row for each address of each published host.
import { KMS_PORT } from "../../core/kms/service.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { EndpointReport, SrvRecordReport, TargetReport } from "../../core/run/report.ts";
import type { Finding } from "../../core/checks/finding.ts";
import type { HistoryState, HostHistory } from "../store/history.ts";
import { endpointKey } from "../store/history.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { line, span, type Line } from "../text/line.ts";
import { ageText, durationText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { endpointStanding, sign, STYLE_OF_HEALTH, targetStanding, type Standing } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { sparkline } from "./sparkline.ts";
import { tableList, type ListedEntry } from "./table-list.ts";
import type { Column } from "./table.ts";
import { section } from "./wrapped.ts";

type HostEntry = ListedEntry & {
  readonly target: TargetReport;
  /** Null where no address was tried. */
  readonly endpoint: EndpointReport | null;
  readonly standing: Standing;
};

const entriesOf = memoLast((run: RunView): readonly HostEntry[] =>
  run.targets.flatMap((target): readonly HostEntry[] =>
    target.endpoints.length === 0
      ? [hostEntry(target, null, targetStanding(target))]
      : target.endpoints.map((endpoint) => hostEntry(target, endpoint, endpointStanding(endpoint))),
  ),
);

function hostEntry(target: TargetReport, endpoint: EndpointReport | null, standing: Standing): HostEntry {
  const address = endpoint === null ? "" : formatEndpoint(endpoint);
  return {
    target,
    endpoint,
    standing,
    health: standing.health,
    text: `${target.target} ${address} ${standing.word}`.toLowerCase(),
    isProblem: standing.health !== "good",
  };
}

export function hostsList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  return tableList(state, context, {
    screen: "hosts",
    title: "Hosts",
    all: entriesOf(run),
    columns: hostColumns(state, context),
    cellText: ({ target }) => target.target,
    rowText: ({ target, endpoint, standing }) =>
      [target.target, endpoint === null ? "" : formatEndpoint(endpoint), standing.word].join("\t"),
    detailTitle: "Host",
    detail: (entry, columns) => detail(entry, run, state.history, columns, state.nowMs, context),
    nothing: "No host is published.",
  });
}

function hostColumns({ history, nowMs }: UiState, context: ContentContext): readonly Column<HostEntry>[] {
  return [
    {
      id: "host",
      title: "host",
      width: { share: 3 },
      cell: ({ target }) => ({ text: target.target.replace(`:${KMS_PORT}`, "") }),
    },
    {
      id: "address",
      title: "address",
      width: { share: 2 },
      cell: ({ endpoint }) => ({ text: endpoint?.address ?? "" }),
    },
    {
      id: "state",
      title: "state",
      width: 18,
      cell: ({ standing }) => ({ text: standing.word, style: STYLE_OF_HEALTH[standing.health] }),
    },
    {
      id: "connect",
      title: "connect",
      width: 9,
      align: "right",
      cell: ({ endpoint }) => ({
        text: endpoint === null || endpoint.connectMs === null ? "" : durationText(endpoint.connectMs),
      }),
    },
    {
      id: "history",
      title: "history",
      width: 10,
      from: 68,
      cell: ({ target, endpoint }) => {
        const past = endpoint === null ? undefined : history.hosts.get(endpointKey(target.target, endpoint));
        return { text: sayChange(past, nowMs, context), style: "note" };
      },
    },
  ];
}

function sayChange(past: HostHistory | undefined, nowMs: number, { glyphs }: ContentContext): string {
  if (past === undefined) return "";
  if (past.changedAtMs !== null && nowMs - past.changedAtMs < 600_000)
    return `${glyphs.health.info} ${ageText(past.changedAtMs, nowMs)}`;
  return past.samples.length > 1 ? sparkline(past.samples.slice(-10), glyphs) : "";
}

function detail(
  { target, endpoint, standing }: HostEntry,
  run: RunView,
  history: HistoryState,
  columns: number,
  nowMs: number,
  context: ContentContext,
): readonly Line[] {
  const records = run.domains.flatMap(({ records: of }) =>
    of.filter((record) => `${record.target}:${record.port}` === target.target),
  );
  const past = endpoint === null ? undefined : history.hosts.get(endpointKey(target.target, endpoint));
  return [
    [span(target.target, "strong")],
    [sign(standing.health, context), span(standing.word, STYLE_OF_HEALTH[standing.health])],
    ...(endpoint === null ? [] : endpointLines(endpoint)),
    ...(past === undefined || past.samples.length < 2
      ? []
      : [line(`  history   ${sparkline(past.samples, context.glyphs)}`, "dim")]),
    ...(past === undefined || past.changedAtMs === null
      ? []
      : [line(`  so since  ${context.clock(past.changedAtMs)} (${ageText(past.changedAtMs, nowMs)})`)]),
    ...section("Published by", records.map(sayRecord), columns),
    ...section(
      "Findings",
      findingsAbout(run.findings, target.target, endpoint).map(({ id, title }) => `${id}: ${title}`),
      columns,
    ),
  ];
}

function endpointLines({
  connectMs,
  code,
  attempts,
  rpc,
  host,
  ...endpoint
}: EndpointReport): readonly Line[] {
  return [
    line(`  address   ${formatEndpoint(endpoint)}`),
    line(
      `  connect   ${connectMs === null ? (code ?? "no answer") : durationText(connectMs)}, ${attempts} attempt${attempts === 1 ? "" : "s"}`,
    ),
    line(
      `  RPC bind  ${rpc.verdict === "not-tried" ? "not tried" : rpc.verdict}${rpc.bindMs === null ? "" : `, ${durationText(rpc.bindMs)}`}`,
    ),
    ...(rpc.detail === "" ? [] : [line(`            ${rpc.detail}`, "dim")]),
    ...(host === undefined ? [] : [line(`  host      ${host.state}: ${host.evidence}`)]),
  ];
}

function sayRecord({ owner, priority, weight, port, target, ttl }: SrvRecordReport): string {
  return `${owner} ${ttl} SRV ${priority} ${weight} ${port} ${target}`;
}

function findingsAbout(
  findings: readonly Finding[],
  target: string,
  endpoint: EndpointReport | null,
): readonly Finding[] {
  const address = endpoint === null ? undefined : formatEndpoint(endpoint);
  const name = target.replace(/:\d+$/, "");
  return findings.filter(({ subject }) => [target, name, address, endpoint?.address].includes(subject));
}
