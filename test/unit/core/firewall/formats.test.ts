// A sample of every format, and what it lets through.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readRules } from "../../../../src/app/read-rules.ts";
import { recogniseFormat } from "../../../../src/core/firewall/parse/recognise.ts";
import { ask, type Asked } from "../../../support/firewall/ask-rules.ts";

const golden = (name: string): string =>
  readFileSync(new URL(`../../../golden/firewall/${name}`, import.meta.url), "utf8");

describe("samples", () => {
  test.each<readonly [string, Asked, readonly string[], readonly string[]]>([
    [
      "nft-small/rules.nft",
      { host: "192.0.2.10" },
      ["10.20.0.0/16", "10.30.5.10/31"],
      ["0.0.0.0/5", "8.0.0.0/7"],
    ],
    ["iptables/v6.save", { host: "2001:db8::10" }, ["::/1", "8000::/2"], ["::/1", "8000::/2"]],
    [
      "ufw/verbose.txt",
      { host: "192.0.2.10", interface: "up0" },
      ["10.20.0.0/18", "10.20.64.0/19"],
      ["10.20.0.0/18", "10.20.64.0/19"],
    ],
    ["ufw/verbose.txt", { host: "fd00::1", interface: "up0" }, ["fd00::/8"], ["fd00::/8"]],
    ["ufw/verbose.txt", { host: "10.1.1.1", path: "forward", interface: "eth1" }, [], ["0.0.0.0/0"]],
    [
      "firewalld/one-zone.txt",
      { host: "192.0.2.10" },
      ["10.0.0.0/13", "10.8.0.0/16"],
      ["10.0.0.0/13", "10.8.0.0/16"],
    ],
    [
      "firewalld/all-zones.txt",
      { host: "192.0.2.10", interface: "eth0" },
      ["10.0.0.0/13", "10.8.0.0/16"],
      ["10.0.0.0/13", "10.8.0.0/16"],
    ],
    ["firewalld/all-zones.txt", { host: "192.0.2.10", zone: "work" }, ["192.168.4.0/24"], ["192.168.4.0/24"]],
    [
      "windows/rules-german.txt",
      { host: "10.0.0.1" },
      ["10.20.0.0/18", "10.20.64.0/19"],
      ["10.20.0.0/18", "10.20.64.0/19"],
    ],
    ["windows/rules-german.txt", { host: "10.0.0.1", profile: "public" }, [], []],
    [
      "windows/rules-english.txt",
      { host: "10.0.0.1" },
      ["10.20.0.0/16", "10.30.5.10/31"],
      ["0.0.0.0/5", "8.0.0.0/7"],
    ],
    [
      "windows/rules-english.txt",
      { host: "10.0.0.1", profile: "public" },
      ["10.40.0.0/18", "10.40.64.0/19"],
      ["10.40.0.0/18", "10.40.64.0/19"],
    ],
    [
      "windows/rules.json",
      { host: "10.0.0.1" },
      ["10.20.0.0/18", "10.20.64.0/19"],
      ["10.20.0.0/18", "10.20.64.0/19"],
    ],
    ["windows/rules.json", { host: "10.0.0.1", profile: "public" }, ["0.0.0.0/0"], ["0.0.0.0/0"]],
    [
      "clouds/aws-sg.json",
      { host: "10.0.0.1" },
      ["10.20.0.0/16", "10.30.0.0/24", "192.168.1.0/24"],
      ["0.0.0.0/0"],
    ],
    ["clouds/aws-sg.json", { host: "10.0.0.1", port: 22 }, ["192.168.1.0/24"], ["192.168.1.0/24"]],
    [
      "clouds/aws-nacl.json",
      { host: "10.0.0.1" },
      ["10.0.0.0/10", "10.64.0.0/11"],
      ["10.0.0.0/10", "10.64.0.0/11"],
    ],
    [
      "clouds/azure-nsg.json",
      { host: "10.0.0.1" },
      ["10.20.0.0/18", "10.20.64.0/19"],
      ["10.20.0.0/18", "10.20.64.0/19"],
    ],
    ["clouds/gcp.json", { host: "10.0.0.1" }, ["10.20.0.0/18", "10.20.64.0/19"], ["0.0.0.0/5", "8.0.0.0/7"]],
  ])("%s for %j", (file, asked, surely, perhaps) => {
    const answer = ask(golden(file), asked);
    expect(answer.surely.slice(0, surely.length || 1)).toEqual(surely);
    expect(answer.perhaps.slice(0, perhaps.length || 1)).toEqual(perhaps);
    expect(answer.doubts.length > 0).toBe(answer.surely.join(" ") !== answer.perhaps.join(" "));
  });

  test("iptables takes its sets and the other family from other files", () => {
    const v4 = { "v4.save": golden("iptables/v4.save") };
    const alone = ask(v4, { host: "192.0.2.10" });
    expect(alone.doubts).toEqual([
      "v4.save:12 the set office is not given: add 'ipset save'",
      "v4.save:13 --limit 3/min can't be decided",
    ]);
    const together = ask(
      { ...v4, "v6.save": golden("iptables/v6.save"), sets: golden("iptables/ipsets.save") },
      { host: "192.0.2.10" },
    );
    expect(together.surely).toEqual(
      [
        "10.20.0.5/32",
        "10.20.0.6/31",
        "10.20.0.8/29",
        "10.20.0.16/28",
        "10.20.0.32/27",
        "10.20.0.64/27",
        "10.20.0.96/30",
      ].concat(
        ["10.30.0.0/18", "10.30.64.0/19", "10.30.96.0/23", "10.30.98.0/24", "10.30.99.7/32"],
        ["10.30.100.0/22", "10.30.104.0/21", "10.30.112.0/20", "10.30.128.0/17"],
      ),
    );
    expect(together.doubts).toEqual(["v4.save:13 --limit 3/min can't be decided"]);
  });

  test("the family that no file speaks of is unknown", () => {
    const answer = ask(golden("iptables/v4.save"), { host: "2001:db8::10" });
    expect(answer).toMatchObject({ surely: [], perhaps: ["::/0"] });
  });

  test("profiles of Windows say what happens to the rest", () => {
    const rules = { rules: golden("windows/rules-german.txt"), profiles: golden("windows/profiles.txt") };
    expect(ask(rules, { host: "10.0.0.1", profile: "private" }).surely).toEqual(["0.0.0.0/0"]);
    expect(ask(rules, { host: "10.0.0.1", profile: "public" }).surely).toEqual([]);
    expect(ask(rules, { host: "10.0.0.1" }).decisive).toEqual([
      "allow rules:2",
      "deny rules:21",
      "deny profiles:2",
    ]);
  });
});

