// Unbound: a resolver that answers these zones from auth-zones and asks nobody else.
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export function startUnbound(options: DnsServerOptions): Promise<DnsServer> {
  return startServer(options, (folder, { address, port }) => {
    const conf = [
      "server:",
      `  interface: ${address}@${port}`,
      `  directory: "${folder}"`,
      `  pidfile: "${folder}/pid"`,
      '  chroot: ""',
      '  username: ""',
      "  do-daemonize: no",
      "  use-syslog: no",
      "  num-threads: 1",
      '  module-config: "iterator"',
      "  access-control: 127.0.0.0/8 allow",
      "  access-control: ::1/128 allow",
      // Unbound answers for `test.` itself unless it is told otherwise.
      '  local-zone: "test." nodefault',
      "remote-control:",
      "  control-enable: no",
      ...options.zones.flatMap(({ apex }) => [
        "auth-zone:",
        `  name: "${apex}."`,
        `  zonefile: "${folder}/${apex}.zone"`,
        "  for-downstream: no",
        "  for-upstream: yes",
        "  fallback-enabled: no",
      ]),
    ];
    return {
      program: "unbound",
      files: { ...zoneFiles(options.zones), "unbound.conf": `${conf.join("\n")}\n` },
      args: ["-d", "-c", `${folder}/unbound.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
