// Every snippet for a Linux firewall is loaded into it in a network namespace: it opens the port to the networks given, to no others.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generate } from "../../src/app/generate.ts";
import { parseCidr } from "../../src/core/net/cidr.ts";
import { planPublication } from "../../src/core/plan/publication.ts";
import { BUS, START_FIREWALLD } from "../support/firewall/firewalld-daemon.ts";
import { loadTemplate } from "../support/generated.ts";
import { openNetLab, type NetLab } from "../support/netns.ts";
import { describeWithPeers } from "../support/peer.ts";
import { FIREWALL_CLAIMS, type Claim } from "../support/template-proofs.ts";

type Product = keyof typeof FIREWALL_CLAIMS;

type Firewall = {
  /** Closes the port to everybody. */
  readonly close: (lab: NetLab, folder: string) => Promise<void>;
  /** Runs the snippet as its README says. */
  readonly apply: (lab: NetLab, folder: string, text: string) => Promise<void>;
  /** What the firewall itself says about its rules. */
  readonly list: (lab: NetLab, folder: string) => Promise<string>;
};

const PORT = 1689;
const OPTIONS = { connectTimeoutMs: 1_500, bindTimeoutMs: 2_000, connectOnly: false };
/** The last one lies inside of the first. */
const OURS = ["10.77.1.0/24", "fd77:1::/64", "10.77.1.0/28"];
const OTHERS = ["192.0.2.0/24", "2001:db8::/32"];

const shell = (lab: NetLab, script: string, ...args: readonly string[]): Promise<string> =>
  lab.run("server", "sh", "-e", "-c", script, "sh", ...args);

const CLOSED_NFT = `table inet filter { chain input { type filter hook input priority 0; policy drop;
  iif lo accept
  ct state established accept
  meta l4proto ipv6-icmp accept
  }
}`;

const CLOSED_IPTABLES = `for tables in iptables ip6tables; do
  $tables -w -P INPUT DROP
  $tables -w -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
done
ip6tables -w -A INPUT -p ipv6-icmp -j ACCEPT`;

/** Its files belong to the machine, so a copy lies over them; `ip netns exec` has mounts of its own. */
const UFW = 'mount --bind "$1/ufw" /etc/ufw\n';

const ON_BUS = 'export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$1/bus"\n';

const FIREWALLS: Readonly<Record<Product, Firewall>> = {
  nft: {
    close: (lab) => lab.rules("server", CLOSED_NFT),
    apply: async (lab, _folder, text) => {
      await shell(lab, 'printf %s "$1" | nft -c -f -; printf %s "$1" | nft -f -', text);
    },
    list: (lab) => lab.run("server", "nft", "list", "chain", "inet", "filter", "input"),
  },
  iptables: {
    close: async (lab) => {
      await shell(lab, CLOSED_IPTABLES);
    },
    apply: async (lab, _folder, text) => {
      await shell(lab, text);
    },
    list: (lab) => shell(lab, "iptables -S INPUT; ip6tables -S INPUT"),
  },
  ufw: {
    close: async (lab, folder) => {
      cpSync("/etc/ufw", path.join(folder, "ufw"), { recursive: true });
      await shell(lab, `${UFW}ufw --force enable`, folder);
    },
    apply: async (lab, folder, text) => {
      await shell(lab, UFW + text, folder);
    },
    list: (lab, folder) => shell(lab, `${UFW}ufw status`, folder),
  },
  firewalld: {
    close: async (lab, folder) => {
      cpSync("/etc/firewalld", path.join(folder, "firewalld"), { recursive: true });
      const bus = path.join(folder, "bus.conf");
      writeFileSync(bus, BUS(folder));
      await lab.start("server", "dbus-daemon", `--config-file=${bus}`, "--nofork", "--print-address");
      expect(await lab.start("server", "sh", "-e", "-c", START_FIREWALLD, "sh", folder)).toBe("running\n");
    },
    apply: async (lab, folder, text) => {
      await shell(lab, ON_BUS + text, folder);
    },
    list: (lab, folder) => shell(lab, `${ON_BUS}firewall-cmd --list-rich-rules`, folder),
  },
};

async function rulesFor(product: Product, blocks: readonly string[]): Promise<string> {
  const clients = blocks.map((block) => {
    const cidr = parseCidr(block);
    if (!cidr.ok) throw new Error(cidr.error);
    return cidr.value;
  });
  const publication = planPublication([], clients);
  if (!publication.ok) throw new Error(publication.error.message);
  const result = generate(await loadTemplate(product), publication.value, PORT);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.text;
}

describe("firewall snippets", () => {
  for (const [name, claim] of Object.entries<Claim>(FIREWALL_CLAIMS)) {
    const product = name as Product;
    describeWithPeers(product, claim.peers, () => {
      let lab: NetLab;
      let folder: string;
      beforeAll(async () => {
        folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-firewall-"));
        lab = await openNetLab();
        const serve = new URL("../support/serve-kms-host.ts", import.meta.url).pathname;
        await lab.start("server", process.execPath, serve, "::", String(PORT));
        await FIREWALLS[product].close(lab, folder);
      });
      afterAll(async () => {
        await lab.close();
        rmSync(folder, { recursive: true, force: true });
      });

      async function seen(): Promise<readonly string[]> {
        const endpoints = [lab.server4, lab.server6].map((address) => ({ address, port: PORT }));
        const outcomes = await lab.probe(endpoints, OPTIONS);
        return outcomes.map((outcome) =>
          outcome.state === "open" ? `open ${outcome.rpc.verdict}` : "not open",
        );
      }

      test("opens the port to the networks given, and to no others", { timeout: 60_000 }, async () => {
        const { apply, list } = FIREWALLS[product];
        expect(await seen()).toEqual(["not open", "not open"]);
        await apply(lab, folder, await rulesFor(product, OTHERS));
        expect(await seen()).toEqual(["not open", "not open"]);
        await apply(lab, folder, await rulesFor(product, OURS));
        expect(await seen()).toEqual(["open kms", "open kms"]);
        const rules = await list(lab, folder);
        for (const block of [...OTHERS, ...OURS.slice(0, 2)]) expect(rules).toContain(block);
      });

      test(`is proven in ${claim.provenIn}`, async () => {
        const number = claim.provenIn.split(" ").at(-1) ?? "";
        expect(await lab.run("server", ...claim.version)).toContain(number);
      });
    });
  }
});
