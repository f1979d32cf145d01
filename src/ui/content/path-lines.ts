// The path from a client to its host as a picture in text: suffixes, resolvers, zones and name servers, hosts and their ports.
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { DomainReport, TargetReport } from "../../core/run/report.ts";
import type { RunView } from "../store/run-view.ts";
import { shownRun, type UiState } from "../store/ui-state.ts";
import { span, type Line, type Span } from "../text/line.ts";
import { durationText } from "./age.ts";
import type { ContentContext } from "./context.ts";
import {
  domainStanding,
  endpointStanding,
  policyStanding,
  serverStanding,
  sign,
  STYLE_OF_HEALTH,
  targetStanding,
  type Standing,
} from "./health.ts";
import { paragraph } from "./wrapped.ts";

/** Of long lists only so many stand in the picture; the screens have all. */
const MOST_OF_A_KIND = 8;

/** All lines of the picture; `columns` is for the sentences where there is nothing to draw. */
export function pathLines(state: UiState, columns: number, context: ContentContext): readonly Line[] {
  const run = shownRun(state);
  const start = startLines(state, columns, context);
  if (start !== null) return start;
  return [
    ...part("suffixes", suffixSpans(state, run), context),
    ...part("resolvers", resolverSpans(state, run, context), context),
    ...part("zones", zoneSpans(run, context), context),
    ...part("name servers", nameServerSpans(run, context), context),
    ...hostLines(run, context),
    ...unexaminedLines(run, columns, context),
  ];
}

const LABEL_WIDTH = 14;

/** A label with its entries, one a line; the arrow leads from one part to the next. */
function part(
  label: string,
  entries: readonly (readonly Span[])[],
  { glyphs }: ContentContext,
  most = MOST_OF_A_KIND,
): readonly Line[] {
  const seen = entries.slice(0, most);
  const more = entries.length - seen.length;
  const rows = more > 0 ? [...seen, [span(`and ${more} more`, "dim")]] : seen;
  return rows.map((entry, index) => [
    span(index === 0 ? `${label} ` : "", "dim", LABEL_WIDTH),
    span(index === 0 ? `${glyphs.arrow} ` : "  ", "dim", 3),
    ...entry,
  ]);
}

function standing(name: string, { health, word }: Standing, context: ContentContext): readonly Span[] {
  return [sign(health, context), span(`${name}  `), span(word, STYLE_OF_HEALTH[health])];
}

function suffixSpans({ domains, machine, lab }: UiState, run: RunView): readonly (readonly Span[])[] {
  if (domains.length > 0)
    return domains.map((domain) => [
      span(domain),
      span(lab === null ? "  named by you" : "  of the lab", "dim"),
    ]);
  const suffixes =
    run.suffixes.length > 0 ? run.suffixes : (machine?.suffixes ?? run.domains.map(({ domain }) => domain));
  return suffixes.map((suffix) => [span(suffix), span("  suffix of this machine", "dim")]);
}

function resolverSpans(
  { machine, lab }: UiState,
  { domains }: RunView,
  context: ContentContext,
): readonly (readonly Span[])[] {
  const asked = new Map<string, Standing>();
  for (const { servers } of domains)
    for (const server of servers.filter(({ role }) => role !== "name-server"))
      asked.set(server.server, worseOf(asked.get(server.server), serverStanding(server)));
  if (asked.size > 0) return [...asked].map(([server, word]) => standing(server, word, context));
  const known = lab?.servers ?? machine?.resolvers ?? [];
  return known.map((server) => standing(server, { health: "busy", word: "not asked yet" }, context));
}

function worseOf(first: Standing | undefined, second: Standing): Standing {
  if (first === undefined || first.health === second.health) return second;
  const rank = { bad: 0, unknown: 1, warn: 2, busy: 3, info: 4, good: 5 } as const;
  return rank[first.health] <= rank[second.health] ? first : second;
}

function zoneSpans(run: RunView, context: ContentContext): readonly (readonly Span[])[] {
  return [
    ...run.domains.map((domain) => [...standing(domain.owner, pendingDomain(domain, run), context)]),
    ...run.zones.flatMap((zone) => {
      const { health, word } = policyStanding(zone.updatePolicy);
      return [
        [
          sign("info", context),
          span(`${zone.zone}  `),
          span(`primary ${zone.primary ?? "not known"}`, "dim"),
        ],
        [
          span(context.glyphs.lastBranch, "dim", 2),
          sign(health, context),
          span("updates  ", "dim"),
          span(word, STYLE_OF_HEALTH[health]),
        ],
      ];
    }),
  ];
}

