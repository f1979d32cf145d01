// What rules let through, as tables for Markdown and HTML.
import type { FirewallReport } from "../../core/run/firewall-report.ts";
import type { Cell, ExaminedTable } from "./examined-tables.ts";

const MOST_ROWS = 200;
const MOST_BLOCKS = 32;

const name = (text: string): Cell => ({ kind: "name", text });
const words = (text: string): Cell => ({ kind: "words", text });

export function* firewallTables(report: FirewallReport): Generator<ExaminedTable> {
  const { host, port, exact, allowed, bounds, blockedClients, exposed, decisive, shadowed } = report;
  yield {
    title: words(`Who can reach ${host ?? "the host"} on TCP ${port}`),
    note: report.assumptions.length === 0 ? "" : `Taken for granted: ${report.assumptions.join("; ")}.`,
    columns: ["Which", "Addresses"],
    rows: [
      [words(exact ? "Allowed" : "Surely allowed"), blocks(allowed)],
      ...(bounds === null ? [] : [[words("Perhaps allowed"), blocks(bounds.upper)]]),
      [words("Blocked clients"), blocks(blockedClients)],
      [words("Exposed outsiders"), blocks(exposed)],
    ],
  };
  if (decisive.length > 0) {
    yield {
      title: words("Rules that decide"),
      note: cutNote(decisive.length),
      columns: ["Effect", "Where", "Rule", "Addresses"],
      rows: decisive
        .slice(0, MOST_ROWS)
        .map(({ rule, file, line, effect, cidrs }) => [
          words(effect),
          name(`${file}:${line}`),
          name(rule),
          blocks(cidrs),
        ]),
    };
  }
  if (shadowed.length > 0) {
    yield {
      title: words("Rules that never apply to it"),
      note: cutNote(shadowed.length),
      columns: ["Where", "Rule", "Behind"],
      rows: shadowed
        .slice(0, MOST_ROWS)
        .map(({ rule, file, line, by }) => [name(`${file}:${line}`), name(rule), name(by)]),
    };
  }
  if (report.smallestChange !== null) {
    const lines = report.smallestChange.text.trimEnd().split("\n");
    yield {
      title: words("The smallest change that lets exactly the clients in"),
      note: "",
      columns: ["Line"],
      rows: lines.slice(0, MOST_ROWS).map((line) => [name(line)]),
    };
  }
}

function blocks(cidrs: readonly string[]): Cell {
  if (cidrs.length === 0) return words("nobody");
  const more = cidrs.length > MOST_BLOCKS ? ` and ${cidrs.length - MOST_BLOCKS} more` : "";
  return name(`${cidrs.slice(0, MOST_BLOCKS).join(" ")}${more}`);
}

function cutNote(count: number): string {
  return count > MOST_ROWS ? `The first ${MOST_ROWS}; the JSON report has all ${count}.` : "";
}
