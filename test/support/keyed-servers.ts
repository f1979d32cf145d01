// Real servers that know the key of the vectors, for corp.test.
import { startBind } from "./dns-servers/bind.ts";
import { startKnot } from "./dns-servers/knot.ts";
import { startPowerDnsSqlite } from "./dns-servers/powerdns-sqlite.ts";
import type { DnsServer, TestZone } from "./dns-servers/server-process.ts";
import { SECRET_TEXT } from "./tsig-vectors.ts";

const ZONE: TestZone = {
  apex: "corp.test",
  records: [
    "_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms1.corp.test.",
    "kms1.corp.test. 3600 IN A 192.0.2.1",
  ],
};
const zones = [ZONE];

/** `zoneStatements` such as `allow-update { key kms.key; };`. */
export function startKeyedBind(
  zoneStatements: string,
  served: readonly TestZone[] = zones,
): Promise<DnsServer> {
  const statements = `key "kms.key" { algorithm hmac-sha256; secret "${SECRET_TEXT}"; };`;
  return startBind({ zones: served, zoneStatements, statements });
}

/** The lines of the acl of updates, such as `key: kms.key`; none: no such acl. */
export function startKeyedKnot(...lines: readonly string[]): Promise<DnsServer> {
  const update =
    lines.length === 0 ? [] : ["  - id: update", "    action: update", ...lines.map((line) => `    ${line}`)];
  return startKnot({
    zones,
    sections: [
      ...["key:", "  - id: kms.key", "    algorithm: hmac-sha256", `    secret: ${SECRET_TEXT}`],
      ...["acl:", "  - id: transfer", "    address: 127.0.0.0/8", "    action: transfer", ...update],
    ],
    zoneLines: [lines.length === 0 ? "acl: [transfer]" : "acl: [transfer, update]"],
  });
}

/** Updates from 127.0.0.1; `allowed` is the key that may write. */
export function startKeyedPowerDns(allowed: string): Promise<DnsServer> {
  return startPowerDnsSqlite({
    zones,
    settings: ["dnsupdate=yes", "allow-dnsupdate-from="],
    metadata: { "ALLOW-DNSUPDATE-FROM": "127.0.0.0/8", "TSIG-ALLOW-DNSUPDATE": allowed },
    keys: [
      ["kms.key", "hmac-sha256", SECRET_TEXT],
      ["other.key", "hmac-sha256", SECRET_TEXT],
    ],
  });
}
