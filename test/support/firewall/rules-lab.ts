// The rig that holds predictions to the kernel's word: rules in the server's namespace, connections from thousands of source
// addresses of the client's (AnyIP: whole blocks are local there, and the server has routes back).
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { formatAddress, parseAddress, type IpAddress } from "../../../src/core/net/address.ts";
import { setContains, type AddressSet } from "../../../src/core/net/address-set.ts";
import { openNetLab, type NetLab } from "../netns.ts";
import type { Attempt } from "./connect-many.ts";

export const PORT = 1688;

/** The blocks from which the client connects. The lab's own 10.77.0.0/16 is not among them. */
export const SOURCE_BLOCKS = [
  "10.1.0.0/16",
  "172.20.0.0/16",
  "192.168.0.0/16",
  "198.51.100.0/24",
  "fd01::/32",
  "2001:db8::/32",
];

/** A connection that must work gets so long, any other so long. */
const OPEN_MS = 5_000;
const CLOSED_MS = 200;

export type RulesLab = {
  readonly lab: NetLab;
  readonly hosts: Readonly<Record<4 | 6, IpAddress>>;
  /** Connects from each address; gives those for which the network does not do what lies between the bounds. */
  readonly compare: (
    points: readonly IpAddress[],
    bounds: { readonly lower: AddressSet; readonly upper: AddressSet },
  ) => Promise<{ readonly mismatches: readonly string[]; readonly accepted: number }>;
  readonly close: () => Promise<void>;
};

export async function openRulesLab(): Promise<RulesLab> {
  const lab = await openNetLab();
  try {
    for (const block of SOURCE_BLOCKS) {
      await lab.run("client", "ip", "route", "add", "local", block, "dev", "lo");
      await lab.run(
        "router",
        "ip",
        "route",
        "add",
        block,
        "via",
        block.includes(":") ? "fd77:1::1" : "10.77.1.1",
      );
      await lab.run(
        "server",
        "ip",
        "route",
        "add",
        block,
        "via",
        block.includes(":") ? "fd77:2::fe" : "10.77.2.254",
      );
    }
    await lab.run("client", "sysctl", "-qw", "net.ipv6.ip_nonlocal_bind=1");
    await fixNeighbours(lab);
    const file = (name: string): string => new URL(name, import.meta.url).pathname;
    await lab.start("server", process.execPath, file("echo-server.ts"), String(PORT));
    const connector = await startConnector(lab.enter("client"), file("connect-many.ts"));
    return {
      lab,
      hosts: { 4: addressOf(lab.server4), 6: addressOf(lab.server6) },
      compare: async (points, { lower, upper }) => {
        const attempts = points.map((point): Attempt => ({
          source: formatAddress(point),
          target: point.family === 4 ? lab.server4 : lab.server6,
          port: PORT,
          timeoutMs: setContains(lower, point) ? OPEN_MS : CLOSED_MS,
        }));
        const results = await connector.ask(attempts);
        const mismatches = points.flatMap((point, index) => {
          const came = results[index] === true;
          const isForeseen = came ? setContains(upper, point) : !setContains(lower, point);
          return isForeseen
            ? []
            : [`${formatAddress(point)} ${came ? "got through" : "did not get through"}`];
        });
        return { mismatches, accepted: results.filter(Boolean).length };
      },
      close: async () => {
        await connector.end();
        await lab.close();
      },
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

export function addressOf(text: string): IpAddress {
  const address = parseAddress(text);
  if (!address.ok) throw new Error(address.error);
  return address.value;
}

/** Rules may drop neighbour discovery, which would look like a drop of the connection. */
async function fixNeighbours({ run }: NetLab): Promise<void> {
  for (const [here, device, there, peer, addresses] of [
    ["server", "up0", "router", "down2", ["10.77.2.254", "fd77:2::fe"]],
    ["router", "down2", "server", "up0", ["10.77.2.1", "fd77:2::1"]],
  ] as const) {
    const link = JSON.parse(await run(there, "ip", "-j", "link", "show", peer)) as {
      readonly address: string;
    }[];
    for (const address of addresses)
      await run(
        here,
        "ip",
        "neigh",
        "replace",
        address,
        "lladdr",
        link[0]?.address ?? "",
        "nud",
        "permanent",
        "dev",
        device,
      );
  }
}

async function startConnector(
  enter: readonly string[],
  script: string,
): Promise<{
  readonly ask: (attempts: readonly Attempt[]) => Promise<readonly boolean[]>;
  readonly end: () => Promise<void>;
}> {
  const child = spawn("ip", [...enter, process.execPath, script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await lines.next();
  return {
    ask: async (attempts) => {
      child.stdin.write(`${JSON.stringify(attempts)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error("the connecting process ended");
      return JSON.parse(line.value) as readonly boolean[];
    },
    end: () => {
      child.stdin.end();
      return ended;
    },
  };
}
