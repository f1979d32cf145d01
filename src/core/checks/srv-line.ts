// The zone-file line of an SRV record, as remedies show it.
import type { OwnerName } from "../dns/owner-name.ts";
import type { SrvRecord } from "../dns/record.ts";
import { zoneLine, zoneName } from "../text/zone-line.ts";

/** `In the zone: _vlmcs._tcp.corp.test. IN SRV 0 0 1688 kms1.corp.test.`, with the TTL where one is given. */
export function srvLine(
  owner: OwnerName,
  { priority, weight, port, target }: Pick<SrvRecord, "priority" | "weight" | "port" | "target">,
  ttlSeconds?: number,
): string {
  return zoneLine(owner, `SRV ${priority} ${weight} ${port} ${zoneName(target)}`, ttlSeconds);
}

/** The line of a record yet to be made, for a host that the reader fills in; `domain` undefined: a host in any domain. */
export function newSrvLine(owner: OwnerName, port: number, domain?: string): string {
  const rest = domain === undefined || domain === "." ? "." : `.${zoneName(domain)}`;
  return zoneLine(owner, `SRV 0 0 ${port} <kms-host>${rest}`, 3600);
}
