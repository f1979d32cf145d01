// dnsmasq: a forwarder without anyone to ask; SRV and A records of the zones become its own options.
import { startServer, type DnsServer, type DnsServerOptions } from "./server-process.ts";

export type DnsmasqOptions = DnsServerOptions & {
  /** A further file of configuration, as a user would include it. */
  readonly include?: string;
};

/** Records other than A, SRV and CNAME to a name of its own are left out: dnsmasq can't serve them. */
export function startDnsmasq(options: DnsmasqOptions): Promise<DnsServer> {
  return startServer(options, (folder, { address, port }) => {
    const conf = [
      `listen-address=${address}`,
      `port=${port}`,
      "bind-interfaces",
      "no-resolv",
      "no-hosts",
      "keep-in-foreground",
      "log-facility=-",
      "user=root",
      `pid-file=${folder}/pid`,
      ...options.zones.flatMap(({ apex, records }) => [
        `local=/${apex}/`,
        `host-record=ns.${apex},127.0.0.1`,
        ...records.flatMap(directiveOf),
      ]),
      `conf-file=${folder}/include.conf`,
    ];
    return {
      program: "dnsmasq",
      files: { "dnsmasq.conf": `${conf.join("\n")}\n`, "include.conf": options.include ?? "" },
      args: [`--conf-file=${folder}/dnsmasq.conf`],
      readyName: `ns.${options.zones.at(-1)?.apex ?? "localhost"}`,
    };
  });
}

function directiveOf(record: string): readonly string[] {
  const [owner = "", ttl = "", , type = "", ...rdata] = record
    .split(/\s+/)
    .map((word) => word.replace(/\.$/, ""));
  if (type === "A" && !owner.startsWith("*")) return [`host-record=${owner},${rdata[0] ?? ""},${ttl}`];
  if (type !== "SRV" || owner.startsWith("*")) return [];
  const [priority = "", weight = "", targetPort = "", target = ""] = rdata;
  return [`srv-host=${owner},${target},${targetPort},${priority},${weight}`];
}
