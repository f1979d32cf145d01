// What the schema can't say about a scenario: that names are names, that references lead somewhere, nothing twice.
import { isAtOrBelow, type OwnerName, parseOwnerName } from "../core/dns/owner-name.ts";
import { isAddress } from "../core/net/address.ts";
import { closestWord } from "../core/text/closest-word.ts";
import type { Scenario, ScenarioRecord, ScenarioZone } from "./scenario.ts";
import { absoluteName } from "./scenario-names.ts";

export type ProblemPath = readonly (string | number)[];
export type Problem = { readonly path: ProblemPath; readonly message: string; readonly hint?: string };

/** The first mistake in the order of the file's sections, or undefined. */
export function checkReferences(scenario: Scenario): Problem | undefined {
  return (
    checkDomains(scenario) ??
    checkNames(scenario) ??
    checkAddresses(scenario) ??
    firstOf(Object.entries(scenario.zones), ([id, zone]) => checkZone(scenario, id, zone)) ??
    firstOf([...scenario.servers.entries()], ([index, server]) =>
      firstOf([...(server.zones ?? []).entries()], ([position, id]) =>
        checkReference("zone", id, Object.keys(scenario.zones), ["servers", index, "zones", position]),
      ),
    )
  );
}

function checkDomains(scenario: Scenario): Problem | undefined {
  return firstOf([...scenario.domains.entries()], ([index, domain]) => checkName(domain, ["domains", index]));
}

function checkNames(scenario: Scenario): Problem | undefined {
  return (
    checkTwice(
      "host",
      scenario.hosts.map((host) => host.name),
      "hosts",
    ) ??
    checkTwice(
      "server",
      scenario.servers.map((server) => server.name),
      "servers",
    )
  );
}

/** The schema's pattern lets 127.0.0.999 pass. */
function checkAddresses({ hosts, servers }: Scenario): Problem | undefined {
  const check =
    (section: string) => (entry: readonly [number, { readonly address?: string | undefined }]) => {
      const [index, { address }] = entry;
      return address === undefined || isAddress(address)
        ? undefined
        : { path: [section, index, "address"], message: `'${address}' is no address` };
    };
  return firstOf([...hosts.entries()], check("hosts")) ?? firstOf([...servers.entries()], check("servers"));
}

function checkZone(scenario: Scenario, id: string, zone: ScenarioZone): Problem | undefined {
  const apex = parseOwnerName(zone.apex ?? id);
  if (!apex.ok)
    return { path: ["zones", id, ...(zone.apex === undefined ? [] : ["apex"])], message: apex.error };
  const servers = scenario.servers.map((server) => server.name);
  const hosts = scenario.hosts.map((host) => host.name);
  return (
    checkSoaNames(apex.value, id, zone) ??
    firstOf([...(zone.nameServers ?? []).entries()], ([index, name]) =>
      checkReference("server", name, servers, ["zones", id, "nameServers", index]),
    ) ??
    firstOf([...(zone.records ?? []).entries()], ([index, record]) =>
      checkRecord(record, apex.value, hosts, ["zones", id, "records", index]),
    )
  );
}

function checkSoaNames(apex: OwnerName, id: string, { soa }: ScenarioZone): Problem | undefined {
  return firstOf(["mname", "rname"] as const, (field) => {
    const text = soa?.[field];
    const name = text === undefined ? undefined : absoluteName(text, apex);
    return name === undefined || name.ok
      ? undefined
      : { path: ["zones", id, "soa", field], message: name.error };
  });
}

function checkRecord(
  record: ScenarioRecord,
  apex: OwnerName,
  hosts: readonly string[],
  path: ProblemPath,
): Problem | undefined {
  const owner = absoluteName(record.owner, apex);
  if (!owner.ok) return { path: [...path, "owner"], message: owner.error };
  if (!isAtOrBelow(owner.value, apex))
    return {
      path: [...path, "owner"],
      message: `'${record.owner}' lies outside the zone`,
      hint: "Names without a trailing dot are relative to the zone.",
    };
  if ("target" in record && record.target !== undefined) {
    const target = absoluteName(record.target, apex);
    if (!target.ok) return { path: [...path, "target"], message: target.error };
  }
  if ("host" in record && record.host !== undefined) {
    const problem = checkReference("host", record.host, hosts, [...path, "host"]);
    if (problem !== undefined) return problem;
  }
  if (record.type === "SRV") return checkSrv(record, path);
  return record.type === "A" ? checkA(record, path) : undefined;
}

function checkSrv(record: Extract<ScenarioRecord, { type: "SRV" }>, path: ProblemPath): Problem | undefined {
  if (record.host !== undefined) return undefined;
  if (record.target === undefined)
    return { path, message: "this SRV record names neither a host nor a target", hint: "Add 'host: NAME'." };
  if (typeof record.port === "number") return undefined;
  return {
    path,
    message: "the port of this SRV record can't be known",
    hint: "Add 'host: NAME' for the port of a host, or a number as 'port'.",
  };
}

function checkA(record: Extract<ScenarioRecord, { type: "A" }>, path: ProblemPath): Problem | undefined {
  if (record.address !== undefined && !(isAddress(record.address) && record.address.includes(".")))
    return { path: [...path, "address"], message: `'${record.address}' is no IPv4 address` };
  if ((record.address === undefined) !== (record.host === undefined)) return undefined;
  return { path, message: "an A record needs either a host or an address", hint: "Add 'host: NAME'." };
}

function checkName(text: string, path: ProblemPath): Problem | undefined {
  const name = parseOwnerName(text);
  return name.ok ? undefined : { path, message: `'${text}' is no domain name: ${name.error}` };
}

function checkTwice(what: string, names: readonly string[], section: string): Problem | undefined {
  const index = names.findIndex((name, position) => names.indexOf(name) < position);
  return index === -1
    ? undefined
    : { path: [section, index, "name"], message: `there are two ${what}s named '${names[index] ?? ""}'` };
}

function checkReference(
  what: string,
  name: string,
  known: readonly string[],
  path: ProblemPath,
): Problem | undefined {
  if (known.includes(name)) return undefined;
  const meant = closestWord(name, known);
  const hint = meant === undefined ? `There are: ${known.join(", ")}.` : `Write '${meant}' instead.`;
  return { path, message: `there is no ${what} '${name}'`, hint };
}

function firstOf<T>(items: readonly T[], check: (item: T) => Problem | undefined): Problem | undefined {
  for (const item of items) {
    const problem = check(item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
