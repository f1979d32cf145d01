// Three network namespaces in a row, client - router - server, IPv4 and IPv6, with nftables; removed by close().
import { spawn, type ChildProcess } from "node:child_process";
import type { ProbeEndpointOptions } from "../../src/app/ports.ts";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import type { EndpointOutcome } from "../../src/core/net/probe-outcome.ts";
import { runProgram } from "./run-program.ts";

type Place = "client" | "router" | "server";

export type NetLab = {
  readonly server4: string;
  readonly server6: string;
  /** What `ip` needs to run a program inside. */
  readonly enter: (place: Place) => readonly string[];
  /** Runs a program inside; throws with its output when it fails. */
  readonly run: (place: Place, command: string, ...args: readonly string[]) => Promise<string>;
  /** Replaces all nftables rules inside; empty text removes them. */
  readonly rules: (place: Place, text: string) => Promise<void>;
  /** Starts a process that lasts until close(); resolves with its first output. */
  readonly start: (place: Place, command: string, ...args: readonly string[]) => Promise<string>;
  /** Probes from the client, all endpoints at once. `wrapper` is a command that runs the rest, such as prlimit. */
  readonly probe: (
    endpoints: readonly Endpoint[],
    options: ProbeEndpointOptions,
    wrapper?: readonly string[],
  ) => Promise<readonly EndpointOutcome[]>;
  readonly close: () => Promise<void>;
};

const script = (name: string): string => new URL(name, import.meta.url).pathname;

/** Client 10.77.1.1, fd77:1::1; server 10.77.2.1, fd77:2::1; the router has .254 and ::fe on both sides. */
export async function openNetLab(): Promise<NetLab> {
  const prefix = `kd${process.pid}`;
  const namespaces: Readonly<Record<Place, string>> = {
    client: `${prefix}c`,
    router: `${prefix}r`,
    server: `${prefix}s`,
  };
  const children: ChildProcess[] = [];
  const enter = (place: Place): readonly string[] => ["netns", "exec", namespaces[place]];
  const run: NetLab["run"] = (place, command, ...args) => must("ip", [...enter(place), command, ...args]);
  const close = async (): Promise<void> => {
    await Promise.all(children.map(endChild));
    for (const name of Object.values(namespaces)) await must("ip", ["netns", "del", name]);
  };
  for (const name of Object.values(namespaces)) await must("ip", ["netns", "add", name]);
  try {
    await connectNamespaces(namespaces, run);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    server4: "10.77.2.1",
    server6: "fd77:2::1",
    enter,
    run,
    rules: async (place, text) => {
      await must("ip", [...enter(place), "nft", "-f", "-"], `flush ruleset\n${text}\n`);
    },
    start: async (place, command, ...args) => {
      const child = spawn("ip", [...enter(place), command, ...args], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      children.push(child);
      return await new Promise<string>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code) => reject(new Error(`${command} ended with ${code}`)));
        child.stdout.setEncoding("utf8").once("data", resolve);
      });
    },
    probe: async (endpoints, options, wrapper = []) => {
      const input = JSON.stringify({ endpoints, options });
      const probe = [...wrapper, process.execPath, script("run-probe.ts"), input];
      return JSON.parse(await must("ip", [...enter("client"), ...probe])) as readonly EndpointOutcome[];
    },
    close,
  };
}

async function connectNamespaces(
  namespaces: Readonly<Record<Place, string>>,
  run: NetLab["run"],
): Promise<void> {
  const { client, router, server } = namespaces;
  await must("ip", ["link", "add", "up0", "netns", client, "type", "veth", "peer", "down1", "netns", router]);
  await must("ip", ["link", "add", "up0", "netns", server, "type", "veth", "peer", "down2", "netns", router]);
  const addresses: readonly (readonly [Place, string, string, string])[] = [
    ["client", "up0", "10.77.1.1/24", "fd77:1::1/64"],
    ["router", "down1", "10.77.1.254/24", "fd77:1::fe/64"],
    ["router", "down2", "10.77.2.254/24", "fd77:2::fe/64"],
    ["server", "up0", "10.77.2.1/24", "fd77:2::1/64"],
  ];
  for (const [place, device, ipv4, ipv6] of addresses) {
    // Nor for the link-local address: neighbour discovery would wait for it to be proven unique.
    await run(place, "sysctl", "-qw", `net.ipv6.conf.${device}.accept_dad=0`);
    await run(place, "ip", "addr", "add", ipv4, "dev", device);
    await run(place, "ip", "addr", "add", ipv6, "dev", device, "nodad");
    await run(place, "ip", "link", "set", device, "up");
    await run(place, "ip", "link", "set", "lo", "up");
  }
  await run("router", "sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
  // Not a default route: addresses beyond the lab have no route at all.
  await run("client", "ip", "route", "add", "10.77.0.0/16", "via", "10.77.1.254");
  await run("client", "ip", "route", "add", "fd77::/16", "via", "fd77:1::fe");
  await run("server", "ip", "route", "add", "10.77.0.0/16", "via", "10.77.2.254");
  await run("server", "ip", "route", "add", "fd77::/16", "via", "fd77:2::fe");
  // ICMP errors come a second apart by default; the rows follow each other faster than that.
  for (const place of ["router", "server"] as const)
    await run(place, "sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
}

async function must(command: string, args: readonly string[], stdin?: string): Promise<string> {
  const options = stdin === undefined ? {} : { stdin };
  const { code, stdout, stderr } = await runProgram(command, args, { ...options, timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", () => resolve());
    child.kill();
  });
}
