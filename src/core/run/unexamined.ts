// What a diagnosis could not examine, and why: nothing of it may be taken for healthy.
import { formatEndpoint } from "../net/endpoint.ts";
import type { RunState } from "./fold.ts";
import type { DomainReport, EndpointReport, ServerReport, TargetReport } from "./report.ts";
import type { ZoneReport } from "./zone-report.ts";

/** `subject`: a domain, server, host, address or zone. `why`: one clause. */
export type Unexamined = { readonly subject: string; readonly why: string };

export type ExaminedReports = {
  readonly isPartial: boolean;
  readonly domains: Iterable<DomainReport>;
  readonly targets: Iterable<TargetReport>;
  readonly zones: Iterable<ZoneReport>;
};

/** In the order of the report: domains, then hosts, then zones. */
export function unexamined({ finished, domains, targets, zones }: RunState): Generator<Unexamined> {
  return unexaminedIn({
    isPartial: finished?.partial === true,
    domains: domains.inOrder(),
    targets: targets.inOrder(),
    zones: zones.values(),
  });
}

/** The same for reports that are at hand. */
export function* unexaminedIn({
  isPartial,
  domains,
  targets,
  zones,
}: ExaminedReports): Generator<Unexamined> {
  if (isPartial)
    yield { subject: "the whole run", why: "it was interrupted: what is missing here was not reached" };
  for (const domain of domains) yield* ofDomain(domain);
  for (const target of targets) yield* ofTarget(target);
  for (const zone of zones) yield* ofZone(zone);
}

function* ofDomain({ owner, domain, status, records, servers }: DomainReport): Generator<Unexamined> {
  if (status === "failed") {
    const said = servers.map(sayServer).join(", ") || "no server was asked";
    yield { subject: domain, why: `nobody could tell whether ${owner} has records (${said})` };
  } else {
    for (const server of servers.filter(({ presence }) => presence === null))
      yield { subject: server.server, why: `its view of ${owner} is not known (${sayServer(server)})` };
  }
  for (const { target, addressStatus } of records) {
    if (addressStatus === "failed")
      yield { subject: target, why: "its addresses are not known: no server could tell" };
    if (addressStatus === null && target !== "." && target !== "")
      yield { subject: target, why: "its addresses were not looked up" };
  }
}

function sayServer({ server, status, rcode }: ServerReport): string {
  return `${server} ${rcode ?? status}`;
}

function* ofTarget({ endpoints }: TargetReport): Generator<Unexamined> {
  for (const endpoint of endpoints) {
    const why = whyNot(endpoint);
    if (why !== null) yield { subject: formatEndpoint(endpoint), why };
  }
}

function whyNot({ state, code, host }: EndpointReport): string | null {
  if (state === "error") return `this machine could not try it (${code ?? "no code"})`;
  if (state === "filtered" && host?.state === "unknown")
    return "whether the host is off or a firewall drops can't be told from here";
  return null;
}

function* ofZone({ zone, primary, updatePolicy }: ZoneReport): Generator<Unexamined> {
  if (primary === null)
    yield { subject: zone, why: "its primary is not known: none of its name servers gave its SOA" };
  if (updatePolicy === null)
    yield {
      subject: zone,
      why: "how it treats dynamic updates was not asked (--no-update-probe, or no time)",
    };
  else if (updatePolicy.policy === "unknown")
    yield {
      subject: zone,
      why: `how it treats dynamic updates is not known: ${updatePolicy.evidence.at(-1) ?? "no answer tells"}`,
    };
}
