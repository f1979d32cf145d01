// `discover` for people: the hosts in the order in which clients try them, with odds and addresses.
import { probeCommand } from "../../core/checks/probe-command.ts";
import { firstChoiceOdds } from "../../core/dns/srv-order.ts";
import type { RunState } from "../../core/run/fold.ts";
import type {
  DomainReport,
  SecondOpinionReport,
  ServerReport,
  SrvRecordReport,
} from "../../core/run/report.ts";
import { isHostWord } from "../../core/text/shell-word.ts";
import { fitRows } from "./fit-rows.ts";
import { plural } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** With more domains than this each gets one line. */
const DETAILED_DOMAINS = 20;

/** Hosts that the next command names. */
const MOST_NEXT = 5;

export function renderDiscover(
  state: RunState,
  width: number,
  paint: Paint,
): { readonly text: Iterable<string>; readonly next: string } {
  if (state.domains.size() > DETAILED_DOMAINS) return { text: renderMany(state.domains.inOrder()), next: "" };
  const domains = [...state.domains.inOrder()];
  return {
    text: [domains.map((domain) => renderDomain(domain, width, paint)).join("\n")],
    next: nextCommand(domains, paint),
  };
}

/** One line each; the column is as wide as most names are. */
function* renderMany(domains: Iterable<DomainReport>): Generator<string> {
  for (const domain of domains) {
    yield `${domain.domain.padEnd(40)}  ${domain.status.padEnd(8)}  ${hostList(domain)}`
      .trimEnd()
      .concat("\n");
  }
}

function hostList(domain: DomainReport): string {
  return domain.records.map((record) => `${record.target}:${record.port}`).join(" ");
}

function renderDomain(domain: DomainReport, width: number, paint: Paint): string {
  const head = `${paint("strong", domain.domain)}  ${statusText(domain, paint)}\n`;
  const priorities = [...new Set(domain.records.map((record) => record.priority))];
  const hosts = priorities.map((priority, index) => {
    const when = index === 0 ? "tried first" : "tried when all above fail";
    return `  ${paint("dim", `priority ${priority}, ${when}`)}\n${renderPriority(domain, priority, width)}`;
  });
  const servers = renderServers(domain.servers, width, paint);
  const opinion = domain.secondOpinion === undefined ? "" : renderOpinion(domain.secondOpinion, paint);
  return `${head}${paint("dim", `  ${domain.owner} SRV`)}\n${hosts.join("")}${servers}${opinion}`;
}

function renderOpinion({ server, verdict, detail }: SecondOpinionReport, paint: Paint): string {
  const tone = verdict === "agrees" ? "good" : "warn";
  const words = verdict === "none" ? "none" : verdict;
  return `${paint("dim", "  second opinion")}\n    ${server}  ${paint(tone, words)}: ${detail}\n`;
}

export function statusText(domain: DomainReport, paint: Paint): string {
  switch (domain.status) {
    case "found":
      return paint("good", `${plural(domain.records.length, "record")} published`);
    case "nodata":
      return paint("bad", "the name exists, but no SRV record is published");
    case "nxdomain":
      return paint("bad", "no SRV record is published");
    case "failed":
      return paint("warn", "not known: no server gave an answer");
  }
}

function renderPriority(domain: DomainReport, priority: number, width: number): string {
  const group = domain.records.filter((record) => record.priority === priority);
  const odds = firstChoiceOdds(group);
  const rows = group.map((record, index) => [
    `    ${record.target}:${record.port}`,
    `weight ${record.weight}`,
    `${((odds[index] ?? 0) * 100).toFixed(1)} %`,
    `TTL ${record.ttl} s`,
    addressText(record),
  ]);
  return `${fitRows(rows, width).join("\n")}\n`;
}

export function addressText(record: SrvRecordReport): string {
  if (record.target === ".") return "service declared as not available";
  switch (record.addressStatus) {
    case "found":
      return record.addresses.join(", ");
    case "nodata":
    case "nxdomain":
      return "NO ADDRESS";
    case "failed":
      return "address not known";
    case null:
      return "address not looked up";
  }
}

function renderServers(servers: readonly ServerReport[], width: number, paint: Paint): string {
  const rows = servers.map((server) => [
    `    ${server.server}`,
    server.presence === null
      ? `${server.status}${server.rcode === null ? "" : ` (${server.rcode})`}`
      : server.presence,
    server.role === "name-server" ? "name server" : "",
    server.authoritative ? "authoritative" : "",
    server.rttMs === null ? "" : `${server.rttMs.toFixed(1)} ms ${server.transport ?? ""}`,
    server.attempts > 1 ? `${server.attempts} attempts` : "",
  ]);
  return `${paint("dim", "  asked")}\n${fitRows(rows, width).join("\n")}\n`;
}

/** On one line, however long: a command that is pasted must not hold line ends. */
function nextCommand(domains: readonly DomainReport[], paint: Paint): string {
  const hosts = new Map(
    domains.flatMap((domain) =>
      domain.records
        .filter(({ target, port }) => target !== "." && port !== 0 && isHostWord(target))
        .map((record) => [`${record.target}:${record.port}`, record]),
    ),
  );
  if (hosts.size === 0) return "";
  const shown = [...hosts.values()].slice(0, MOST_NEXT);
  return `\n${paint("dim", "Next:")} ${probeCommand(shown, domains[0]?.servers ?? [])}\n`;
}
