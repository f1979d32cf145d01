// NSD: authoritative, and without any code for dynamic updates.
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export function startNsd(options: DnsServerOptions): Promise<DnsServer> {
  return startServer(options, (folder, { address, port }) => {
    const conf = [
      "server:",
      `  ip-address: ${address}@${port}`,
      `  zonesdir: "${folder}"`,
      `  pidfile: "${folder}/pid"`,
      `  database: ""`,
      `  xfrdfile: "${folder}/xfrd.state"`,
      `  zonelistfile: "${folder}/zone.list"`,
      `  xfrdir: "${folder}"`,
      '  username: ""',
      "  server-count: 1",
      "remote-control:",
      "  control-enable: no",
      ...options.zones.flatMap(({ apex }) => [
        "zone:",
        `  name: "${apex}"`,
        `  zonefile: "${apex}.zone"`,
        "  provide-xfr: 127.0.0.1 NOKEY",
      ]),
    ];
    return {
      program: "nsd",
      files: { ...zoneFiles(options.zones), "nsd.conf": `${conf.join("\n")}\n` },
      args: ["-d", "-c", `${folder}/nsd.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
