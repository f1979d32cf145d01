// What every PowerDNS Authoritative Server here is told, whatever its backend: small, quiet, nothing outside its folder.
import type { Endpoint } from "../../../src/core/net/endpoint.ts";

export function powerDnsSettings(folder: string, { address, port }: Endpoint): readonly string[] {
  return [
    `local-address=${address}`,
    `local-port=${port}`,
    `socket-dir=${folder}`,
    "daemon=no",
    "guardian=no",
    "receiver-threads=1",
    "distributor-threads=1",
    "security-poll-suffix=",
  ];
}
