// PowerDNS Authoritative Server with its bind backend: zones from master files.
import { powerDnsSettings } from "./powerdns-settings.ts";
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type PowerDnsOptions = DnsServerOptions & {
  /** Further lines of the configuration, such as `dnsupdate=yes`. */
  readonly settings?: readonly string[];
};

export function startPowerDns(options: PowerDnsOptions): Promise<DnsServer> {
  return startServer(options, (folder, endpoint) => {
    const zones = options.zones.map(
      ({ apex }) => `zone "${apex}" { type master; file "${folder}/${apex}.zone"; };`,
    );
    const conf = [
      "launch=bind",
      `bind-config=${folder}/zones.conf`,
      ...powerDnsSettings(folder, endpoint),
      ...(options.settings ?? []),
    ];
    return {
      program: "pdns_server",
      files: {
        ...zoneFiles(options.zones),
        "zones.conf": `${zones.join("\n")}\n`,
        "pdns.conf": `${conf.join("\n")}\n`,
      },
      args: [`--config-dir=${folder}`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
