// What one server says about a zone: its SOA and its name servers.
import type { OwnerName } from "../core/dns/owner-name.ts";
import type { SoaRecord } from "../core/dns/record.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import { inquire } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

/**
 * The SOA of the zone that holds a name; null where the server does not tell. A name below the apex has none of its own:
 * the zone's stands beside the negative answer (RFC 2308 section 3).
 */
export async function askForSoa(
  ask: AskDns,
  server: Endpoint,
  name: OwnerName,
  options: AskDnsOptions,
  signal: AbortSignal,
): Promise<SoaRecord | null> {
  const { response } = await inquire(ask, server, { name, type: "SOA" }, options, signal);
  if (response?.kind === "found") return response.records[0] ?? null;
  return response?.kind === "nodata" || response?.kind === "nxdomain" ? response.soa : null;
}

/** The names of a zone's name servers, each once and sorted; none where the server does not tell. */
export async function askForNameServers(
  ask: AskDns,
  server: Endpoint,
  apex: OwnerName,
  options: AskDnsOptions,
  signal: AbortSignal,
): Promise<readonly OwnerName[]> {
  const { response } = await inquire(ask, server, { name: apex, type: "NS" }, options, signal);
  if (response?.kind !== "found") return [];
  return [...new Set(response.records.map((record) => record.target))].sort();
}
