// The use case `diagnose`: everything between a client and its KMS host, and the findings that hold, one for each cause.
import { forEachConcurrent } from "../core/async/for-each-concurrent.ts";
import { withoutExplained } from "../core/checks/causality.ts";
import {
  DIAGNOSED_DOMAIN_RULES,
  DIAGNOSIS_RULES,
  DOMAIN_RULES,
  HOST_RULES,
  POLICY_RULES,
} from "../core/checks/catalogue.ts";
import { SERVER_RULES } from "../core/checks/dns-server.ts";
import type { DiagnosedDomain, DiagnosisFacts, PublishedHost } from "../core/checks/diagnosis-facts.ts";
import type { Finding } from "../core/checks/finding.ts";
import { judge } from "../core/checks/rule.ts";
import { seenEvidence } from "../core/checks/seen-evidence.ts";
import { suffixNone, suffixNotCovered } from "../core/checks/suffixes.ts";
import type { UpdatePolicyFacts } from "../core/checks/update-policy-facts.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import type { RunEvent } from "../core/run/event.ts";
import type { ServerTally } from "../core/run/observation.ts";
import type { AskedServer } from "./ask-server.ts";
import { createAdaptiveGate } from "./adaptive-gate.ts";
import { diagnoseDomain, type DiagnoseDomainContext, type ExaminedDomain } from "./diagnose-domain.ts";
import { tieFindings } from "./diagnose-ties.ts";
import type { DiscoverInput } from "./discover.ts";
import { createDiscoverContext } from "./discover-context.ts";
import type { ProbeEndpoint, ProbeEndpointOptions, ReadNeighbour } from "./ports.ts";
import { probeTarget } from "./probe-target.ts";
import { createProgressCounter } from "./progress-counter.ts";
import { runEvents, type EventEmitter } from "./run-events.ts";
import type { AskSecondOpinion } from "./second-opinion-port.ts";
import type { UpdatePolicyPorts } from "./update-policy-ports.ts";
import { tellSymptom, type Symptom } from "./tell-symptom.ts";
import { tellTexts, type Paste } from "./tell-texts.ts";
import { updatePolicyOfZone } from "./update-policy.ts";
import type { ZoneSearch } from "./find-zone.ts";
import { updatePolicyReport } from "./update-policy-report.ts";

export type DiagnoseInput = DiscoverInput & {
  readonly nameServerPort: number;
  readonly connect: ProbeEndpointOptions;
  readonly retries: number;
  /** Connects under way at once. */
  readonly connects: number;
  readonly expected: DiagnosisFacts["expected"];
  /** Whether the primaries are asked how they treat dynamic updates; their logs show it. */
  readonly probesUpdates: boolean;
  /** What Windows showed: its causes are ranked by what was seen. */
  readonly symptom?: Symptom | undefined;
  /** What Windows printed: it is joined with what is seen. */
  readonly paste?: Paste | undefined;
  /** What the rules of the hosts' firewalls explain, and what is wrong with them. */
  readonly joinRules?: JoinRules | undefined;
};

/** Adds to the findings; rules are only loaded where a dump was given. */
export type JoinRules = (findings: readonly Finding[], hosts: readonly PublishedHost[]) => readonly Finding[];

export type DiagnosePorts = UpdatePolicyPorts & {
  /** Lets others have their turn: judging thousands of hosts takes a while. */
  readonly breathe?: () => Promise<void>;
  readonly secondOpinion?: AskSecondOpinion;
  readonly probeEndpoint: ProbeEndpoint;
  readonly readNeighbour: ReadNeighbour;
};

export function diagnose(
  input: DiagnoseInput,
  ports: DiagnosePorts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  return runEvents(input.info, ports, signal, (events, runSignal) =>
    diagnoseAll(input, ports, events, runSignal),
  );
}