describe("what is no whole dump", () => {
  test.each([
    ["nft", "table ip x {\n chain y {\n  tcp dport 1 accept\n", 3, /breaks off inside the chain y/],
    ["nft", "table ip x {\n set y {\n", 2, /breaks off inside the set y/],
    ["nft", "table ip x\n", 1, /breaks off inside the table x/],
    ["nft", "chain y { }", 1, /has 'chain' where a table should begin/],
    ["nft-json", '{"nftables": [', 1, /breaks off/],
    ["nft-json", '{"nftables": 1}', 1, /no list 'nftables'/],
    ["nft-json", '{"nftables": [{"rule":\n{"chain": "x"}}]}', 2, /has a rule for the chain 'x'/],
    ["iptables-save", "*filter\n:INPUT ACCEPT [0:0]\n", 3, /ends before the COMMIT/],
    ["iptables-save", "*filter\n-A INPUT -j DROP\nCOMMIT", 2, /has a rule for the chain 'INPUT'/],
    [
      "iptables-save",
      '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m comment --comment "x\nCOMMIT',
      3,
      /a quote that does not end/,
    ],
    ["iptables-save", "-A INPUT -j DROP", 1, /outside of a table/],
    ["iptables-save", "*filter\n:INPUT ACCEPT [0:0]\nhello\nCOMMIT", 3, /begins with 'hello'/],
    ["ipset-save", "create x hash:ip\nadd y 10.0.0.1", 2, /has 'add y'/],
    ["ufw", "To Action From", 1, /no 'Status: active'/],
    ["firewalld", "public\n", 1, /no zone with a target/],
    ["netsh", "Rule Name: x", 1, /no name over a line of dashes/],
    ["netfirewall-json", "[]", 1, /neither rules nor profiles/],
    ["netfirewall-json", "[", 1, /breaks off/],
    ["aws-sg", '{"SecurityGroups": [{}]}', 1, /without 'IpPermissions'/],
    ["aws-sg", "nonsense", 1, /is no JSON/],
    ["aws-nacl", '{"NetworkAcls": [1]}', 1, /without 'Entries'/],
    ["aws-nacl", '{"x": "\\q"}', 1, /wrong escape/],
    ["azure-nsg", "{}", 1, /no security group/],
    ["azure-nsg", "{} x", 1, /goes on after the end/],
    ["gcp", "[{}]", 1, /neither 'allowed' nor 'denied'/],
    ["gcp", "[1 2]", 1, /breaks off inside a list/],
  ] as const)("%s: %j ends at line %i", (format, text, line, reason) => {
    const read = readRules([{ file: "x", text }], format, { zone: null, profile: null });
    expect(read).toMatchObject({ ok: false, error: { file: "x", format, line } });
    if (!read.ok) expect(read.error.reason).toMatch(reason);
  });

  test("a long file of nothing is told at once", () => {
    expect(recogniseFormat("\n".repeat(1_000_000))).toBeUndefined();
    expect(recogniseFormat(" ".repeat(1_000_000))).toBeUndefined();
    // Were it not linear, the deadline of the test would end it.
  });

  test("a format that is not known, and a zone that is not there", () => {
    expect(readRules([{ file: "x", text: "hello" }], null, { zone: null, profile: null })).toMatchObject({
      ok: false,
      error: { format: null },
    });
    const zone = readRules([{ file: "x", text: golden("firewalld/one-zone.txt") }], null, {
      zone: "work",
      profile: null,
    });
    expect(zone).toMatchObject({ ok: false, error: { reason: "has no zone 'work': there is public" } });
  });
});
