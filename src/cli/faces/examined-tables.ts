// What a run looked at, as tables of plain cells: Markdown and HTML draw the same ones.
import { firstChoiceOdds } from "../../core/dns/srv-order.ts";
import { formatEndpoint } from "../../core/net/endpoint.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { DomainReport, TargetReport } from "../../core/run/report.ts";
import { unexamined } from "../../core/run/unexamined.ts";
import type { SymptomReport } from "../../core/run/symptom-report.ts";
import type { UpdatePolicyReport } from "../../core/run/zone-report.ts";
import { firewallTables } from "./firewall-tables.ts";
import { plural } from "../text/layout.ts";
import { plain } from "../text/paint.ts";
import { sayPolicy } from "../text/render-diagnose.ts";
import { addressText, statusText } from "../text/render-discover.ts";
import { pastedTables } from "./pasted-tables.ts";
import { sayOutcome } from "../text/render-symptom.ts";
import { lookupText, MEANING, meaning } from "../text/render-probe.ts";

/** Names come from the network or the command line; words are ours. Both are unescaped. */
export type Cell = { readonly kind: "name" | "words"; readonly text: string };

export type ExaminedTable = {
  readonly title: Cell;
  /** A sentence under the title; may be empty. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/** Beyond these the report of a large run is a list, and beyond MOST_ROWS it is cut and says so. */
const DETAILED_DOMAINS = 20;
const DETAILED_TARGETS = 64;
const MOST_ROWS = 1000;

const name = (text: string): Cell => ({ kind: "name", text });
const words = (text: string): Cell => ({ kind: "words", text });

export function* examinedTables(state: RunState): Generator<ExaminedTable> {
  if (state.firewall !== undefined) yield* firewallTables(state.firewall);
  if (state.symptom !== undefined) yield symptomTable(state.symptom);
  yield* pastedTables(state.pasted);
  if (state.domains.size() > DETAILED_DOMAINS) {
    yield domainList(state);
  } else {
    for (const domain of state.domains.inOrder()) yield* domainTables(domain);
  }
  if (state.targets.size() > 0) yield targetTable(state);
  if (state.zones.size > 0) yield zoneTable(state);
  if (state.updatePolicy !== undefined) yield policyTable(state.updatePolicy);
  const isDiagnosis = state.started?.command === "diagnose";
  const missing = isDiagnosis ? [...unexamined(state)] : [];
  if (missing.length > 0) {
    yield {
      title: words("What could not be examined"),
      note: `None of it may be taken for healthy. ${cutNote(missing.length)}`.trim(),
      columns: ["What", "Why"],
      rows: missing.slice(0, MOST_ROWS).map(({ subject, why }) => [name(subject), words(why)]),
    };
  }
  if (state.suffixes.length > 0) {
    yield {
      title: words("DNS suffixes of this machine"),
      note: "In the order in which a KMS client uses them.",
      columns: ["Suffix"],
      rows: state.suffixes.map((suffix) => [name(suffix)]),
    };
  }
}

function* domainTables(domain: DomainReport): Generator<ExaminedTable> {
  yield {
    title: name(domain.domain),
    note: `${statusText(domain, plain)}.`,
    columns: ["Host", "Priority", "Weight", "First choice", "TTL", "Addresses"],
    rows: hostRows(domain),
  };
  yield {
    title: words("DNS servers that were asked"),
    note: "",
    columns: ["Server", "Role", "Answer", "Authoritative", "Time", "Messages"],
    rows: domain.servers.map((server) => [
      name(server.server),
      words(server.role.replace("-", " ")),
      words(server.presence ?? `${server.status}${server.rcode === null ? "" : ` (${server.rcode})`}`),
      words(server.authoritative ? "yes" : "no"),
      words(server.rttMs === null ? "" : `${server.rttMs.toFixed(1)} ms ${server.transport ?? ""}`),
      words(String(server.attempts)),
    ]),
  };
}

function hostRows({ records }: DomainReport): ExaminedTable["rows"] {
  const odds = new Map(
    [...Map.groupBy(records, (record) => record.priority).values()].flatMap((group) => {
      const chances = firstChoiceOdds(group);
      return group.map((record, index) => [record, chances[index] ?? 0] as const);
    }),
  );
  return records.map((record) => [
    name(`${record.target}:${record.port}`),
    words(String(record.priority)),
    words(String(record.weight)),
    words(`${((odds.get(record) ?? 0) * 100).toFixed(1)} %`),
    words(`${record.ttl} s`),
    addressCell(addressText(record), record.addresses.length > 0),
  ]);
}

function addressCell(text: string, isName: boolean): Cell {
  return isName ? name(text) : words(text);
}

function domainList(state: RunState): ExaminedTable {
  const rows = firstOf(state.domains.inOrder()).map((domain) => [
    name(domain.domain),
    words(statusText(domain, plain)),
    name(domain.records.map((record) => `${record.target}:${record.port}`).join(" ")),
  ]);
  return {
    title: words(plural(state.domains.size(), "domain")),
    note: cutNote(state.domains.size()),
    columns: ["Domain", "Records", "Hosts"],
    rows,
  };
}

/** A large run lists the targets that accept connections, and counts the rest. */
function targetTable(state: RunState): ExaminedTable {
  const columns = ["Target", "Address and port", "State", "Time", "What it means"];
  const size = state.targets.size();
  if (size <= DETAILED_TARGETS) {
    const rows = [...state.targets.inOrder()].flatMap(targetRows);
    return { title: words("Hosts that were tried"), note: "", columns, rows };
  }
  const counts = new Map<string, number>();
  const open: TargetReport[] = [];
  for (const target of state.targets.inOrder()) {
    for (const { state: seen } of target.endpoints) counts.set(seen, (counts.get(seen) ?? 0) + 1);
    const isOpen = target.endpoints.some((endpoint) => endpoint.state === "open");
    if (isOpen && open.length < MOST_ROWS) open.push(target);
  }
  const tally = Object.keys(MEANING).flatMap((key) => (counts.has(key) ? [`${counts.get(key)} ${key}`] : []));
  return {
    title: words("Hosts that were tried"),
    note: `${plural(size, "target")}: ${tally.join(", ")}. Those that accept connections, at most ${MOST_ROWS}:`,
    columns,
    rows: open.flatMap(targetRows),
  };
}

function targetRows(target: TargetReport): ExaminedTable["rows"] {
  if (target.endpoints.length === 0) {
    const why = lookupText(target, plain).trim() || "not tried";
    return [[name(target.target), words(""), words(""), words(""), words(why)]];
  }
  return target.endpoints.map((endpoint) => [
    name(target.target),
    name(formatEndpoint(endpoint)),
    words(endpoint.state),
    words(endpoint.connectMs === null ? "" : `${endpoint.connectMs.toFixed(1)} ms`),
    words(meaning(endpoint)),
  ]);
}

function zoneTable(state: RunState): ExaminedTable {
  return {
    title: words("Zones"),
    note: cutNote(state.zones.size),
    columns: ["Zone", "Primary", "Name servers", "Dynamic updates"],
    rows: firstOf(state.zones.values()).map((zone) => [
      name(zone.zone),
      zone.primary === null ? words("not known") : name(zone.primary),
      zone.nameServers.length === 0 ? words("none could be asked") : name(zone.nameServers.join(", ")),
      words(zone.updatePolicy === null ? "not examined" : sayPolicy(zone.updatePolicy)),
    ]),
  };
}

function symptomTable({ code, causes, nextTest }: SymptomReport): ExaminedTable {
  return {
    title: words(`Symptom ${code}`),
    note: `${sayOutcome(causes)} Next: ${nextTest}`,
    columns: ["Standing", "Cause", "Because"],
    rows: causes.map(({ cause, standing, because }) => [words(standing), words(cause), words(because)]),
  };
}

function policyTable(report: UpdatePolicyReport): ExaminedTable {
  const serials =
    report.serialBefore === null
      ? []
      : [
          [
            words("Serial"),
            words(`${report.serialBefore} before, ${report.serialAfter ?? "not known"} after`),
          ],
        ];
  return {
    title: name(report.zone),
    note: `${sayPolicy(report)}.`,
    columns: ["What", "Seen"],
    rows: [
      [words("Primary"), report.primary === null ? words("none could be found") : name(report.primary)],
      ...serials,
      ...report.evidence.map((line) => [words("Evidence"), words(line)]),
    ],
  };
}

function cutNote(size: number): string {
  return size > MOST_ROWS ? `The first ${MOST_ROWS}; the JSON report has all ${size}.` : "";
}

function firstOf<T>(items: Iterable<T>): readonly T[] {
  const rows: T[] = [];
  for (const item of items) {
    if (rows.length === MOST_ROWS) break;
    rows.push(item);
  }
  return rows;
}
