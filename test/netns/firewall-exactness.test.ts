// Random rule sets are loaded into a namespace, predicted from their dumps, and then connected to from every address that matters.
// FIREWALL_RULE_SETS=500 makes the long run.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRules } from "../../src/app/read-rules.ts";
import type { RuleDump } from "../../src/core/firewall/parse/parsed.ts";
import { evaluate } from "../../src/core/firewall/evaluate.ts";
import { unionSets } from "../../src/core/net/address-set.ts";
import { rollDice, type Dice } from "../support/firewall/dice.ts";
import { randomIpsets, randomIptables } from "../support/firewall/random-iptables.ts";
import { randomNft } from "../support/firewall/random-nft.ts";
import { openRulesLab, PORT, type RulesLab } from "../support/firewall/rules-lab.ts";
import { testPoints } from "../support/firewall/test-points.ts";
import { describeWithPeers } from "../support/peer.ts";

const RULE_SETS = Number(process.env["FIREWALL_RULE_SETS"] ?? 24);
const SEED = Number(process.env["FIREWALL_SEED"] ?? 20_261_124);
const HINTS = { zone: null, profile: null };

type Prediction = ReturnType<typeof predict>;

function predict(dumps: readonly RuleDump[], { hosts }: RulesLab) {
  const read = readRules(dumps, null, HINTS);
  if (!read.ok) throw new Error(`${read.error.file}:${read.error.line} ${read.error.reason}`);
  const [v4, v6] = ([4, 6] as const).map((family) =>
    evaluate(read.value.rules, { host: hosts[family], port: PORT, interface: "up0", path: "input" }),
  );
  if (v4 === undefined || v6 === undefined) throw new Error("two families have two evaluations");
  return {
    lower: unionSets(v4.lower, v6.lower),
    upper: unionSets(v4.upper, v6.upper),
    isExact: v4.isExact && v6.isExact,
  };
}

/** Tries one rule set after the other; the numbers tell how much was tried. */
async function tryMany(
  rules: RulesLab,
  count: number,
  load: (dice: Dice) => Promise<readonly (readonly RuleDump[])[]>,
): Promise<{ readonly connections: number; readonly accepted: number; readonly exact: number }> {
  let [connections, accepted, exact] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const dice = rollDice(SEED + index);
    const dumps = await load(dice);
    const predictions = dumps.map((each) => predict(each, rules));
    const [first] = predictions as [Prediction];
    // The same rules in another listing mean the same.
    for (const other of predictions) expect(other).toEqual(first);
    const text = dumps[0]?.map((dump) => dump.text).join("\n") ?? "";
    const points = testPoints(dice, [first.lower, first.upper], text);
    const { mismatches, accepted: came } = await rules.compare(points, first);
    expect(mismatches, `seed ${SEED + index}:\n${text}`).toEqual([]);
    connections += points.length;
    accepted += came;
    if (first.isExact) exact += 1;
  }
  return { connections, accepted, exact };
}

describeWithPeers(
  "rules of nft and iptables",
  ["root", "ip", "nft", "sysctl", "iptables", "ip6tables", "ipset"],
  () => {
    let rules: RulesLab;
    beforeAll(async () => {
      rules = await openRulesLab();
    });
    afterAll(() => rules.close());

    const timeout = 60_000 + RULE_SETS * 5_000;

    describe("what gets through is what was foreseen", () => {
      test("nft", { timeout }, async () => {
        const { lab } = rules;
        const seen = await tryMany(rules, Math.ceil(RULE_SETS / 2), async (dice) => {
          await lab.rules("server", randomNft(dice));
          return [
            [{ file: "text", text: await lab.run("server", "nft", "list", "ruleset") }],
            [{ file: "json", text: await lab.run("server", "nft", "-j", "list", "ruleset") }],
          ];
        });
        await lab.rules("server", "");
        report("nft", seen);
      });

      test("iptables", { timeout }, async () => {
        const { lab } = rules;
        const shell = (script: string, ...args: readonly string[]): Promise<string> =>
          lab.run("server", "sh", "-e", "-c", script, "sh", ...args);
        const seen = await tryMany(rules, Math.floor(RULE_SETS / 2), async (dice) => {
          await lab.rules("server", "");
          await shell("ipset destroy 2>/dev/null || true");
          await shell('printf "%s\\n" "$1" | ipset restore', randomIpsets(dice));
          await shell('printf %s "$1" | iptables-restore', randomIptables(dice, 4));
          await shell('printf %s "$1" | ip6tables-restore', randomIptables(dice, 6));
          return [
            [
              { file: "v4", text: await shell("iptables-save") },
              { file: "v6", text: await shell("ip6tables-save") },
              { file: "sets", text: await shell("ipset save") },
            ],
          ];
        });
        await lab.rules("server", "");
        report("iptables", seen);
      });
    });

    /** A run that accepts nothing, or foresees nothing, would prove nothing. */
    function report(
      name: string,
      { connections, accepted, exact }: Awaited<ReturnType<typeof tryMany>>,
    ): void {
      if (process.env["FIREWALL_RULE_SETS"] !== undefined)
        process.stderr.write(
          `${name}: ${connections} connections, ${accepted} accepted, ${exact} rule sets exact\n`,
        );
      expect(accepted).toBeGreaterThan(connections / 20);
      expect(accepted).toBeLessThan(connections * 0.95);
      expect(exact).toBeGreaterThan(0);
    }
  },
);
