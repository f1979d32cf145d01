// Who reaches port 1688, as far as the network shows: one row for each address, and what its silence or answer means.
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { withinList } from "../components/list/list-state.ts";
import type { EndpointReport } from "../../core/run/report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { span } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { endpointStanding, STYLE_OF_HEALTH } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { shownEntries, tableList, type ListedEntry } from "./table-list.ts";
import type { Column } from "./table.ts";
import { paragraph, section } from "./wrapped.ts";

type Exposure = ListedEntry & { readonly target: string; readonly endpoint: EndpointReport };

const exposuresOf = memoLast((run: RunView): readonly Exposure[] =>
  run.targets.flatMap(({ target, endpoints }) =>
    endpoints.map((endpoint): Exposure => {
      const { health } = endpointStanding(endpoint);
      return {
        target,
        endpoint,
        health,
        text: `${formatEndpoint(endpoint)} ${target} ${sayFirewall(endpoint)}`.toLowerCase(),
        isProblem: health !== "good",
      };
    }),
  ),
);

const COLUMNS: readonly Column<Exposure>[] = [
  {
    id: "address",
    title: "address",
    width: { share: 2 },
    cell: ({ endpoint }) => ({ text: formatEndpoint(endpoint) }),
  },
  {
    id: "seen",
    title: "what the network showed",
    width: { share: 4 },
    cell: ({ endpoint, health }) => ({ text: sayFirewall(endpoint), style: STYLE_OF_HEALTH[health] }),
  },
];

export function firewallList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  return tableList(state, context, {
    screen: "firewall",
    title: "Port 1688, seen from here",
    all: exposuresOf(run),
    columns: COLUMNS,
    cellText: ({ endpoint }) => formatEndpoint(endpoint),
    rowText: ({ text }) => text,
    detailTitle: "What it means",
    detail: ({ endpoint, target }, columns) => {
      const about = run.findings.filter(({ subject }) =>
        [target, endpoint.address, formatEndpoint(endpoint)].includes(subject),
      );
      return [
        [span(formatEndpoint(endpoint), "strong"), span(`  ${target}`)],
        ...section(
          "Seen",
          [sayFirewall(endpoint), ...(endpoint.host ? [endpoint.host.evidence] : [])],
          columns,
        ),
        ...section(
          "What to do",
          about.flatMap(({ id, title, remedy }) => [`${id}: ${title}`, ...remedy]),
          columns,
        ),
        ...section(
          "A rule that lets clients in",
          [
            "s makes one for nftables, Windows and others; a reads the rules that are there and says who gets through.",
          ],
          columns,
        ),
        ...(state.lab === null
          ? []
          : [
              [],
              ...paragraph(
                "In the lab all traffic stays on loopback: no firewall takes part.",
                columns,
                "dim",
              ),
            ]),
      ];
    },
    nothing: "No address was tried.",
  });
}

/** Null where none is chosen. */
export function chosenEndpoint(state: UiState): EndpointReport | null {
  const shown = shownEntries(exposuresOf(shownRun(state)), state);
  return shown[withinList(state.selected.firewall, shown.length)]?.endpoint ?? null;
}

/** What a firewall on the way has to do with an outcome, in one clause. */
function sayFirewall({ state, host }: EndpointReport): string {
  switch (state) {
    case "open":
      return "let through: the connection opens";
    case "refused":
      return "not blocked on the way: the host refuses, nothing listens there";
    case "rejected":
      return "a firewall rejects it, and says so";
    case "filtered":
      if (host?.state === "up") return "dropped by a firewall: the host is there and answers elsewhere";
      if (host?.state === "absent") return "the host is off: no neighbour has the address";
      return "silence: dropped by a firewall, or the host is off";
    case "unreachable":
      return "no way to it: the network says that it can't be reached";
    case "error":
      return "not known: this machine could not try it";
  }
}
