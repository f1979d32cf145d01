// Runs for the screens, as the events of which they are made: a healthy network, and what goes wrong in one.
import type { Finding } from "../../src/core/checks/finding.ts";
import type { OwnerName } from "../../src/core/dns/owner-name.ts";
import type { RunEvent } from "../../src/core/run/event.ts";
import type { EndpointFacts, LookupStatus, ServerAnswer } from "../../src/core/run/observation.ts";
import type { UpdatePolicyReport } from "../../src/core/run/zone-report.ts";
import { createRunRecorder } from "../../src/ui/store/run-recorder.ts";
import type { RunView } from "../../src/ui/store/run-view.ts";
import { answer, AT, endpoint, nothing, srv } from "./facts.ts";

/** When the sample runs begin; a run takes a second. */
export const RUN_AT_MS = Date.parse(AT);
export const RUN_MS = 1000;

export type SampleHost = {
  readonly name: string;
  readonly priority?: number;
  readonly weight?: number;
  readonly port?: number;
  readonly lookup?: LookupStatus;
  readonly endpoints: readonly Partial<EndpointFacts>[];
  /** The last target may be still under way. */
  readonly isPending?: boolean;
};

export type SampleNetwork = {
  readonly domain: string;
  readonly servers: readonly Partial<ServerAnswer>[];
  readonly hosts: readonly SampleHost[];
  readonly policy: Partial<UpdatePolicyReport> | null;
  readonly findings: readonly Finding[];
  readonly suffixes: readonly string[];
};

export const HEALTHY: SampleNetwork = {
  domain: "corp.example",
  suffixes: ["corp.example"],
  servers: [
    { server: "10.20.0.53:53", role: "configured", authoritative: false, rttMs: 1.24 },
    { server: "10.20.0.54:53", role: "configured", authoritative: false, rttMs: 2.5 },
    { server: "10.20.1.1:53", role: "name-server", rttMs: 0.8 },
  ],
  hosts: [
    {
      name: "kms1.corp.example",
      weight: 10,
      endpoints: [
        { address: "10.20.3.11", connectMs: 0.72 },
        { address: "fd00:20:3::11", connectMs: 0.9 },
      ],
    },
    {
      name: "kms2.corp.example",
      priority: 10,
      weight: 10,
      endpoints: [{ address: "10.20.3.12", connectMs: 1.31 }],
    },
  ],
  policy: { policy: "gss-tsig", rcode: "REFUSED", evidence: ["10.20.1.1:53 wants a Kerberos ticket"] },
  findings: [],
};

export const SRV_MISSING: Finding = {
  id: "srv-missing",
  severity: "error",
  subject: "_vlmcs._tcp.corp.example",
  title: "No KMS host is published for corp.example",
  detail:
    "Clients with the DNS suffix corp.example ask for _vlmcs._tcp.corp.example and find nothing: the name does not exist.",
  evidence: [
    "10.20.0.53:53 answered NXDOMAIN (udp, 1.2 ms) at 2026-11-24T12:00:00.012Z",
    "10.20.1.1:53 answered NXDOMAIN (udp, authoritative, 0.8 ms) at 2026-11-24T12:00:00.014Z",
  ],
  remedy: [
    "If a KMS host exists, let it publish: on the host run 'slmgr /sdns', then 'net stop sppsvc' and 'net start sppsvc'.",
    "Or publish it for the host, with its name in place of KMS-HOST: kms-doctor publish --domain corp.example --host KMS-HOST.corp.example",
    "Or write it by hand. In the zone: _vlmcs._tcp.corp.example. 3600 IN SRV 0 0 1688 <kms-host>.corp.example.",
    "For a client that must not wait, with the host's name in place of KMS-HOST: slmgr /skms KMS-HOST.corp.example:1688",
  ],
};