function pendingDomain(domain: DomainReport, { phase }: RunView): Standing {
  const isPending = phase === "running" && domain.servers.length === 0;
  return isPending ? { health: "busy", word: "being asked" } : domainStanding(domain);
}

function nameServerSpans({ domains }: RunView, context: ContentContext): readonly (readonly Span[])[] {
  const seen = new Map<string, readonly Span[]>();
  for (const { servers } of domains) {
    for (const server of servers.filter(({ role }) => role === "name-server")) {
      const time = server.rttMs === null ? "" : `  ${durationText(server.rttMs)}`;
      seen.set(server.server, [
        ...standing(server.server, serverStanding(server), context),
        span(time, "dim"),
      ]);
    }
  }
  return [...seen.values()];
}

function hostLines({ targets }: RunView, context: ContentContext): readonly Line[] {
  const seen = targets.slice(0, MOST_OF_A_KIND);
  const rows = seen.flatMap((target) => targetSpans(target, context));
  const more = targets.length - seen.length;
  return part(
    "hosts",
    more > 0 ? [...rows, [span(`and ${more} more: 2 shows all`, "dim")]] : rows,
    context,
    Infinity,
  );
}

function targetSpans(target: TargetReport, context: ContentContext): readonly (readonly Span[])[] {
  const { glyphs } = context;
  return [
    standing(target.target, targetStanding(target), context),
    ...target.endpoints.map((endpoint, index) => {
      const { health, word } = endpointStanding(endpoint);
      const time = endpoint.connectMs === null ? "" : `  ${durationText(endpoint.connectMs)}`;
      const isLast = index === target.endpoints.length - 1;
      return [
        span(isLast ? glyphs.lastBranch : glyphs.branch, "dim", 2),
        sign(health, context),
        span(`${formatEndpoint(endpoint)}  `),
        span(word, STYLE_OF_HEALTH[health]),
        span(time, "dim"),
      ];
    }),
  ];
}

function unexaminedLines({ unexamined }: RunView, columns: number, context: ContentContext): readonly Line[] {
  if (unexamined.length === 0) return [];
  return [
    [],
    [span("Not examined", "title")],
    ...unexamined
      .slice(0, MOST_OF_A_KIND)
      .flatMap(({ subject, why }) =>
        paragraph(`${subject}: ${why}`, columns, "warn", `${context.glyphs.health.unknown} `),
      ),
  ];
}

/** Before there is anything to draw: what is known of the machine, or why nothing can be checked, with the next keys. */
function startLines(state: UiState, columns: number, context: ContentContext): readonly Line[] | null {
  const { run, machine, machineProblem } = state;
  const hasSuffix = state.domains.length > 0 || (machine?.suffixes.length ?? 0) > 0 || run.domains.length > 0;
  if (run.phase === "failed")
    return [...paragraph(run.failure ?? "", columns, "bad"), [], ...nextKeys("r", "try again")];
  if (machineProblem !== null && !hasSuffix)
    return [...paragraph(machineProblem, columns, "warn"), [], ...nextKeys()];
  if (machine !== null && !hasSuffix && run.phase !== "running")
    return [
      ...paragraph(
        "This machine has no DNS suffix, so a client here would look for no KMS host.",
        columns,
        "warn",
      ),
      ...machine.sources.flatMap((source) => paragraph(source, columns, "dim", "  ")),
      [],
      ...nextKeys(),
    ];
  if (machine === null && run.phase === "idle")
    return [[span(`${context.glyphs.health.busy} reading the DNS set-up of this machine`, "dim")]];
  return null;
}

function nextKeys(...first: readonly string[]): readonly Line[] {
  const [key, what] = first;
  const keys: readonly (readonly [string, string])[] = [
    ...(key === undefined || what === undefined ? [] : [[key, what] as const]),
    ["d", "look at a domain that you name"],
    ["i", "read a pasted error or event"],
    ["o", "open the lab: everything on loopback, to try it"],
    ["?", "all keys"],
  ];
  return keys.map(([name, text]) => [span(`  ${name}`, "key", 5), span(text)]);
}
