// Makes the zones of a scenario, once the hosts listen and their ports are known.
import { InvariantError } from "../core/errors.ts";
import { type OwnerName, parseOwnerName } from "../core/dns/owner-name.ts";
import type { SoaRecord } from "../core/dns/record.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { Result } from "../core/result.ts";
import { createZone, type ZoneRecord } from "./dns/zone.ts";
import type { Scenario, ScenarioRecord, ScenarioZone } from "./scenario.ts";
import { absoluteName } from "./scenario-names.ts";
import type { NamedZone } from "./zone-store.ts";

/** Where the lab's hosts listen, by their names in the scenario. */
export type HostEndpoints = ReadonlyMap<string, Endpoint>;

const DEFAULT_TTL_SECONDS = 3600;
const DEFAULT_ADDRESS = "127.0.0.1";

/** The scenario must have passed checkReferences. */
export function buildZones(scenario: Scenario, hosts: HostEndpoints): readonly NamedZone[] {
  return Object.entries(scenario.zones).map(([id, zone]) => {
    const apex = must(parseOwnerName(zone.apex ?? id));
    const nameServers = zone.nameServers ?? authoritativeServers(scenario, id);
    const written = (zone.records ?? []).map((record) => toRecord(record, apex, hosts));
    const given = nameServerRecords(scenario, apex, nameServers);
    return { id, zone: createZone(soaRecord(zone, apex, nameServers), [...given, ...written]) };
  });
}

function authoritativeServers(scenario: Scenario, zoneId: string): readonly string[] {
  return scenario.servers
    .filter((server) => server.role !== "resolver" && (server.zones ?? [zoneId]).includes(zoneId))
    .map((server) => server.name);
}

function soaRecord(zone: ScenarioZone, apex: OwnerName, nameServers: readonly string[]): SoaRecord {
  const soa = zone.soa ?? {};
  return {
    type: "SOA",
    owner: apex,
    ttlSeconds: soa.ttl ?? DEFAULT_TTL_SECONDS,
    mname: must(absoluteName(soa.mname ?? nameServers[0] ?? "ns1", apex)),
    rname: must(absoluteName(soa.rname ?? "hostmaster", apex)),
    serial: soa.serial ?? 1,
    refresh: soa.refresh ?? 3_600,
    retry: soa.retry ?? 600,
    expire: soa.expire ?? 604_800,
    minimum: soa.minimum ?? 300,
  };
}

function nameServerRecords(scenario: Scenario, apex: OwnerName, names: readonly string[]): ZoneRecord[] {
  return names.flatMap((name): ZoneRecord[] => {
    const target = must(absoluteName(name, apex));
    const address = scenario.servers.find((server) => server.name === name)?.address ?? DEFAULT_ADDRESS;
    const head = { ttlSeconds: DEFAULT_TTL_SECONDS };
    return [
      { ...head, type: "NS", owner: apex, target },
      { ...head, type: address.includes(":") ? "AAAA" : "A", owner: target, address },
    ];
  });
}

function toRecord(record: ScenarioRecord, apex: OwnerName, hosts: HostEndpoints): ZoneRecord {
  const head = {
    owner: must(absoluteName(record.owner, apex)),
    ttlSeconds: record.ttl ?? DEFAULT_TTL_SECONDS,
  };
  switch (record.type) {
    case "SRV":
      return {
        ...head,
        type: "SRV",
        priority: record.priority ?? 0,
        weight: record.weight ?? 0,
        port: typeof record.port === "number" ? record.port : endpointOf(hosts, record.host).port,
        target: must(absoluteName(record.target ?? record.host ?? ".", apex)),
      };
    case "A":
      return { ...head, type: "A", address: record.address ?? endpointOf(hosts, record.host).address };
    case "AAAA":
      return { ...head, type: "AAAA", address: record.address };
    case "CNAME":
    case "NS":
      return { ...head, type: record.type, target: must(absoluteName(record.target, apex)) };
  }
}

function endpointOf(hosts: HostEndpoints, name: string | undefined): Endpoint {
  const endpoint = hosts.get(name ?? "");
  if (endpoint === undefined) throw new InvariantError(`the lab has no host '${name ?? ""}'`);
  return endpoint;
}

function must<T>(result: Result<T, string>): T {
  if (!result.ok) throw new InvariantError(result.error);
  return result.value;
}