export const UPDATE_DISABLED: Finding = {
  id: "update-disabled",
  severity: "info",
  subject: "corp.example",
  title: "corp.example takes no unsigned dynamic updates",
  detail:
    "10.20.1.1:53 answers NOTIMP: KMS hosts can't publish themselves there, and records must be written by hand.",
  evidence: ["10.20.1.1:53 answered NOTIMP (udp) to an update without changes at 2026-11-24T12:00:00.030Z"],
  remedy: [
    "On the machine that has the zone file: kms-doctor zone-file FILE --domain corp.example --host KMS-HOST.corp.example",
    "For another DNS product, one of 'kms-doctor generate --list': kms-doctor generate --product PRODUCT --domain corp.example --host KMS-HOST.corp.example",
  ],
};

export const STALE_HOST: Finding = {
  id: "srv-stale-host",
  severity: "error",
  subject: "kms2.corp.example:1688",
  title: "kms2.corp.example is published and does not answer",
  detail: "Clients that choose it wait for the connection to fail before they try the next.",
  evidence: ["10.20.3.12:1688 refused the connection (ECONNREFUSED) at 2026-11-24T12:00:00.040Z"],
  remedy: [
    "If the host is gone for good, take its record away: kms-doctor unpublish --domain corp.example --host kms2.corp.example --priority 10 --weight 10",
    "If it should be there, start its service: net start sppsvc",
  ],
};

const NO_NAME = nothing("nxdomain");

export const MISSING_RECORD: SampleNetwork = {
  ...HEALTHY,
  servers: HEALTHY.servers.map((server) => ({
    ...NO_NAME,
    ...server,
    records: [],
    presence: "nxdomain",
    rcode: "NXDOMAIN",
  })),
  hosts: [],
  policy: {
    policy: "disabled",
    rcode: "NOTIMP",
    evidence: ["the server does not implement dynamic updates"],
  },
  findings: [SRV_MISSING, UPDATE_DISABLED],
};

export const ONE_HOST_DOWN: SampleNetwork = {
  ...HEALTHY,
  hosts: HEALTHY.hosts.map((host) =>
    host.name === "kms2.corp.example"
      ? { ...host, endpoints: [{ address: "10.20.3.12", state: "refused", code: "ECONNREFUSED" }] }
      : host,
  ),
  findings: [STALE_HOST],
};

/** A resolver that is silent, a host whose silence is not explained, a zone whose primary tells nothing. */
export const NOT_DETERMINED: SampleNetwork = {
  ...HEALTHY,
  servers: HEALTHY.servers.map((server) =>
    server.role === "configured"
      ? {
          ...server,
          status: "timeout",
          presence: null,
          rcode: null,
          transport: null,
          rttMs: null,
          records: [],
        }
      : server,
  ),
  hosts: HEALTHY.hosts.map((host) => ({
    ...host,
    endpoints: host.endpoints.map(({ address = "" }) => ({
      address,
      state: "filtered",
      host: { state: "unknown", evidence: "nothing answered" },
    })),
  })),
  policy: null,
};

/** The events of a whole run over one domain. */
export function eventsOf(network: SampleNetwork, partial = false): readonly RunEvent[] {
  const { domain, suffixes, policy, findings } = network;
  return [
    {
      type: "run-started",
      schema: 1,
      tool: "kms-doctor",
      version: "0.1.0",
      command: "diagnose",
      startedAt: AT,
    },
    {
      type: "probe-finished",
      probe: { kind: "suffixes" },
      result: { kind: "suffixes", suffixes },
    },
    { type: "progress", unit: "domains", done: 0, total: 1 },
    ...domainEvents(network),
    { type: "progress", unit: "domains", done: 1, total: 1 },
    ...network.hosts.flatMap((host, index) => hostEvents(host, index)),
    {
      type: "probe-finished",
      probe: { kind: "zone", index: 0, zone: domain },
      result: {
        kind: "zone",
        report: {
          zone: domain,
          primary: `ns1.${domain}`,
          nameServers: ["10.20.1.1:53"],
          updatePolicy: policy === null ? null : policyOf(domain, policy),
        },
      },
    },
    ...findings.map((finding): RunEvent => ({ type: "finding-raised", finding })),
    { type: "run-finished", elapsedMs: RUN_MS, partial },
  ];
}

