// `probe` for people: every address of each target with its state, and what answers there.
import type { ConnectState } from "../../core/net/probe-outcome.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { EndpointReport, TargetReport } from "../../core/run/report.ts";
import { columns, plural, wrap } from "./layout.ts";
import type { Paint, Tone } from "./paint.ts";

/** With more targets than this only those that accept connections are listed, the rest is counted. */
const DETAILED_TARGETS = 64;
const MOST_OPEN = 1000;

export const MEANING: Readonly<Record<ConnectState, string>> = {
  open: "accepts connections",
  refused: "nothing listens there, or a firewall rejects in the host's name",
  filtered: "no answer: dropped by a firewall, or the host is down",
  rejected: "a firewall or router forbids it",
  unreachable: "no route, or nothing has this address",
  error: "this machine could not try",
};

export function renderProbe(
  state: RunState,
  width: number,
  paint: Paint,
): { readonly text: Iterable<string>; readonly next: string } {
  const targets = state.targets.inOrder();
  const text =
    state.targets.size() > DETAILED_TARGETS
      ? renderMany(targets, width, paint)
      : [...targets].map((target) => renderTarget(target, width, paint));
  return { text, next: "" };
}

function renderTarget(target: TargetReport, width: number, paint: Paint): string {
  const head = `${paint("strong", target.target)}${lookupText(target, paint)}\n`;
  // The meaning is a sentence: it is wrapped beside the columns before it.
  const leads = columns(
    target.endpoints.map((endpoint) => [`  ${endpoint.address}`, endpoint.state, latency(endpoint), ""]),
  );
  const leadWidth = Math.max(...leads.map((lead) => lead.length));
  const lines = target.endpoints.map((endpoint, index) => {
    const lead = `${(leads[index] ?? "").padEnd(leadWidth)}  `;
    const [first = "", ...rest] = wrap(lead, meaning(endpoint), width);
    return [first.replace(endpoint.state, paint(toneOf(endpoint), endpoint.state)), ...rest].join("\n");
  });
  return [head, ...lines.map((line) => `${line}\n`)].join("");
}

export function lookupText(target: TargetReport, paint: Paint): string {
  switch (target.lookup) {
    case "nodata":
    case "nxdomain":
      return `  ${paint("bad", "has no address")}`;
    case "failed":
      return `  ${paint("warn", "not known: no DNS server could resolve it")}`;
    default:
      return "";
  }
}

function toneOf(endpoint: EndpointReport): Tone {
  if (endpoint.state !== "open") return endpoint.state === "error" ? "warn" : "bad";
  return endpoint.rpc.verdict === "kms" ? "good" : endpoint.rpc.verdict === "not-tried" ? "note" : "bad";
}

function latency(endpoint: EndpointReport): string {
  return endpoint.connectMs === null ? "" : `${endpoint.connectMs.toFixed(1)} ms`;
}

/** What the state of an endpoint means, in words. */
export function meaning(endpoint: EndpointReport): string {
  if (endpoint.state !== "open") {
    return `${MEANING[endpoint.state]}${endpoint.code === null ? "" : ` (${endpoint.code})`}`;
  }
  return endpoint.rpc.verdict === "not-tried"
    ? MEANING.open
    : `${endpoint.rpc.verdict}: ${endpoint.rpc.detail}`;
}

function* renderMany(targets: Iterable<TargetReport>, width: number, paint: Paint): Generator<string> {
  const counts = new Map<ConnectState, number>();
  let open = 0;
  let endpoints = 0;
  for (const target of targets) {
    endpoints += target.endpoints.length;
    for (const { state } of target.endpoints) counts.set(state, (counts.get(state) ?? 0) + 1);
    if (!target.endpoints.some(({ state }) => state === "open")) continue;
    open += 1;
    if (open <= MOST_OPEN) yield renderTarget(target, width, paint);
  }
  if (open > MOST_OPEN) yield `… and ${plural(open - MOST_OPEN, "more open target")}; --json has them all\n`;
  yield `\n${paint("strong", plural(endpoints, "endpoint"))} probed\n`;
  for (const [state, count] of counts) {
    yield `  ${String(count).padStart(7)}  ${state.padEnd(11)}  ${MEANING[state]}\n`;
  }
}
