// The addresses of this machine that other machines can see.
import { networkInterfaces } from "node:os";
import { parseAddress, type IpAddress } from "../../core/net/address.ts";

/** Without loopback and without zones. */
export function ownAddresses(): readonly IpAddress[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal }) => !internal)
    .flatMap(({ address }) => {
      const parsed = parseAddress(address);
      return parsed.ok ? [{ family: parsed.value.family, value: parsed.value.value }] : [];
    });
}
