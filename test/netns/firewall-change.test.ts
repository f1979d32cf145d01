// The smallest change is loaded by the real nft, iptables-restore and ufw over random rules: afterwards exactly the clients get in.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRules } from "../../src/app/read-rules.ts";
import { findSmallestChange } from "../../src/app/smallest-change.ts";
import { evaluate, universeOf } from "../../src/core/firewall/evaluate.ts";
import type { RuleDump } from "../../src/core/firewall/parse/parsed.ts";
import { intersectSets, setFromCidrs, type AddressSet } from "../../src/core/net/address-set.ts";
import { parseCidr } from "../../src/core/net/cidr.ts";
import { anyBlock, rollDice, type Dice } from "../support/firewall/dice.ts";
import { randomIpsets, randomIptables } from "../support/firewall/random-iptables.ts";
import { randomNft } from "../support/firewall/random-nft.ts";
import { openRulesLab, PORT, type RulesLab } from "../support/firewall/rules-lab.ts";
import { testPoints } from "../support/firewall/test-points.ts";
import { describeWithPeers } from "../support/peer.ts";

const SETS = Number(process.env["FIREWALL_CHANGE_SETS"] ?? 4);
const SEED = Number(process.env["FIREWALL_SEED"] ?? 40);
const HINTS = { zone: null, profile: null };

describeWithPeers(
  "the smallest change",
  ["root", "ip", "nft", "sysctl", "iptables", "ip6tables", "ipset"],
  () => {
    let rules: RulesLab;
    beforeAll(async () => {
      rules = await openRulesLab();
    });
    afterAll(() => rules.close());

    const timeout = 60_000 + SETS * 5_000;

    /** Some blocks of each family. */
    function anyClients(dice: Dice): AddressSet {
      const texts = ([4, 6] as const).flatMap((family) => dice.many(3, () => anyBlock(dice, family)));
      return setFromCidrs(
        texts.map((text) => {
          const cidr = parseCidr(text);
          if (!cidr.ok) throw new Error(cidr.error);
          return cidr.value;
        }),
      );
    }

    /** Changes the rules for both families; gives how many changes there were. */
    async function changeMany(
      load: (dice: Dice) => Promise<readonly RuleDump[]>,
      change: (family: 4 | 6, text: string) => Promise<unknown>,
    ): Promise<void> {
      let changes = 0;
      for (let index = 0; index < SETS; index++) {
        const dice = rollDice(SEED + index);
        const clients = anyClients(dice);
        const dumps = await load(dice);
        const read = readRules(dumps, null, HINTS);
        if (!read.ok) throw new Error(read.error.reason);
        let isExpected = true;
        for (const family of [4, 6] as const) {
          const question = {
            host: rules.hosts[family],
            port: PORT,
            interface: "up0",
            path: "input",
          } as const;
          const before = evaluate(read.value.rules, question);
          const own = intersectSets(clients, universeOf(question));
          const asked = {
            dumps,
            formats: read.value.formats,
            format: null,
            hints: HINTS,
            question,
            clients: own,
          };
          const found = findSmallestChange(asked, before);
          if (found === null) isExpected &&= false;
          else await change(family, found.text);
          if (found !== null) expect(found.allowedAfter).toEqual(own);
          if (found !== null) changes += 1;
        }
        if (!isExpected) continue;
        const text = dumps.map((dump) => dump.text).join("\n");
        const points = testPoints(dice, [clients], text);
        const { mismatches } = await rules.compare(points, { lower: clients, upper: clients });
        expect(mismatches, `seed ${SEED + index}:\n${text}`).toEqual([]);
      }
      expect(changes).toBeGreaterThan(SETS);
    }

    const shell = (script: string, ...args: readonly string[]): Promise<string> =>
      rules.lab.run("server", "sh", "-e", "-c", script, "sh", ...args);

    test.each([
      ["nft -f", "", "nft -f -"],
      ["nft -j -f", "-j", "nft -j -f -"],
    ])("by %s", { timeout }, async (_name, flag, command) => {
      await changeMany(
        async (dice) => {
          await rules.lab.rules("server", randomNft(dice));
          return [{ file: "rules", text: await shell(`nft ${flag} list ruleset`) }];
        },
        (_family, text) => shell(`printf %s "$1" | ${command}`, text),
      );
      await rules.lab.rules("server", "");
    });

    test("by iptables-restore and ip6tables-restore", { timeout }, async () => {
      await changeMany(
        async (dice) => {
          await rules.lab.rules("server", "");
          await shell("ipset destroy 2>/dev/null || true");
          await shell('printf "%s\\n" "$1" | ipset restore', randomIpsets(dice));
          await shell('printf %s "$1" | iptables-restore', randomIptables(dice, 4));
          await shell('printf %s "$1" | ip6tables-restore', randomIptables(dice, 6));
          return [
            { file: "v4", text: await shell("iptables-save") },
            { file: "v6", text: await shell("ip6tables-save") },
            { file: "sets", text: await shell("ipset save") },
          ];
        },
        (family, text) =>
          shell(`printf %s "$1" | ${family === 4 ? "iptables" : "ip6tables"}-restore --noflush`, text),
      );
      await rules.lab.rules("server", "");
    });
  },
);
