// The update-policy oracle: how does the primary of a zone treat dynamic updates? Nothing is changed to find out.
import type { UpdatePolicyFacts } from "../core/checks/update-policy-facts.ts";
import { RCODE, rcodeName } from "../core/dns/rcode.ts";
import type { OwnerName } from "../core/dns/owner-name.ts";
import type { SrvRecord } from "../core/dns/record.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { AskedServer } from "./ask-server.ts";
import { findZone, type ZoneSearch } from "./find-zone.ts";
import type { AskDnsOptions } from "./ports.ts";
import type { UpdateSigner } from "./publish/publish-ports.ts";
import { resolveHost } from "./resolve-host.ts";
import type { ServerEndpointContext } from "./server-endpoints.ts";
import { usualRecord } from "./usual-record.ts";
import type { UpdatePolicyPorts } from "./update-policy-ports.ts";
import {
  findPrimaryCandidates,
  type CandidateOrigin,
  type PrimaryCandidate,
  type PrimarySearch,
} from "./update-policy-primary.ts";
import { probeUpdatePolicy, type ProbedServer } from "./update-policy-probe.ts";
import { lookAtZone, type ZoneSight } from "./update-policy-sight.ts";

export type UpdatePolicyInput = {
  readonly zone: OwnerName;
  /** In the order of findPrimaryCandidates. */
  readonly candidates: readonly PrimaryCandidate[];
  /** What led to the candidates. */
  readonly evidence: readonly string[];
  /** The record whose publication is in question. */
  readonly wanted: SrvRecord;
  /** The key or ticket to be tried, null for none. */
  readonly signer: UpdateSigner | null;
  readonly options: Pick<AskDnsOptions, "timeoutMs" | "retries">;
};

export type UpdatePolicyQuestion = {
  /** A zone, or any name in it; an owner `_vlmcs._tcp.<domain>` is itself the usual record's. */
  readonly name: OwnerName;
  readonly servers: readonly Endpoint[];
  /** Where the operator names it; then nobody else is asked. */
  readonly primary: Endpoint | null;
  /** Port at which servers learnt from DNS are asked. */
  readonly port: number;
  readonly families: readonly (4 | 6)[];
  /** Null: the usual record of the name or its zone. */
  readonly wanted: SrvRecord | null;
  /** The key or ticket to be tried, null for none. */
  readonly signer: UpdateSigner | null;
  readonly options: AskDnsOptions;
};

/** Finds the zone and its primary first. Never throws for what the network does. */
export async function findUpdatePolicy(
  question: UpdatePolicyQuestion,
  ports: UpdatePolicyPorts,
  signal: AbortSignal,
): Promise<UpdatePolicyFacts> {
  const { name, options, families, port, primary, wanted, signer } = question;
  const { askDns: ask, timestamp } = ports;
  const servers = primary === null ? question.servers : [primary];
  const asking = { ...options, recursionDesired: primary === null && options.recursionDesired };
  const resolving = {
    ask,
    options: asking,
    timestamp,
    servers: servers.map(asGiven),
    observe: () => undefined,
  };
  const lookUp = (host: OwnerName) => resolveHost(host, resolving, signal);
  const context = { ask, servers, options: asking, timestamp, lookUp, families, port };
  const search = await findZone(name, context, signal);
  if (primary === null)
    return updatePolicyOfZone(
      search,
      { name, servers, port, families, wanted, signer, options, lookUp },
      ports,
      signal,
    );
  const zone = search.zone?.apex ?? name;
  const found: PrimarySearch = {
    candidates: [{ endpoint: primary, origin: "named" }],
    evidence: search.evidence,
  };
  return examineUpdatePolicy(
    { zone, wanted: wanted ?? usualRecord(zone, name), signer, options, ...found },
    ports,
    signal,
  );
}

