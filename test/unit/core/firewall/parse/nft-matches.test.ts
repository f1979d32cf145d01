import { describe, expect, test } from "vitest";
import { readRules } from "../../../../../src/app/read-rules.ts";
import { ask, type Answer } from "../../../../support/firewall/ask-rules.ts";

type Told = "yes" | "no" | "perhaps";

function told({ surely, perhaps }: Answer): Told {
  return surely.length > 0 ? "yes" : perhaps.length > 0 ? "perhaps" : "no";
}

const HEAD = "type filter hook input priority filter - 5; policy drop;\n ct state established accept\n";
const REST =
  " chain c { accept\n }\n set dyn { type ipv4_addr; flags dynamic; }\n map m { type ipv4_addr : verdict; elements = { 10.0.0.1 : accept } }\n";

/** Whether a rule of nft lets first packets of IPv4 in. */
const text = (rule: string): Told =>
  told(
    ask(`table inet t {\n comment "x"\n${REST} chain i { ${HEAD} ${rule}\n }\n}\n`, {
      host: "192.0.2.10",
      format: "nft",
    }),
  );

describe("rules of nft as text", () => {
  test.each<readonly [string, Told]>([
    ["accept", "yes"],
    ["continue", "no"],
    ["counter name x accept", "yes"],
    ["ip saddr 10.0.0.0/8 accept", "yes"],
    ["ip saddr 10.0.0.0/40 accept", "perhaps"],
    ["ip saddr example.org accept", "perhaps"],
    ["ip saddr < 10.0.0.1 accept", "yes"],
    ["ip saddr <= 10.0.0.1 accept", "yes"],
    ["ip saddr > x accept", "perhaps"],
    ["ip saddr & 255.0.0.0 == 10.0.0.0 accept", "yes"],
    ["ip saddr & 255.0.0.0 == 10.0.0.1 accept", "no"],
    ["ip saddr & 255.0.0.0 < 10.0.0.0 accept", "perhaps"],
    ["ip saddr & x == 10.0.0.0 accept", "perhaps"],
    ["ip6 saddr & ::ff == ::1 accept", "no"],
    ["ip saddr @dyn accept", "perhaps"],
    ["ip saddr @gone accept", "perhaps"],
    ["ip saddr vmap @m", "yes"],
    ["ip saddr vmap @gone", "perhaps"],
    ["ip saddr map { 10.0.0.1 : 5 } accept", "perhaps"],
    ["ip daddr != 192.0.2.10 accept", "no"],
    ["ip version 4 accept", "perhaps"],
    ["ip saddr . ip daddr != { 10.0.0.1 . 192.0.2.10 } accept", "perhaps"],
    ["ip saddr . ip daddr { 10.0.0.1 . 192.0.2.10, 10.0.0.2 . 192.0.2.11 } accept", "yes"],
    ["tcp dport 1688 accept", "yes"],
    ["tcp dport < 1688 accept", "no"],
    ["tcp dport <= 1688 accept", "yes"],
    ["tcp dport > 1687 accept", "yes"],
    ["tcp dport >= 1689 accept", "no"],
    ["tcp dport ! 1688 accept", "no"],
    ["tcp dport unheard-of accept", "perhaps"],
    ["tcp dport { } accept", "perhaps"],
    ["tcp window 5 accept", "perhaps"],
    ["tcp flags odd accept", "perhaps"],
    ["tcp flags & odd == syn accept", "perhaps"],
    ["tcp flags < syn accept", "perhaps"],
    ["tcp flags == syn accept", "perhaps"],
    ["tcp flags (syn | ack) accept", "yes"],
    ["tcp flags & (syn | ack) == 0x2 accept", "yes"],
    ["tcp option timestamp exists accept", "perhaps"],
    ["udp dport 1688 accept", "no"],
    ["meta l4proto != tcp accept", "no"],
    ["meta l4proto 6 accept", "yes"],
    ["meta nfproto ipv4 accept", "yes"],
    ["meta nfproto ipv6 accept", "no"],
    ["meta nfproto { ipv4, ipv6 } accept", "yes"],
    ["meta nfproto != { ipv4, ipv6 } accept", "no"],
    ["meta protocol ip accept", "yes"],
    ["ether type ip6 accept", "no"],
    ["meta pkttype host accept", "yes"],
    ["meta pkttype != unicast accept", "no"],
    ["pkttype multicast accept", "no"],
    ["oif lo accept", "no"],
    ["oifname != eth0 accept", "yes"],
    ["iifgroup 5 accept", "perhaps"],
    ["ct state odd accept", "perhaps"],
    ["ct state != established accept", "yes"],
    ["ct direction reply accept", "no"],
    ["ct direction odd accept", "perhaps"],
    ["ct status snat accept", "no"],
    ["ct status ! dnat accept", "yes"],
    ["ct status assured accept", "perhaps"],
    ["ct original ip saddr 10.0.0.1 accept", "perhaps"],
    ["ct helper set ftp accept", "yes"],
    ["meta mark set ct mark and 0xff accept", "yes"],
    ["meta mark set 0x1 accept", "yes"],
    ["fib saddr type unicast accept", "yes"],
    ["fib daddr type != local accept", "no"],
    ["fib saddr . iif oif exists accept", "perhaps"],
    ["limit rate over 400/minute burst 5 packets accept", "perhaps"],
    ["quota over 5 mbytes accept", "perhaps"],
    ["ct count over 3 accept", "perhaps"],
    ["add @dyn { ip saddr } accept", "yes"],
    ["add @dyn { ip saddr ct count over 5 } accept", "perhaps"],
    ['log prefix "x" level info flags tcp sequence,options accept', "yes"],
    ['"quoted" accept', "perhaps"],
    ["numgen random mod 2 0 accept", "perhaps"],
    ["masquerade", "yes"],
    ["snat to 10.0.0.1", "yes"],
    ["dnat to 10.0.0.1", "perhaps"],
    ["queue num 1", "perhaps"],
    ["jump c", "yes"],
    ["goto c", "yes"],
    ["jump nowhere", "perhaps"],
    ["goto i", "perhaps"],
    ["tcp dport vmap { 1688 : odd }", "perhaps"],
    ["reject with icmp port-unreachable", "no"],
    ["reject", "no"],
    ["counter", "no"],
  ])("%s: %s", (rule, expected) => {
    expect(text(rule)).toBe(expected);
  });

  test("tables of other kinds, hooks of devices, priorities by name", () => {
    const other = `table arp a {\n chain i { type filter hook input priority 0; policy drop; }\n}\ntable bridge b {\n chain i { type filter hook input priority 0; policy drop; }\n}\ntable ip d {\n flags dormant\n chain i { type filter hook input priority raw; policy drop; }\n}\n`;
    expect(ask(`flush ruleset\n\n${other}`, { host: "192.0.2.10", format: "nft" }).surely).toEqual([
      "0.0.0.0/0",
    ]);
    const device = (hook: string): string =>
      `table netdev n {\n chain i { type filter hook ${hook} devices = { eth0, eth1 } priority -500; policy accept; ip saddr 10.0.0.0/8 drop\n ip daddr 10.0.0.0/8 drop\n }\n}\n`;
    const ingress = ask(device("ingress"), { host: "192.0.2.10", interface: "eth0" });
    expect(ingress.surely).not.toContain("10.0.0.0/8");
    expect(ask(device("ingress"), { host: "192.0.2.10", interface: "eth7" }).surely).toEqual(["0.0.0.0/0"]);
    expect(ask(device("egress"), { host: "192.0.2.10", interface: "eth0" }).decisive).toContain(
      "deny rules:3",
    );
  });

  test("rules are inserted at the top, into chains that are there", () => {
    const base = "table ip t {\n chain i { type filter hook input priority 0; policy accept; accept\n }\n}\n";
    expect(
      ask(`${base}insert rule ip t i ip saddr 10.0.0.0/8 drop\n`, { host: "192.0.2.10" }).surely[0],
    ).toBe("0.0.0.0/5");
    for (const place of ["ip t x", "ip x i", "ip6 t i"]) {
      const read = readRules([{ file: "r", text: `${base}insert rule ${place} drop` }], "nft", {
        zone: null,
        profile: null,
      });
      expect(read).toMatchObject({ ok: false, error: { line: 5 } });
    }
  });

  test("a line that goes on behind a backslash, and comments", () => {
    const rules =
      "# a comment\ntable ip t { # and one\n chain i { type filter hook input priority 0; policy drop; ct state established accept; ip saddr \\\n 10.0.0.0/8 accept }\n}\n";
    expect(ask(rules, { host: "192.0.2.10", format: "nft" }).surely).toEqual(["10.0.0.0/8"]);
  });
});