async function diagnoseAll(
  input: DiagnoseInput,
  ports: DiagnosePorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<void> {
  if (input.paste !== undefined) await tellTexts(input.paste.reading, events);
  const shared = createDiscoverContext(input, ports, signal);
  const context: DiagnoseDomainContext = {
    ...shared,
    port: input.nameServerPort,
    families: input.families,
    randomLabel: () => `kms-doctor-${Math.floor(ports.random() * 36 ** 8).toString(36)}`,
  };
  const domains: ExaminedDomain[] = [];
  const progress = createProgressCounter("domains", input.total, events.emit);
  await forEachConcurrent(
    input.domains,
    input.concurrency,
    async (domain) => {
      domains[domain.index] = await diagnoseDomain(domain, context, events, signal);
      progress.count();
      await events.room();
    },
    signal,
  );
  const examined = domains.flat();
  const known = examined.map(({ domain }) => domain);
  if (input.suffixSources !== null) {
    const suffixes = known.map(({ domain }) => domain);
    events.emit({
      type: "probe-finished",
      probe: { kind: "suffixes" },
      result: { kind: "suffixes", suffixes },
    });
  }
  const hosts = await probeHosts(known, context, input, ports, events, signal);
  const policies = await examineZones(examined, context, input, ports, events, signal);
  // What an interrupted run saw is too little to judge by.
  if (signal.aborted) return tellSymptom(input.symptom, new Map(), [], events);
  const facts = { domains: known, hosts, expected: input.expected };
  const findings = await findingsOf(facts, context.tallies.all(), policies, input, ports);
  if (signal.aborted) return tellSymptom(input.symptom, new Map(), [], events);
  for (const finding of findings) events.emit({ type: "finding-raised", finding });
  const seen = new Map([...seenEvidence(facts, policies, findings), ...(input.paste?.signs(known) ?? [])]);
  tellSymptom(input.symptom, seen, findings, events);
}

/** Every published host once, whatever number of domains publish it. */
async function probeHosts(
  domains: readonly DiagnosedDomain[],
  context: DiagnoseDomainContext,
  input: DiagnoseInput,
  ports: DiagnosePorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<readonly PublishedHost[]> {
  const published = new Map<
    string,
    { readonly name: OwnerName; readonly port: number; readonly domains: string[] }
  >();
  for (const { domain, records } of domains) {
    for (const { target, port } of records) {
      if (target === "." || port === 0) continue;
      const key = `${withoutTrailingDot(target)}:${port}`;
      const entry = published.get(key) ?? { name: target, port, domains: [] };
      entry.domains.push(domain);
      published.set(key, entry);
    }
  }
  const probing = {
    probe: ports.probeEndpoint,
    options: input.connect,
    retries: input.retries,
    gate: createAdaptiveGate(input.connects),
    timestamp: ports.timestamp,
    families: input.families,
    lookUp: context.lookUp,
    readNeighbour: ports.readNeighbour,
  };
  const hosts: PublishedHost[] = [];
  await forEachConcurrent(
    [...published],
    input.connects,
    async ([target, { name, port, domains: of }], index) => {
      const facts = await probeTarget(
        { index, target, host: { name }, port, isBlockMember: false },
        probing,
        events,
        signal,
      );
      hosts[index] = { host: withoutTrailingDot(name), port, domains: of, facts };
      await events.room();
    },
    signal,
  );
  return hosts.flat();
}

/** Each zone once: its servers, and how its primary treats updates. */
async function examineZones(
  domains: readonly ExaminedDomain[],
  context: DiagnoseDomainContext,
  input: DiagnoseInput,
  ports: DiagnosePorts,
  events: EventEmitter,
  signal: AbortSignal,
): Promise<readonly UpdatePolicyFacts[]> {
  const zones = new Map<OwnerName, ExaminedDomain>();
  for (const examined of domains) {
    const apex = examined.domain.zone?.zone ?? null;
    if (apex !== null && !zones.has(apex)) zones.set(apex, examined);
  }
  const policies: UpdatePolicyFacts[] = [];
  await forEachConcurrent(
    [...zones],
    input.concurrency,
    async ([apex, { domain, search }], index) => {
      const isProbed = input.probesUpdates && search !== null;
      const policy = isProbed ? await findPolicy(domain.owner, search, context, input, ports, signal) : null;
      if (policy !== null) policies.push(policy);
      const mname = domain.zone?.mname ?? null;
      const probe = { kind: "zone", index, zone: withoutTrailingDot(apex) } as const;
      const report = {
        zone: withoutTrailingDot(apex),
        primary: mname === null ? null : withoutTrailingDot(mname),
        nameServers: domain.answers.filter(({ role }) => role === "name-server").map(({ server }) => server),
        updatePolicy: policy === null ? null : updatePolicyReport(policy),
      };
      events.emit({ type: "probe-finished", probe, result: { kind: "zone", report } });
    },
    signal,
  );
  return policies;
}

/** `name`: the owner of the first domain in the zone, so that the record is judged which clients ask for. */
function findPolicy(
  name: OwnerName,
  search: ZoneSearch,
  { lookUp, ask: askDns }: DiagnoseDomainContext,
  input: DiagnoseInput,
  ports: DiagnosePorts,
  signal: AbortSignal,
): Promise<UpdatePolicyFacts> {
  const servers = input.servers.map(({ endpoint }: AskedServer) => endpoint);
  const { families, ask: options, nameServerPort: port } = input;
  const question = { name, servers, port, families, wanted: null, signer: null, options, lookUp };
  return updatePolicyOfZone(search, question, { ...ports, askDns }, signal);
}

/** Domains or hosts that are judged in one go. */
const JUDGED_AT_ONCE = 50;

async function judgeEach<Facts>(
  all: readonly Facts[],
  judgeOne: (facts: Facts) => readonly Finding[],
  breathe: DiagnosePorts["breathe"],
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const [index, facts] of all.entries()) {
    findings.push(...judgeOne(facts));
    if (index % JUDGED_AT_ONCE === JUDGED_AT_ONCE - 1) await breathe?.();
  }
  return findings;
}

async function findingsOf(
  facts: DiagnosisFacts,
  tallies: readonly ServerTally[],
  policies: readonly UpdatePolicyFacts[],
  input: DiagnoseInput,
  { breathe }: DiagnosePorts,
): Promise<readonly Finding[]> {
  const { suffixSources: sources } = input;
  const suffixes = {
    suffixes: facts.domains.map(({ domain }) => domain),
    sources: sources ?? [],
    domains: facts.domains,
  };
  const raised = [
    ...(await judgeEach(
      facts.domains,
      (domain) => [...judge(DOMAIN_RULES, domain), ...judge(DIAGNOSED_DOMAIN_RULES, domain)],
      breathe,
    )),
    ...(await judgeEach(facts.hosts, (host) => judge(HOST_RULES, host.facts), breathe)),
    ...judge(DIAGNOSIS_RULES, facts),
    ...tallies.flatMap((tally) => judge(SERVER_RULES, tally)),
    ...policies.flatMap((policy) => judge(POLICY_RULES, policy)),
    ...(sources === null ? [] : judge([suffixNone, suffixNotCovered], suffixes)),
  ];
  const joined = input.joinRules?.(raised, facts.hosts) ?? raised;
  const pasted = input.paste?.judge(facts.domains) ?? [];
  return withoutExplained([...tieFindings(joined, facts), ...pasted]);
}
