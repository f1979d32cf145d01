// A running scenario: its hosts and DNS servers on loopback.
import type { Clock } from "../app/ports.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import { createAuthoritativeHandler } from "./dns/authoritative-handler.ts";
import type { DnsHandler } from "./dns/lab-message.ts";
import { createResolverHandler } from "./dns/resolver-handler.ts";
import { labKeyFile, readLabKey } from "./lab-key.ts";
import { withUpdates } from "./lab-updates.ts";
import { startDnsServers } from "./dns-servers.ts";
import { switchableFaults, type SwitchableFaults } from "./switchable-faults.ts";
import { type LabHost, startLabHost } from "./hosts/lab-host.ts";
import type { Scenario } from "./scenario.ts";
import { buildZones } from "./scenario-zones.ts";
import { createZoneStore, type ZoneStore } from "./zone-store.ts";

export type LabServer = {
  readonly name: string;
  readonly role: "authoritative" | "resolver";
  readonly endpoint: Endpoint;
  readonly faults: SwitchableFaults["faults"];
  readonly setFaults: SwitchableFaults["setFaults"];
  /** Ends the server; its port then refuses TCP and says nothing over UDP but 'port unreachable'. */
  readonly stop: () => Promise<void>;
};

export type Lab = {
  readonly scenario: Scenario;
  /** The TSIG key that its zones take updates from; null where none of them is `signed`. */
  readonly keyFile: string | null;
  /** The servers that clients of this network ask: its resolvers, or its authoritative servers where it has none. */
  readonly dnsServers: readonly Endpoint[];
  /** The port at which the name servers are, where they are learnt from NS records: what `--dns-port` needs. */
  readonly dnsPort: number;
  readonly servers: readonly LabServer[];
  readonly hosts: readonly LabHost[];
  readonly domains: readonly string[];
  readonly store: ZoneStore;
  /** Resolvers forget what they have cached. */
  readonly flushResolvers: () => void;
  /** Stops everything and frees all ports. May be called again. */
  readonly stop: () => Promise<void>;
};

export type LabDeps = {
  readonly clock: Clock;
  /** Told in one line when a server meets trouble that it survives, such as an octet stream that is no DNS. */
  readonly log?: (line: string) => void;
};

const DEFAULT_ADDRESS = "127.0.0.1";

type Stoppable = { readonly stop: () => Promise<void> };

/** Resolves once everything listens. Throws EnvironmentError, and leaves nothing running, when something can't. */
export async function startLab(scenario: Scenario, deps: LabDeps): Promise<Lab> {
  const started: Stoppable[] = [];
  try {
    return await start(scenario, deps, started);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function start(scenario: Scenario, deps: LabDeps, started: Stoppable[]): Promise<Lab> {
  const hosts = new Map<string, LabHost>();
  for (const { name, behaviour, address = DEFAULT_ADDRESS } of scenario.hosts) {
    const host = await startLabHost(name, behaviour, { address, port: 0 }, deps.clock);
    started.push(host);
    hosts.set(name, host);
  }
  const store = createZoneStore(buildZones(scenario, hosts));
  const takesSignatures = Object.values(scenario.zones).some(({ updates }) => updates === "signed");
  const key = takesSignatures ? await readLabKey() : null;
  const flushes: (() => void)[] = [];
  const switches: SwitchableFaults[] = [];
  const listening = await startDnsServers(
    scenario.servers.map(({ name, role, address = DEFAULT_ADDRESS, zones, faults = [] }) => {
      const atFirst = store.zones(zones);
      const known = () => (faults.includes("updates-not-replicated") ? atFirst : store.zones(zones));
      const healthy =
        role === "resolver"
          ? resolver(known, deps.clock, flushes)
          : withUpdates(createAuthoritativeHandler(known), scenario, store, {
              ids: zones,
              isIgnoring: faults.includes("updates-ignored"),
              keys: key === null ? [] : [key],
              clock: deps.clock,
            });
      const onTrouble = (error: Error): void => deps.log?.(`DNS server ${name}: ${error.message}`);
      const switchable = switchableFaults(healthy, faults);
      switches.push(switchable);
      return { address, handler: switchable.handler, onTrouble };
    }),
  );
  started.push(...listening);
  const servers = scenario.servers.flatMap(({ name, role = "authoritative" }, index): LabServer[] => {
    const [server, faults] = [listening[index], switches[index]];
    return server === undefined || faults === undefined
      ? []
      : [{ name, role, ...server, faults: faults.faults, setFaults: faults.setFaults }];
  });
  return {
    scenario,
    keyFile: key === null ? null : labKeyFile(),
    dnsServers: clientServers(servers),
    dnsPort: (servers.find(({ role }) => role === "authoritative") ?? servers[0])?.endpoint.port ?? 53,
    servers,
    hosts: [...hosts.values()],
    domains: scenario.domains,
    store,
    flushResolvers: () => {
      for (const flush of flushes) flush();
    },
    stop: () => stopAll(started),
  };
}

function resolver(
  zones: Parameters<typeof createResolverHandler>[0],
  clock: Clock,
  flushes: (() => void)[],
): DnsHandler {
  const { handler, flush } = createResolverHandler(zones, clock);
  flushes.push(flush);
  return handler;
}

function clientServers(servers: readonly LabServer[]): readonly Endpoint[] {
  const resolvers = servers.filter((server) => server.role === "resolver");
  return (resolvers.length > 0 ? resolvers : servers).map((server) => server.endpoint);
}

/** Each is stopped even where another fails to; the first failure is then thrown. */
async function stopAll(started: Stoppable[]): Promise<void> {
  const results = await Promise.allSettled(started.splice(0).map((each) => each.stop()));
  const failure = results.find((result) => result.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
