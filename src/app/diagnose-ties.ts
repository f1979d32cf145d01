// Says what each finding is about, so that causes can be told from effects: owners, published hosts and servers.
import type { TiedFinding } from "../core/checks/causality.ts";
import type { DiagnosisFacts } from "../core/checks/diagnosis-facts.ts";
import type { Finding } from "../core/checks/finding.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";

/** Equal findings (the same id about the same subject) become one. */
export function tieFindings(findings: readonly Finding[], facts: DiagnosisFacts): readonly TiedFinding[] {
  const distinct = new Map(findings.map((finding) => [`${finding.id} ${finding.subject}`, finding]));
  const owners = ownersBySubject(facts);
  const hosts = hostsBySubject(facts);
  return [...distinct.values()].map((finding) => ({
    finding,
    owners: [...(owners.get(finding.subject) ?? owners.get(firstWord(finding.subject)) ?? [])],
    hosts: [...(hosts.get(finding.subject) ?? hosts.get(publishedHost(finding.subject)) ?? [])],
    servers: serversOf(finding, facts),
  }));
}

type BySubject = ReadonlyMap<string, ReadonlySet<string>>;

/** A domain, its owner name, or a record at that name. */
function ownersBySubject({ domains }: DiagnosisFacts): BySubject {
  return bySubject(
    domains.flatMap(({ domain, owner }) => [
      [domain, owner],
      [withoutTrailingDot(owner), owner],
    ]),
  );
}

/** A host, or one of its endpoints. */
function hostsBySubject({ hosts }: DiagnosisFacts): BySubject {
  return bySubject(
    hosts.flatMap(({ host, port, facts }) => {
      const key = `${host}:${port}`;
      return [[key, key], ...facts.endpoints.map((endpoint) => [formatEndpoint(endpoint), key] as const)];
    }),
  );
}

function bySubject(entries: readonly (readonly [subject: string, key: string])[]): BySubject {
  const index = new Map<string, Set<string>>();
  for (const [subject, key] of entries) {
    const keys = index.get(subject) ?? new Set();
    index.set(subject, keys.add(key));
  }
  return index;
}

function firstWord(subject: string): string {
  return subject.split(" ", 1)[0] ?? "";
}

/** The subject of a record ends with its port and target: `… SRV 0 0 1688 kms1.corp.test`. */
function publishedHost(subject: string): string {
  const [host = "", port = ""] = subject.split(" ").toReversed();
  return `${host}:${port}`;
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
