// The lab's DNS server with zones that take updates, in a test's own words.
import { systemClock } from "../../src/io/host/clock.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import type { TsigKey } from "../../src/core/dns/tsig/tsig-key.ts";
import { createAuthoritativeHandler } from "../../src/lab/dns/authoritative-handler.ts";
import type { UpdatePolicy } from "../../src/lab/dns/judge-update.ts";
import { createUpdateHandler } from "../../src/lab/dns/update-handler.ts";
import { createZone, type Zone, type ZoneRecord } from "../../src/lab/dns/zone.ts";
import { startDnsServer, type DnsServer } from "../../src/lab/dns-server.ts";
import { createZoneStore } from "../../src/lab/zone-store.ts";
import type { TestZone } from "./dns-servers/server-process.ts";
import { a, cname, name, ns, soa } from "./zone-builder.ts";

export function startLabUpdates(
  zones: readonly TestZone[],
  policy: UpdatePolicy,
  keys: readonly TsigKey[] = [],
): Promise<DnsServer> {
  const store = createZoneStore(zones.map((zone) => ({ id: zone.apex, zone: builtZone(zone) })));
  const handler = createUpdateHandler(
    createAuthoritativeHandler(() => store.zones()),
    {
      zones: () => store.named().map((named) => ({ ...named, policy })),
      replace: store.replace,
      keys,
      crypto: tsigCrypto,
      nowSeconds: () => Math.floor(systemClock.nowMs() / 1000),
    },
  );
  const onTrouble = (error: Error): never => {
    throw error;
  };
  return startDnsServer({ address: "127.0.0.1", port: 0, handler, onTrouble });
}

/** The zone that the real servers' drivers write into a file. */
export function builtZone({ apex, records }: TestZone): Zone {
  const fields = { mname: name(`ns.${apex}`), refresh: 3600, retry: 900, expire: 604_800 };
  const head = [ns(apex, `ns.${apex}`), a(`ns.${apex}`, "127.0.0.1")];
  return createZone(soa(apex, fields), [...head, ...records.map(builtRecord)]);
}

/** `OWNER TTL IN TYPE RDATA`. */
function builtRecord(line: string): ZoneRecord {
  const [owner = "", ttl = "", , type = "", ...rdata] = line.split(" ");
  const [first = "", second, port, target = ""] = rdata;
  switch (type) {
    case "A":
      return a(owner, first, Number(ttl));
    case "CNAME":
      return cname(owner, first);
    case "SRV": {
      const [priority, weight] = [Number(first), Number(second)];
      return {
        type,
        owner: name(owner),
        ttlSeconds: Number(ttl),
        priority,
        weight,
        port: Number(port),
        target: name(target),
      };
    }
    default:
      throw new Error(`no test zone has a ${type} record`);
  }
}
