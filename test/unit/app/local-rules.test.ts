import { describe, expect, test } from "vitest";
import {
  chooseRules,
  gatherLocalRules,
  localRuleCommands,
  type RulesOutput,
} from "../../../src/app/local-rules.ts";
import { err, ok } from "../../../src/core/result.ts";

const rule = (table: string, expr: unknown): object => ({
  rule: { family: "ip", table, chain: "INPUT", expr: [expr] },
});
const NATIVE = JSON.stringify({
  nftables: [{ table: { family: "ip", name: "own" } }, rule("own", { accept: null })],
});
const MIXED = JSON.stringify({
  nftables: [
    { metainfo: { version: "1.0.6" } },
    { table: { family: "ip", name: "filter" } },
    { chain: { family: "ip", table: "filter", name: "INPUT" } },
    rule("filter", { xt: { type: "match", name: "set" } }),
    { table: { family: "ip", name: "own" } },
    rule("own", { accept: null }),
  ],
});
const NFT = "nft -j list ruleset";
const output = (command: string, text: string): RulesOutput => ({ command, output: ok(text) });

describe("the rules of this machine", () => {
  test("what nft shows whole is taken from nft alone", () => {
    const { dumps, missing } = chooseRules([
      output(NFT, NATIVE),
      output("iptables-save", "*filter"),
      output("ipset save", ""),
    ]);
    expect(dumps).toEqual([{ file: NFT, text: NATIVE }]);
    expect(missing).toEqual([]);
  });

  test("tables that nft can't show are taken from iptables", () => {
    const { dumps } = chooseRules([
      output(NFT, MIXED),
      output("iptables-save", "*filter"),
      output("ipset save", " \n"),
    ]);
    expect(dumps.map(({ file }) => file)).toEqual([NFT, "iptables-save"]);
    expect(dumps[0]?.text).not.toContain("xt");
    expect(dumps[0]?.text).toContain('"own"');
    expect(dumps[0]?.text).not.toContain('"filter"');
  });

  test("what may not be read is told, what is not installed is not", () => {
    const { dumps, missing } = chooseRules([
      { command: NFT, output: err("exit code 1") },
      { command: "ip6tables-save", output: err("not installed") },
      output("iptables-save", "*filter"),
    ]);
    expect(dumps).toEqual([{ file: "iptables-save", text: "*filter" }]);
    expect(missing).toEqual(["nft -j list ruleset: exit code 1"]);
  });

  test("programs that are not on the path are looked for where administrators have them", async () => {
    const asked: string[] = [];
    const { dumps } = await gatherLocalRules([NFT, "iptables-save"], (program, args) => {
      asked.push([program, ...args].join(" "));
      return Promise.resolve(program === "/usr/sbin/nft" ? ok("not JSON") : err("not installed"));
    });
    expect(asked).toEqual([NFT, `/usr/sbin/${NFT}`, "iptables-save", "/usr/sbin/iptables-save"]);
    expect(dumps).toEqual([{ file: NFT, text: "not JSON" }]);
  });

  test("each platform has its own programs", () => {
    expect(localRuleCommands("linux")?.[0]).toBe(NFT);
    expect(localRuleCommands("win32")?.[1]).toBe("netsh advfirewall show allprofiles");
    expect(localRuleCommands("darwin")).toBeUndefined();
  });
});
