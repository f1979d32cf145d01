// Knot DNS 3: authoritative.
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export function startKnot(options: DnsServerOptions): Promise<DnsServer> {
  return startServer(options, (folder, { address, port }) => {
    const conf = [
      "server:",
      `  rundir: "${folder}"`,
      `  listen: ${address}@${port}`,
      "  udp-workers: 1",
      "  tcp-workers: 1",
      "  background-workers: 1",
      "database:",
      `  storage: "${folder}"`,
      "template:",
      "  - id: default",
      `    storage: "${folder}"`,
      "    journal-content: none",
      "    zonefile-sync: -1",
      "zone:",
      ...options.zones.flatMap(({ apex }) => [`  - domain: ${apex}`, `    file: ${apex}.zone`]),
    ];
    return {
      program: "knotd",
      files: { ...zoneFiles(options.zones), "knot.conf": `${conf.join("\n")}\n` },
      args: ["-c", `${folder}/knot.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
