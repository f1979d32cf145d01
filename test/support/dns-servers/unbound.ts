// Unbound: a resolver that answers these zones from auth-zones, asks the servers of its stubs, and nobody else.
import type { Endpoint } from "../../../src/core/net/endpoint.ts";
import { startServer, zoneFiles, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type UnboundOptions = DnsServerOptions & {
  /** Zones that are asked for at an authoritative server, and cached. */
  readonly stubs?: readonly { readonly apex: string; readonly server: Endpoint }[];
  /** A further file of configuration, as a user would include it. */
  readonly include?: string;
};

export function startUnbound(options: UnboundOptions): Promise<DnsServer> {
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
      "  do-not-query-localhost: no",
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
      ...(options.stubs ?? []).flatMap(({ apex, server }) => [
        "stub-zone:",
        `  name: "${apex}."`,
        `  stub-addr: ${server.address}@${server.port}`,
      ]),
      ...(options.include === undefined ? [] : [`include: "${folder}/include.conf"`]),
    ];
    return {
      program: "unbound",
      files: {
        ...zoneFiles(options.zones),
        "include.conf": options.include ?? "",
        "unbound.conf": `${conf.join("\n")}\n`,
      },
      args: ["-d", "-c", `${folder}/unbound.conf`],
      readyName: options.zones.at(-1)?.apex ?? "localhost",
    };
  });
}
