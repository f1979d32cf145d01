// Knot DNS 3: authoritative.
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type KnotOptions = DnsServerOptions & {
  /** Further top-level sections, such as keys and access lists. */
  readonly sections?: readonly string[];
  /** Further lines of each zone, such as `acl: [name]`. */
  readonly zoneLines?: readonly string[];
};

export function startKnot(options: KnotOptions): Promise<DnsServer> {
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
      ...(options.sections ?? []),
      "template:",
      "  - id: default",
      `    storage: "${folder}"`,
      "    journal-content: none",
      "    zonefile-sync: -1",
      "zone:",
      ...options.zones.flatMap(({ apex }) => [
        `  - domain: ${apex}`,
        `    file: ${apex}.zone`,
        ...(options.zoneLines ?? []).map((line) => `    ${line}`),
      ]),
    ];
    return {
      program: "knotd",
      files: { ...zoneFiles(options.zones), "knot.conf": `${conf.join("\n")}\n` },
      args: ["-c", `${folder}/knot.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