const JSON_HEAD = [
  { table: { family: "inet", name: "t" } },
  {
    chain: { family: "inet", table: "t", name: "i", type: "filter", hook: "input", prio: 0, policy: "drop" },
  },
  { chain: { family: "inet", table: "t", name: "c" } },
  {
    map: {
      family: "inet",
      table: "t",
      name: "m",
      map: "verdict",
      elem: [["10.0.0.1", { accept: null }], ["10.0.0.2"], "odd"],
    },
  },
  { map: { family: "inet", table: "t", name: "marks", map: "mark", elem: [] } },
  { set: { family: "inet", table: "t", name: "dyn", flags: ["timeout"] } },
  { rule: { family: "inet", table: "t", chain: "c", expr: [{ accept: null }] } },
  {
    rule: {
      family: "inet",
      table: "t",
      chain: "i",
      expr: [
        { match: { op: "in", left: { ct: { key: "state" } }, right: ["established"] } },
        { accept: null },
      ],
    },
  },
];

const match = (left: unknown, right: unknown, op = "=="): object => ({ match: { op, left, right } });
const ip = (field: string): object => ({ payload: { protocol: "ip", field } });

describe("rules of nft as JSON", () => {
  const json = (...expr: readonly unknown[]): Told =>
    told(
      ask(
        JSON.stringify({
          nftables: [...JSON_HEAD, 5, { rule: { family: "inet", table: "t", chain: "i", expr } }],
        }),
        {
          host: "192.0.2.10",
          format: "nft-json",
        },
      ),
    );

  test.each<readonly [string, Told, readonly unknown[]]>([
    ["a prefix", "yes", [match(ip("saddr"), { prefix: { addr: "10.0.0.0", len: 8 } }), { accept: null }]],
    [
      "a wrapped element",
      "yes",
      [match(ip("saddr"), { set: [{ elem: { val: "10.0.0.7", timeout: 5 } }] }), { accept: null }],
    ],
    ["an odd element", "perhaps", [match(ip("saddr"), { set: [{ odd: 1 }] }), { accept: null }]],
    ["a mask", "yes", [match({ "&": [ip("saddr"), "255.0.0.0"] }, "10.0.0.0"), { accept: null }]],
    ["a mask of nothing", "perhaps", [match({ "&": [] }, "10.0.0.0"), { accept: null }]],
    [
      "flags joined by |",
      "yes",
      [
        match({ "&": [{ payload: { protocol: "tcp", field: "flags" } }, { "|": ["syn", "ack"] }] }, "syn"),
        { accept: null },
      ],
    ],
    ["a set that changes", "perhaps", [match(ip("saddr"), "@dyn"), { accept: null }]],
    [
      "a direction of conntrack",
      "perhaps",
      [match({ ct: { key: "saddr", dir: "original" } }, "10.0.0.1"), { accept: null }],
    ],
    ["fib", "yes", [match({ fib: { result: "type", flags: ["daddr"] } }, "local"), { accept: null }]],
    ["raw payload", "perhaps", [match({ payload: { base: "nh", offset: 0, len: 8 } }, 5), { accept: null }]],
    ["an unknown left", "perhaps", [match({ numgen: { mod: 2 } }, 0), { accept: null }]],
    ["a value on the left", "perhaps", [match("x", 0), { accept: null }]],
    ["an unknown operator", "perhaps", [match(ip("saddr"), "10.0.0.1", "~"), { accept: null }]],
    ["no right", "perhaps", [{ match: { op: "==", left: ip("saddr") } }, { accept: null }]],
    [
      "a concatenation of unknown parts",
      "perhaps",
      [match({ concat: [ip("saddr"), { odd: 1 }] }, { set: [] }), { accept: null }],
    ],
    ["a named map", "yes", [{ vmap: { key: ip("saddr"), data: "@m" } }]],
    ["a map that is not there", "perhaps", [{ vmap: { key: ip("saddr"), data: "@marks" } }]],
    ["a map of odd keys", "perhaps", [{ vmap: { key: { odd: 1 }, data: { set: [] } } }]],
    ["a map without entries", "no", [{ vmap: { key: ip("saddr"), data: 5 } }]],
    ["a map with odd entries", "no", [{ vmap: { key: ip("saddr"), data: { set: [["10.0.0.1"], 5] } } }]],
    ["jump", "yes", [{ jump: { target: "c" } }]],
    ["jump to nothing", "perhaps", [{ jump: null }]],
    ["a match of iptables", "perhaps", [{ xt: { type: "match", name: "set" } }, { accept: null }]],
    ["reject", "no", [{ reject: null }]],
    ["reject by ICMP", "no", [{ reject: { type: "icmp", expr: "host-unreachable" } }]],
    ["limit", "perhaps", [{ limit: { rate: 5, per: "second" } }, { accept: null }]],
    [
      "noise",
      "yes",
      [{ counter: { packets: 0 } }, { "ct helper": "ftp" }, { log: null }, 5, { accept: null }],
    ],
    ["a set statement", "yes", [{ set: { op: "add", elem: ip("saddr"), set: "@dyn" } }, { accept: null }]],
    [
      "a set statement with a limit",
      "perhaps",
      [{ set: { op: "add", set: "@dyn", stmt: [{ limit: {} }] } }, { accept: null }],
    ],
    ["masquerade", "yes", [{ masquerade: null }]],
    ["queue", "perhaps", [{ queue: { num: 1 } }]],
    ["continue", "no", [{ continue: null }]],
  ])("%s: %s", (_name, expected, expr) => {
    expect(json(...expr)).toBe(expected);
  });

  test("texts of rules are those of the other listing", () => {
    const rules = JSON.stringify({
      nftables: [
        ...JSON_HEAD,
        {
          rule: {
            family: "inet",
            table: "t",
            chain: "i",
            handle: 9,
            expr: [
              match({ "&": [ip("saddr"), "255.0.0.0"] }, "10.0.0.0", "!="),
              { vmap: { key: ip("saddr"), data: { set: [["10.0.0.1", { jump: { target: "c" } }]] } } },
              { reject: { type: "tcp reset" } },
            ],
          },
        },
      ],
    });
    const read = readRules([{ file: "r", text: rules }], null, { zone: null, profile: null });
    if (!read.ok) throw new Error(read.error.reason);
    const texts = [...read.value.rules.chains.values()].flat().map((rule) => rule.text);
    expect(texts).toContain(
      "ip saddr & 255.0.0.0 != 10.0.0.0 ip saddr vmap { 10.0.0.1 : jump c } reject with tcp reset # handle 9",
    );
    expect(texts).toContain("ct state established accept");
  });
});
