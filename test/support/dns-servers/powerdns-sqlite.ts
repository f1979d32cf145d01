// PowerDNS Authoritative Server with zones in SQLite: the backend that takes dynamic updates.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { powerDnsSettings } from "./powerdns-settings.ts";
import { startServer, zoneText, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type PowerDnsSqliteOptions = DnsServerOptions & {
  /** Further lines of the configuration, such as `dnsupdate=yes`. */
  readonly settings?: readonly string[];
  /** Metadata of each zone, such as `{ "ALLOW-DNSUPDATE-FROM": "127.0.0.0/8" }`. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** TSIG keys as name, algorithm and secret. */
  readonly keys?: readonly (readonly [string, string, string])[];
};

export const POWERDNS_SQLITE_SCHEMA = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

const CREATE = "import sqlite3,sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())";

export function startPowerDnsSqlite(options: PowerDnsSqliteOptions): Promise<DnsServer> {
  return startServer(options, (folder, endpoint) => {
    const conf = [
      "launch=gsqlite3",
      `gsqlite3-database=${folder}/zones.sqlite`,
      ...powerDnsSettings(folder, endpoint),
      "allow-axfr-ips=127.0.0.0/8",
      ...(options.settings ?? []),
    ];
    writeFileSync(path.join(folder, "pdns.conf"), `${conf.join("\n")}\n`);
    const run = (program: string, ...args: readonly string[]): Buffer =>
      execFileSync(program, args, { cwd: folder, stdio: "pipe", timeout: 20_000 });
    run("/usr/bin/python3", "-c", CREATE, path.join(folder, "zones.sqlite"), POWERDNS_SQLITE_SCHEMA);
    for (const key of options.keys ?? [])
      run("pdnsutil", `--config-dir=${folder}`, "import-tsig-key", ...key);
    for (const zone of options.zones) {
      writeFileSync(path.join(folder, `${zone.apex}.zone`), zoneText(zone));
      run("pdnsutil", `--config-dir=${folder}`, "load-zone", zone.apex, `${zone.apex}.zone`);
      for (const [key, value] of Object.entries(options.metadata ?? {}))
        run("pdnsutil", `--config-dir=${folder}`, "set-meta", zone.apex, key, value);
    }
    return {
      program: "pdns_server",
      files: {},
      args: [`--config-dir=${folder}`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
