// ufw and firewalld run in the server's namespace with random rules; what their own listings say is held to what gets through.
// FIREWALL_LISTED_SETS=50 makes the long run.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRules } from "../../src/app/read-rules.ts";
import { evaluate } from "../../src/core/firewall/evaluate.ts";
import { unionSets } from "../../src/core/net/address-set.ts";
import { BUS, START_FIREWALLD } from "../support/firewall/firewalld-daemon.ts";
import { rollDice, type Dice } from "../support/firewall/dice.ts";
import { randomUfw, randomZones } from "../support/firewall/random-listed.ts";
import { openRulesLab, PORT, type RulesLab } from "../support/firewall/rules-lab.ts";
import { testPoints } from "../support/firewall/test-points.ts";
import { describeWithPeers } from "../support/peer.ts";

const SETS = Number(process.env["FIREWALL_LISTED_SETS"] ?? 2);
const SEED = Number(process.env["FIREWALL_SEED"] ?? 1);
const timeout = 60_000 + SETS * 15_000;

let rules: RulesLab;
let folder: string;

async function open(): Promise<void> {
  folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-listed-"));
  rules = await openRulesLab();
}

async function close(): Promise<void> {
  await rules.close();
  rmSync(folder, { recursive: true, force: true });
}

const shell = (script: string, ...args: readonly string[]): Promise<string> =>
  rules.lab.run("server", "sh", "-e", "-c", script, "sh", ...args);

/** Loads random rules several times, and connects from where it matters. */
async function compareMany(load: (dice: Dice) => Promise<string>): Promise<void> {
  let [connections, accepted] = [0, 0];
  for (let index = 0; index < SETS; index++) {
    const dice = rollDice(SEED + index);
    const text = await load(dice);
    const read = readRules([{ file: "listing", text }], null, { zone: null, profile: null });
    if (!read.ok) throw new Error(`line ${read.error.line} ${read.error.reason}`);
    const ask = (family: 4 | 6) =>
      evaluate(read.value.rules, { host: rules.hosts[family], port: PORT, interface: "up0", path: "input" });
    const [v4, v6] = [ask(4), ask(6)];
    expect([v4.isExact, v6.isExact], text).toEqual([true, true]);
    const bounds = { lower: unionSets(v4.lower, v6.lower), upper: unionSets(v4.upper, v6.upper) };
    const points = testPoints(dice, [bounds.lower], text);
    const seen = await rules.compare(points, bounds);
    expect(seen.mismatches, `seed ${SEED + index}:\n${text}`).toEqual([]);
    connections += points.length;
    accepted += seen.accepted;
  }
  if (process.env["FIREWALL_LISTED_SETS"] !== undefined)
    process.stderr.write(`${SETS} rule sets, ${connections} connections, ${accepted} accepted\n`);
  expect(connections).toBeGreaterThan(SETS * 20);
}

describeWithPeers("ufw status", ["root", "ip", "nft", "sysctl", "iptables", "ufw"], () => {
  beforeAll(open);
  afterAll(close);

  /** Its files belong to the machine, so a copy lies over them; `ip netns exec` has mounts of its own. */
  const onCopy = 'mount --bind "$1/ufw" /etc/ufw\n';

  test("foresees what gets through", { timeout }, async () => {
    cpSync("/etc/ufw", path.join(folder, "ufw"), { recursive: true });
    await compareMany(async (dice) => {
      const commands = randomUfw(dice).map((words) => `ufw ${words.join(" ")}`);
      await shell(`${onCopy}ufw --force reset\n${commands.join("\n")}\nufw --force enable`, folder);
      return shell(`${onCopy}ufw status verbose`, folder);
    });
  });
});

describeWithPeers(
  "firewall-cmd --list-all-zones",
  ["root", "ip", "nft", "sysctl", "firewalld", "firewall-cmd", "dbus-daemon"],
  () => {
    beforeAll(open);
    afterAll(close);

    test("foresees what gets through", { timeout }, async () => {
      cpSync("/etc/firewalld", path.join(folder, "firewalld"), { recursive: true });
      const bus = path.join(folder, "bus.conf");
      writeFileSync(bus, BUS(folder));
      await rules.lab.start("server", "dbus-daemon", `--config-file=${bus}`, "--nofork", "--print-address");
      await rules.lab.start("server", "sh", "-e", "-c", START_FIREWALLD, "sh", folder);
      const onBus = 'export DBUS_SYSTEM_BUS_ADDRESS="unix:path=$1/bus"; shift\n';
      await compareMany(async (dice) => {
        await shell(`${onBus}firewall-cmd -q --reload`, folder);
        for (const { zone, flags } of randomZones(dice)) {
          // One call takes options of one kind.
          for (const same of Map.groupBy(flags, (flag) => flag.split("=", 1)[0]).values())
            await shell(`${onBus}exec firewall-cmd -q "$@"`, folder, `--zone=${zone}`, ...same);
        }
        return shell(`${onBus}exec firewall-cmd --list-all-zones`, folder);
      });
    });
  },
);