export function policyOf(zone: string, overrides: Partial<UpdatePolicyReport> = {}): UpdatePolicyReport {
  return {
    zone,
    primary: "10.20.1.1:53",
    policy: "disabled",
    rcode: "REFUSED",
    evidence: [],
    serialBefore: 2026112401,
    serialAfter: 2026112401,
    ...overrides,
  };
}

function domainEvents({ domain, servers, hosts }: SampleNetwork): readonly RunEvent[] {
  const owner = `_vlmcs._tcp.${domain}`;
  const probe = { kind: "domain", index: 0, domain, owner } as const;
  const records = hosts.map(({ name, priority = 0, weight = 0, port = 1688 }) =>
    srv("x", {
      owner: `${owner}.` as OwnerName,
      target: `${name}.` as OwnerName,
      priority,
      weight,
      port,
    }),
  );
  return [
    { type: "probe-started", probe },
    ...servers.map((server, serverIndex): RunEvent => {
      const told = answer({ records, ...server });
      return {
        type: "probe-finished",
        probe: { kind: "srv", index: 0, domain, owner, server: told.server, serverIndex },
        result: { kind: "srv", answer: told },
      };
    }),
    ...hosts.map(({ name, lookup = "found", endpoints }): RunEvent => ({
      type: "probe-finished",
      probe: { kind: "addresses", of: "domain", index: 0, name },
      result: {
        kind: "addresses",
        lookup: {
          name: `${name}.` as OwnerName,
          status: lookup,
          addresses: endpoints.map(({ address = "" }) => address),
          aliases: [],
          source: "10.20.0.53:53",
          at: AT,
        },
      },
    })),
    { type: "probe-finished", probe, result: { kind: "domain" } },
  ];
}

function hostEvents(host: SampleHost, index: number): readonly RunEvent[] {
  const { name, port = 1688, lookup = "found", endpoints, isPending = false } = host;
  const target = `${name}:${port}`;
  const probe = { kind: "target", index, target } as const;
  return [
    { type: "probe-started", probe },
    {
      type: "probe-finished",
      probe: { kind: "addresses", of: "target", index, name },
      result: {
        kind: "addresses",
        lookup: {
          name: `${name}.` as OwnerName,
          status: lookup,
          addresses: endpoints.map(({ address = "" }) => address),
          aliases: [],
          source: "10.20.0.53:53",
          at: AT,
        },
      },
    },
    ...endpoints.map((facts, addressIndex): RunEvent => {
      const whole = endpoint({ port, ...facts });
      return {
        type: "probe-finished",
        probe: { kind: "endpoint", index, target, addressIndex, address: whole.address, port },
        result: { kind: "endpoint", endpoint: whole },
      };
    }),
    ...(isPending ? [] : [{ type: "probe-finished", probe, result: { kind: "target" } } as const]),
  ];
}

/** What the screens see of events, as the interface itself makes it. */
export function viewOf(events: readonly RunEvent[], atMs = RUN_AT_MS): RunView {
  const recorder = createRunRecorder(atMs);
  for (const event of events) recorder.take(event);
  return recorder.view(atMs + RUN_MS);
}

/** A network of many hosts and findings: lists that are longer than any screen. */
export function manyHosts(count: number): SampleNetwork {
  const hosts = Array.from({ length: count }, (_, index): SampleHost => {
    const name = `kms-${String(index).padStart(4, "0")}.corp.example`;
    const address = `10.30.${index >> 8}.${index & 255}`;
    return index % 3 === 0
      ? { name, endpoints: [{ address, state: "filtered", code: "ETIMEDOUT" }] }
      : { name, endpoints: [{ address, connectMs: 1 + (index % 7) }] };
  });
  const findings = hosts
    .filter((_, index) => index % 3 === 0)
    .map(({ name }): Finding => ({ ...STALE_HOST, subject: `${name}:1688`, title: `${name} is silent` }));
  return { ...HEALTHY, hosts, findings };
}
