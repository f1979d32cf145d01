// Who reaches port 1688, as far as the network shows: one row for each address, and what its silence or answer means.
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { EndpointReport } from "../../core/run/report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { cell, line, span } from "../text/line.ts";
import type { ContentContext, ListModel } from "./context.ts";
import { emptyLines } from "./empty-lines.ts";
import { endpointStanding, sign, STYLE_OF_HEALTH } from "./health.ts";
import { memoLast } from "./memo-last.ts";
import { section } from "./wrapped.ts";

type Exposure = { readonly target: string; readonly endpoint: EndpointReport; readonly text: string };

const exposuresOf = memoLast((run: RunView): readonly Exposure[] =>
  run.targets.flatMap(({ target, endpoints }) =>
    endpoints.map((endpoint) => ({
      target,
      endpoint,
      text: `${formatEndpoint(endpoint)} ${target} ${sayFirewall(endpoint)}`.toLowerCase(),
    })),
  ),
);

const shownExposures = memoLast(
  (all: readonly Exposure[], filter: string, problemsOnly: boolean): readonly Exposure[] =>
    all.filter(
      ({ text, endpoint }) =>
        text.includes(filter) && !(problemsOnly && endpointStanding(endpoint).health === "good"),
    ),
);

export function firewallList(state: UiState, context: ContentContext): ListModel {
  const run = shownRun(state);
  const all = exposuresOf(run);
  const shown = shownExposures(all, state.filter.text.toLowerCase(), state.hasProblemsOnly);
  return {
    title: "Port 1688, seen from here",
    header: (columns) => [
      span("  ", "dim", 2),
      ...cell("address", "dim", addressWidth(columns)),
      span("what the network showed", "dim"),
    ],
    count: shown.length,
    total: all.length,
    rowAt: (index, columns) => {
      const exposure = shown[index];
      if (exposure === undefined) return [];
      const { health } = endpointStanding(exposure.endpoint);
      return [
        sign(health, context),
        ...cell(formatEndpoint(exposure.endpoint), "plain", addressWidth(columns)),
        span(sayFirewall(exposure.endpoint), STYLE_OF_HEALTH[health]),
      ];
    },
    keyAt: (index) => shown[index]?.text ?? "",
    cellText: (index) => {
      const exposure = shown[index];
      return exposure === undefined ? "" : formatEndpoint(exposure.endpoint);
    },
    rowText: (index) => shown[index]?.text ?? "",
    detailTitle: "What it means",
    detailAt: (index, columns) => {
      const exposure = shown[index];
      if (exposure === undefined) return [];
      const { endpoint, target } = exposure;
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
        ...section("A rule that lets clients in", ["s makes one for nftables, Windows and others."], columns),
        ...(state.lab === null
          ? []
          : [[], line("In the lab all traffic stays on loopback: no firewall takes part.", "dim")]),
      ];
    },
    empty: emptyLines(state, context, "No address was tried.", all.length),
  };
}

function addressWidth(columns: number): number {
  return Math.min(40, Math.floor(columns * 0.4));
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
