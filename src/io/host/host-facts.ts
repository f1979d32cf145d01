// What one source says of this machine's DNS set-up, before sources are joined.
import type { DnsSuffix } from "../../app/ports.ts";
import { formatAddress, parseAddress } from "../../core/net/address.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";

export type HostFacts = {
  /** In the order in which the system asks them. */
  readonly servers: readonly Endpoint[];
  /** Suffixes as they are written there; in the order of the source. */
  readonly suffixes: readonly DnsSuffix[];
};

/** The server for a literal address, with the zone kept (`fe80::1%eth0`); none for anything else. */
export function serverOf(address: string, port = 53): readonly Endpoint[] {
  const parsed = parseAddress(address);
  return parsed.ok ? [{ address: formatAddress(parsed.value), port }] : [];
}

export function suffixesOf(texts: readonly string[], source: DnsSuffix["source"]): readonly DnsSuffix[] {
  return texts.map((suffix) => ({ suffix, source }));
}