/** The same where the zone was searched for already. */
export async function updatePolicyOfZone(
  search: ZoneSearch,
  question: Omit<UpdatePolicyQuestion, "primary"> & Pick<ServerEndpointContext, "lookUp">,
  ports: UpdatePolicyPorts,
  signal: AbortSignal,
): Promise<UpdatePolicyFacts> {
  const { name, wanted, signer, options } = question;
  const found = await findPrimaryCandidates(search, { ...question, ask: ports.askDns }, signal);
  const zone = search.zone?.apex ?? name;
  return examineUpdatePolicy(
    { zone, wanted: wanted ?? usualRecord(zone, name), signer, options, ...found },
    ports,
    signal,
  );
}

function asGiven(endpoint: Endpoint): AskedServer {
  return { endpoint, role: "given" };
}

/**
 * Takes the word of the first candidate that has one. Where the SOA's primary is silent, the refusal of a secondary says
 * nothing: then only an acceptance counts (it forwards updates), else the policy is unknown.
 */
export async function examineUpdatePolicy(
  input: UpdatePolicyInput,
  ports: UpdatePolicyPorts,
  signal: AbortSignal,
): Promise<UpdatePolicyFacts> {
  const evidence = [...input.evidence];
  let primarySilent = false;
  let fallback: UpdatePolicyFacts | undefined;
  for (const { endpoint, origin } of input.candidates) {
    if (signal.aborted) break;
    const task = { ...input, server: endpoint };
    const before = await lookAtZone(task, ports, signal);
    evidence.push(...before.evidence);
    if (origin === "mname" && !before.answered) primarySilent = true;
    if (!isWorthProbing(origin, before)) continue;
    const answersForZone = origin === "last-word" || before.rcode === RCODE.NOERROR;
    const probed = await probeUpdatePolicy({ ...task, before, answersForZone }, ports, signal);
    evidence.push(...probed.evidence);
    const facts = factsOf(input, endpoint, before, probed, evidence);
    if (facts.policy === "open" || facts.policy === "tsig") return facts;
    if (isStandIn(origin, primarySilent)) continue;
    if (facts.policy !== "unknown") return facts;
    if (origin === "mname") primarySilent = true;
    fallback ??= facts;
  }
  return conclude(input, fallback, evidence, signal);
}

/** After silence of the primary, the others can only stand in for it. */
function isStandIn(origin: CandidateOrigin, primarySilent: boolean): boolean {
  return primarySilent && origin !== "mname";
}

/** Servers that do not answer for the zone from their own data are probed only where nobody else can be meant. */
function isWorthProbing(origin: CandidateOrigin, before: ZoneSight): boolean {
  if (!before.answered) return false;
  return before.authoritative || origin === "last-word" || origin === "named";
}

function factsOf(
  { zone }: UpdatePolicyInput,
  endpoint: Endpoint,
  before: ZoneSight,
  probed: ProbedServer,
  evidence: readonly string[],
): UpdatePolicyFacts {
  const { verdict, keyVerdict, rcode, activeDirectory, serialAfter, alarm } = probed;
  return {
    zone,
    primary: formatEndpoint(endpoint),
    policy: verdict.policy,
    rcode: rcode === null ? null : rcodeName(rcode),
    keyMightHelp: verdict.keyMightHelp,
    keyVerdict,
    activeDirectory,
    evidence: [...evidence],
    serialBefore: before.soa?.serial ?? null,
    serialAfter,
    alarm,
  };
}

function conclude(
  { zone, candidates }: UpdatePolicyInput,
  fallback: UpdatePolicyFacts | undefined,
  evidence: readonly string[],
  signal: AbortSignal,
): UpdatePolicyFacts {
  const why = signal.aborted
    ? "interrupted before it could be told"
    : candidates.length === 0
      ? "no server could be found that might be the primary"
      : "no server whose answer tells was reached; name the primary with --primary ADDR[:PORT]";
  const named = candidates.find((candidate) => candidate.origin === "named");
  const nothing: UpdatePolicyFacts = {
    zone,
    primary: named === undefined ? null : formatEndpoint(named.endpoint),
    policy: "unknown",
    rcode: null,
    keyMightHelp: false,
    keyVerdict: null,
    activeDirectory: false,
    evidence: [],
    serialBefore: null,
    serialAfter: null,
    alarm: null,
  };
  return { ...(fallback ?? nothing), evidence: [...evidence, why] };
}
