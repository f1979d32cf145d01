// What a diagnosis saw that speaks for or against a cause of an activation error: its findings, and signs of health.
import type { EvidenceKey, NetworkSign, SeenEvidence } from "../kms/error-codes/evidence-key.ts";
import { KMS_PORT } from "../kms/service.ts";
import { formatEndpoint } from "../net/endpoint.ts";
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { EndpointFacts } from "../run/observation.ts";
import type { DiagnosedDomain, DiagnosisFacts, PublishedHost } from "./diagnosis-facts.ts";
import type { Finding } from "./finding.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";

type Sign = readonly [NetworkSign, string];

/** `findings` are those that the same facts led to. Only what was seen is in the result; the rest is not known. */
export function seenEvidence(
  facts: DiagnosisFacts,
  policies: readonly UpdatePolicyFacts[],
  findings: readonly Finding[],
): SeenEvidence {
  return new Map<EvidenceKey, string>([
    ...sayFindings(findings),
    ...dnsSigns(facts.domains),
    ...hostSigns(facts),
    ...portSigns(facts.hosts, findings),
    ...policySigns(policies),
  ]);
}

/** Each id once: the first finding in full, the others counted. */
function sayFindings(findings: readonly Finding[]): readonly (readonly [EvidenceKey, string])[] {
  return [...Map.groupBy(findings, ({ id }) => id)].map(([id, [first, ...others]]) => {
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return [id, `${id} at ${first?.subject ?? ""}${more}`];
  });
}

function dnsSigns(domains: readonly DiagnosedDomain[]): readonly Sign[] {
  const [first] = domains;
  if (first === undefined) return [];
  const answers = domains.flatMap((domain) => domain.answers);
  const servers = [...new Set(answers.map(({ server }) => server))];
  const where = servers.length > 3 ? `${servers.length} servers` : servers.join(", ");
  const what =
    domains.length === 1
      ? `${withoutTrailingDot(first.owner)} has SRV records`
      : `all ${domains.length} domains have SRV records`;
  const signs: Sign[] = [];
  if (domains.every(hasRecords)) signs.push(["records-found", `${what} (${where})`]);
  if (answers.length > 0 && answers.every(({ presence }) => presence !== null))
    signs.push(["dns-answers", `every DNS server that was asked gave a usable answer (${where})`]);
  if (domains.every(hasRecords) && domains.every(doTargetsResolve))
    signs.push(["targets-resolve", "every published host has an address of its own"]);
  return signs;
}

/** Every server that could tell has them. */
function hasRecords({ answers }: DiagnosedDomain): boolean {
  const told = answers.filter(({ presence }) => presence !== null);
  return told.length > 0 && told.every(({ presence }) => presence === "found");
}

function doTargetsResolve({ records, lookups }: DiagnosedDomain): boolean {
  return records.every(({ target }) => {
    const lookup = lookups.get(target);
    return lookup?.status === "found" && lookup.aliases.length === 0;
  });
}

function hostSigns({ domains, hosts }: DiagnosisFacts): readonly Sign[] {
  const signs: Sign[] = [];
  const answering = hosts.filter(({ facts }) => facts.endpoints.some(answersAsKms));
  const isComplete = hosts.length > 0 && domains.every((domain) => hasRecords(domain) && isAllTried(domain));
  if (isComplete && hosts.every(isHealthy)) {
    const names = hosts.length > 3 ? `all ${hosts.length} published hosts` : hosts.map(sayHost).join(", ");
    signs.push(["hosts-answer", `${names} answered as KMS at every address, seen from this machine`]);
  }
  if (answering.length > 1)
    signs.push(["several-hosts-answer", `${answering.length} published hosts answer as KMS`]);
  return signs;
}

/** Records that name no host that could be tried are not healthy. */
function isAllTried({ records }: DiagnosedDomain): boolean {
  return records.every(({ target, port }) => target !== "." && port !== 0);
}

function isHealthy({ facts }: PublishedHost): boolean {
  return facts.endpoints.length > 0 && facts.endpoints.every(answersAsKms);
}

function answersAsKms({ state, rpc }: EndpointFacts): boolean {
  return state === "open" && rpc.verdict === "kms";
}

function sayHost({ host, port }: PublishedHost): string {
  return `${host}:${port}`;
}

function portSigns(hosts: readonly PublishedHost[], findings: readonly Finding[]): readonly Sign[] {
  const refused = findings.find(
    ({ id, subject }) => id === "port-refused" && !subject.endsWith(`:${KMS_PORT}`),
  );
  const silent = new Set(findings.filter(({ id }) => id === "port-filtered").map(({ subject }) => subject));
  const endpoints = hosts
    .flatMap(({ facts }) => facts.endpoints)
    .filter((endpoint) => silent.has(formatEndpoint(endpoint)));
  const up = endpoints.find(({ host }) => host?.state === "up");
  const absent = endpoints.find(({ host }) => host?.state === "absent");
  return [
    ...(refused === undefined ? [] : [["odd-port-refused", `the port is not ${KMS_PORT}`] as const]),
    ...silentSign("silent-port-host-up", up),
    ...silentSign("silent-port-host-absent", absent),
  ];
}

function silentSign(sign: NetworkSign, endpoint: EndpointFacts | undefined): readonly Sign[] {
  return endpoint === undefined
    ? []
    : [[sign, `${formatEndpoint(endpoint)} is silent: ${endpoint.host?.evidence ?? ""}`]];
}

const TAKES_UPDATES: readonly UpdatePolicyFacts["policy"][] = ["open", "tsig", "gss-tsig", "signed"];

function policySigns(policies: readonly UpdatePolicyFacts[]): readonly Sign[] {
  const unable = policies.find(({ policy, keyMightHelp }) => policy === "disabled" && !keyMightHelp);
  if (unable !== undefined) {
    const zone = withoutTrailingDot(unable.zone);
    return [["updates-not-implemented", `no key would let ${zone} take updates (${unable.rcode ?? ""})`]];
  }
  if (policies.length === 0 || !policies.every(({ policy }) => TAKES_UPDATES.includes(policy))) return [];
  const said = policies.slice(0, 3).map(({ zone, policy }) => `${withoutTrailingDot(zone)} ${policy}`);
  return [["updates-taken", `the zone takes updates (${said.join(", ")})`]];
}
