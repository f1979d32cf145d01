// The list of hosts: one row for each address of each published host.
import { KMS_PORT } from "../../core/kms/service.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { EndpointReport, SrvRecordReport, TargetReport } from "../../core/run/report.ts";
import type { Finding } from "../../core/checks/finding.ts";
import type { HistoryState, HostHistory } from "../store/history.ts";
import { endpointKey } from "../store/history.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { cell, line, span, type Line } from "../text/line.ts";
import { ageText, durationText } from "./age.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { endpointStanding, sign, STYLE_OF_HEALTH, targetStanding, type Standing } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { sparkline } from "./sparkline.ts";
import { section } from "./wrapped.ts";

type HostEntry = {
  readonly target: TargetReport;
  /** Null where no address was tried. */
  readonly endpoint: EndpointReport | null;
  readonly standing: Standing;
  readonly text: string;
};

const entriesOf = memoLast((run: RunView): readonly HostEntry[] =>
  run.targets.flatMap((target): readonly HostEntry[] => {
    const entry = (endpoint: EndpointReport | null, standing: Standing): HostEntry => {
      const address = endpoint === null ? "" : formatEndpoint(endpoint);
      return {
        target,
        endpoint,
        standing,
        text: `${target.target} ${address} ${standing.word}`.toLowerCase(),
      };
    };
    return target.endpoints.length === 0
      ? [entry(null, targetStanding(target))]
      : target.endpoints.map((endpoint) => entry(endpoint, endpointStanding(endpoint)));
  }),
);

const shownEntries = memoLast(
  (entries: readonly HostEntry[], filter: string, problemsOnly: boolean): readonly HostEntry[] =>
    entries.filter(
      ({ text, standing }) => text.includes(filter) && !(problemsOnly && standing.health === "good"),
    ),
);

export function hostsList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  const all = entriesOf(run);
  const entries = shownEntries(all, state.filter.text.toLowerCase(), state.hasProblemsOnly);
  const at = (index: number): HostEntry | undefined => entries[index];
  return {
    title: "Hosts",
    header: (columns) => {
      const widths = columnWidths(columns);
      return [
        span("  ", "dim", 2),
        ...cell("host", "dim", widths.host),
        ...cell("address", "dim", widths.address),
        ...cell("state", "dim", widths.state),
        { text: "connect", style: "dim", width: widths.connect, align: "right" },
        span("  history", "dim"),
      ];
    },
    count: entries.length,
    total: all.length,
    rowAt: (index, columns) => row(at(index), columnWidths(columns), state, context),
    keyAt: (index) => at(index)?.text ?? "",
    cellText: (index) => at(index)?.target.target ?? "",
    rowText: (index) => rowText(at(index)),
    detailTitle: "Host",
    detailAt: (index, columns) => detail(at(index), run, state.history, columns, state.nowMs, context),
    empty: emptyLines(state, context, "No host is published.", all.length),
  };
}

type Widths = Readonly<Record<"host" | "address" | "state" | "connect", number>>;

function columnWidths(columns: number): Widths {
  const [state, connect, history] = columns >= 70 ? [20, 8, 12] : [14, 8, 0];
  const room = Math.max(0, columns - 2 - state - connect - history);
  const host = Math.floor(room * 0.6);
  return { host, address: room - host, state, connect };
}

function row(
  entry: HostEntry | undefined,
  widths: Widths,
  { history, nowMs }: UiState,
  context: ContentContext,
): Line {
  if (entry === undefined) return [];
  const { target, endpoint, standing } = entry;
  const past = endpoint === null ? undefined : history.hosts.get(endpointKey(target.target, endpoint));
  const connect = endpoint === null || endpoint.connectMs === null ? "" : durationText(endpoint.connectMs);
  return [
    sign(standing.health, context),
    ...cell(target.target.replace(`:${KMS_PORT}`, ""), "plain", widths.host),
    ...cell(endpoint?.address ?? "", "plain", widths.address),
    ...cell(standing.word, STYLE_OF_HEALTH[standing.health], widths.state),
    { text: connect, width: widths.connect, align: "right" },
    span(`  ${sayChange(past, nowMs, context)}`, "note"),
  ];
}

function sayChange(past: HostHistory | undefined, nowMs: number, { glyphs }: ContentContext): string {
  if (past === undefined) return "";
  if (past.changedAtMs !== null && nowMs - past.changedAtMs < 600_000)
    return `${glyphs.health.info} ${ageText(past.changedAtMs, nowMs)}`;
  return past.samples.length > 1 ? sparkline(past.samples.slice(-10), glyphs) : "";
}

function rowText(entry: HostEntry | undefined): string {
  if (entry === undefined) return "";
  const { target, endpoint, standing } = entry;
  return [target.target, endpoint === null ? "" : formatEndpoint(endpoint), standing.word].join("\t");
}

function detail(
  entry: HostEntry | undefined,
  run: RunView,
  history: HistoryState,
  columns: number,
  nowMs: number,
  context: ContentContext,
): readonly Line[] {
  if (entry === undefined) return [];
  const { target, endpoint, standing } = entry;
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
