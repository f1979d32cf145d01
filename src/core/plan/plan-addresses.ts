// Plans the A and AAAA records of a KMS host. Addresses that it has already are left alone.
import type { OwnerName } from "../dns/owner-name.ts";
import type { AddressRecord } from "../dns/record.ts";
import { familyOfAddress } from "../net/address.ts";
import type { Change } from "./change.ts";
import type { SeenRrset } from "./plan.ts";
import { DEFAULT_TTL_SECONDS } from "./plan-srv.ts";

/** The type of record that holds an address (RFC 1035 section 3.4.1, RFC 3596 section 2.1). */
export function addressType(address: string): AddressRecord["type"] {
  return familyOfAddress(address) === 4 ? "A" : "AAAA";
}

/** Adds those that are lacking, with the TTL of the set that they join. Addresses are canonical texts. */
export function planAddresses(
  host: OwnerName,
  addresses: readonly string[],
  seen: readonly SeenRrset[],
): readonly Change[] {
  return addresses.flatMap((address) => {
    const type = addressType(address);
    const present = recordsOf(seen, host, type);
    if (present.some((record) => record.address === address)) return [];
    const ttlSeconds =
      present.length === 0 ? DEFAULT_TTL_SECONDS : Math.min(...present.map((record) => record.ttlSeconds));
    return [{ action: "add", record: { type, owner: host, address, ttlSeconds } }];
  });
}

/** Takes those away that are there. */
export function planAddressRemoval(
  host: OwnerName,
  addresses: readonly string[],
  seen: readonly SeenRrset[],
): readonly Change[] {
  return addresses.flatMap((address) =>
    recordsOf(seen, host, addressType(address))
      .filter((record) => record.address === address)
      .map((record): Change => ({ action: "delete", record })),
  );
}

function recordsOf(
  seen: readonly SeenRrset[],
  owner: OwnerName,
  type: AddressRecord["type"],
): readonly AddressRecord[] {
  return seen
    .filter((rrset) => rrset.owner === owner && rrset.type === type)
    .flatMap(({ records }) => records.flatMap((record) => (record.type === "SRV" ? [] : [record])));
}
