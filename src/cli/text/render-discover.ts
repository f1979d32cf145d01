// `discover` for people: the hosts in the order in which clients try them, with odds and addresses.
import { firstChoiceOdds } from "../../core/dns/srv-order.ts";
import type { RunState } from "../../core/run/fold.ts";
import type { DomainReport, ServerReport, SrvRecordReport } from "../../core/run/report.ts";
import { columns, plural } from "./layout.ts";
import type { Paint } from "./paint.ts";

/** With more domains than this each gets one line. */
const DETAILED_DOMAINS = 20;

export function renderDiscover(
  state: RunState,
  paint: Paint,
): { readonly text: Iterable<string>; readonly next: string } {
  if (state.domains.size() > DETAILED_DOMAINS) return { text: renderMany(state.domains.inOrder()), next: "" };
  const domains = [...state.domains.inOrder()];
  return {
    text: [domains.map((domain) => renderDomain(domain, paint)).join("\n")],
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

function renderDomain(domain: DomainReport, paint: Paint): string {
  const head = `${paint("strong", domain.domain)}  ${statusText(domain, paint)}\n`;
  const priorities = [...new Set(domain.records.map((record) => record.priority))];
  const hosts = priorities.map((priority, index) => renderPriority(domain, priority, index, paint)).join("");
  return `${head}${paint("dim", `  ${domain.owner} SRV`)}\n${hosts}${renderServers(domain.servers, paint)}`;
}

function statusText(domain: DomainReport, paint: Paint): string {
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

function renderPriority(domain: DomainReport, priority: number, position: number, paint: Paint): string {
  const group = domain.records.filter((record) => record.priority === priority);
  const odds = firstChoiceOdds(group);
  const when = position === 0 ? "tried first" : "tried when all above fail";
  const rows = group.map((record, index) => [
    `    ${record.target}:${record.port}`,
    `weight ${record.weight}`,
    `${((odds[index] ?? 0) * 100).toFixed(1)} %`,
    addressText(record),
    `TTL ${record.ttl} s`,
  ]);
  return `  ${paint("dim", `priority ${priority}, ${when}`)}\n${columns(rows).join("\n")}\n`;
}

function addressText(record: SrvRecordReport): string {
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

function renderServers(servers: readonly ServerReport[], paint: Paint): string {
  const rows = servers.map((server) => [
    `    ${server.server}`,
    server.presence === null
      ? `${server.status}${server.rcode === null ? "" : ` (${server.rcode})`}`
      : server.presence,
    server.authoritative ? "authoritative" : "",
    server.rttMs === null ? "" : `${server.rttMs.toFixed(1)} ms ${server.transport ?? ""}`,
    server.attempts > 1 ? `${server.attempts} attempts` : "",
  ]);
  return `${paint("dim", "  asked")}\n${columns(rows).join("\n")}\n`;
}

function nextCommand(domains: readonly DomainReport[], paint: Paint): string {
  const hosts = [
    ...new Set(
      domains.flatMap((domain) =>
        domain.records
          .filter((record) => record.target !== "." && record.port !== 0)
          .map((record) => `${record.target}:${record.port}`),
      ),
    ),
  ];
  if (hosts.length === 0) return "";
  const shown = hosts.slice(0, 5).map(shellWord).join(" ");
  const server = domains[0]?.servers.find((candidate) => candidate.role === "given")?.server;
  const option = server === undefined ? "" : ` --server ${shellWord(server)}`;
  return `\n${paint("dim", "Next:")} kms-doctor probe ${shown}${option}\n`;
}

/** Names from the network are quoted before they are offered for pasting. */
function shellWord(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
