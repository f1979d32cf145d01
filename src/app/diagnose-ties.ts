// Says what each finding is about, so that causes can be told from effects: owners, published hosts and servers.
import type { TiedFinding } from "../core/checks/causality.ts";
import type { DiagnosisFacts, PublishedHost } from "../core/checks/diagnosis-facts.ts";
import type { Finding } from "../core/checks/finding.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";

/** Equal findings (the same id about the same subject) become one. */
export function tieFindings(findings: readonly Finding[], facts: DiagnosisFacts): readonly TiedFinding[] {
  const distinct = new Map(findings.map((finding) => [`${finding.id} ${finding.subject}`, finding]));
  return [...distinct.values()].map((finding) => ({
    finding,
    owners: ownersOf(finding, facts),
    hosts: facts.hosts.filter((host) => isAbout(finding, host)).map(({ host, port }) => `${host}:${port}`),
    servers: serversOf(finding, facts),
  }));
}

function ownersOf({ subject }: Finding, { domains }: DiagnosisFacts): readonly string[] {
  return domains
    .filter(({ domain, owner }) => {
      const name = withoutTrailingDot(owner);
      return subject === domain || subject === name || subject.startsWith(`${name} `);
    })
    .map(({ owner }) => owner);
}

/** The subject is the host, one of its endpoints, or a record that publishes it. */
function isAbout({ subject }: Finding, { host, port, facts }: PublishedHost): boolean {
  return (
    subject === `${host}:${port}` ||
    subject.endsWith(` ${port} ${host}`) ||
    facts.endpoints.some((endpoint) => formatEndpoint(endpoint) === subject)
  );
}

function serversOf({ id, subject }: Finding, { domains }: DiagnosisFacts): readonly string[] {
  if (id === "dns-split-horizon") {
    return domains
      .filter(({ owner }) => withoutTrailingDot(owner) === subject)
      .flatMap(({ views }) => views.map(({ answer }) => answer.server));
  }
  if (id !== "zone-primary-unreachable") return [subject];
  return domains.flatMap(({ zone }) => {
    const apex = zone?.zone ?? null;
    return zone !== null && apex !== null && withoutTrailingDot(apex) === subject ? zone.primaryServers : [];
  });
}
