// The addresses at which servers that DNS names are asked.
import type { OwnerName } from "../core/dns/owner-name.ts";
import { familyOfAddress } from "../core/net/address.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import type { AddressLookup } from "../core/run/observation.ts";

export type ServerEndpointContext = {
  /** Port at which servers learnt from DNS are asked. */
  readonly port: number;
  readonly families: readonly (4 | 6)[];
  readonly lookUp: (name: OwnerName) => Promise<AddressLookup>;
};

/** Addresses that a referral carries for the name servers that it names (RFC 1034 section 4.2.1). */
export type Glue = ReadonlyMap<OwnerName, readonly string[]>;

/** Each address once, in the order of the sorted names; names that do not resolve give none. */
export async function endpointsOfServers(
  names: readonly OwnerName[],
  glue: Glue,
  { lookUp, port, families }: ServerEndpointContext,
): Promise<readonly Endpoint[]> {
  const addresses = await Promise.all(
    [...new Set(names)].sort().map(async (name) => glue.get(name) ?? (await lookUp(name)).addresses),
  );
  return endpointsAt(addresses.flat(), { port, families });
}

/** Each address once, those of other families left out. */
export function endpointsAt(
  addresses: readonly string[],
  { port, families }: Pick<ServerEndpointContext, "port" | "families">,
): readonly Endpoint[] {
  return [...new Set(addresses)]
    .filter((address) => families.includes(familyOfAddress(address)))
    .map((address) => ({ address, port }));
}
