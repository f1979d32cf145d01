import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { firewall, type FirewallInput } from "../../../src/app/firewall.ts";
import { joinRules } from "../../../src/app/join-rules.ts";
import { readRules } from "../../../src/app/read-rules.ts";
import type { PublishedHost } from "../../../src/core/checks/diagnosis-facts.ts";
import type { Finding } from "../../../src/core/checks/finding.ts";
import type { ParseHints } from "../../../src/core/firewall/parse/parsed.ts";
import { parseAddress, type IpAddress } from "../../../src/core/net/address.ts";
import { parseCidr } from "../../../src/core/net/cidr.ts";
import type { FirewallReport } from "../../../src/core/run/firewall-report.ts";
import type { EndpointFacts } from "../../../src/core/run/observation.ts";
import { collect } from "../../support/collect.ts";

const HINTS: ParseHints = { zone: null, profile: null };
const golden = (name: string): string =>
  readFileSync(new URL(`../../golden/firewall/${name}`, import.meta.url), "utf8");

function address(text: string): IpAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

type Asked = {
  readonly host?: string | null;
  readonly clients?: readonly string[];
  readonly interface?: string;
  readonly path?: "input" | "forward";
  readonly hints?: ParseHints;
};

/** The report and the findings of `firewall` over these files. */
async function run(files: Readonly<Record<string, string>>, asked: Asked = {}) {
  const dumps = Object.entries(files).map(([file, text]) => ({ file, text }));
  const hints = asked.hints ?? HINTS;
  const read = readRules(dumps, null, hints);
  if (!read.ok) throw new Error(read.error.reason);
  const host = asked.host === undefined ? "192.0.2.10" : asked.host;
  const input: FirewallInput = {
    ...read.value,
    dumps,
    format: null,
    hints,
    question: {
      host: host === null ? null : address(host),
      port: 1688,
      interface: asked.interface ?? null,
      path: asked.path ?? "input",
    },
    clients: (asked.clients ?? []).flatMap((text) => {
      const cidr = parseCidr(text);
      return cidr.ok ? [cidr.value] : [];
    }),
    isPathGiven: asked.path !== undefined,
  };
  const ports = { clock: { nowMs: () => 0, monotonicMs: () => 0 }, timestamp: () => "2026-11-24T12:00:00Z" };
  const { report } = await collect<FirewallReport>(
    firewall({ version: "0.0.0", command: "firewall" }, input, ports, new AbortController().signal),
  );
  return { ...report.result, findings: report.findings, ids: report.findings.map(({ id }) => id) };
}

const nft = (...rules: readonly string[]): string =>
  `table inet t {\n chain i {\n  type filter hook input priority 0; policy drop;\n${rules.join("\n")}\n }\n}\n`;
const ESTABLISHED = "ct state established accept";

describe("the smallest change", () => {
  test("nothing is to be changed", async () => {
    const seen = await run(
      { r: nft(ESTABLISHED, "ip saddr 10.0.0.0/8 tcp dport 1688 accept") },
      { clients: ["10.0.0.0/8"] },
    );
    expect(seen).toMatchObject({ ids: [], smallestChange: null, exact: true });
  });

  test("clients are let in, in whole blocks", async () => {
    const seen = await run(
      { r: nft(ESTABLISHED, "ip saddr 10.0.0.7 drop", "ip saddr 10.0.0.0/9 tcp dport 1688 accept") },
      {
        clients: ["10.0.0.0/8"],
      },
    );
    expect(seen.ids).toEqual(["clients-blocked"]);
    expect(seen.smallestChange).toEqual({
      text: "insert rule inet t i ip saddr { 10.0.0.0/8 } tcp dport 1688 accept\n",
      allowedAfter: ["10.0.0.0/8"],
    });
    expect(seen.findings[0]?.remedy[0]).toBe("As root, give these lines to: nft -f -");
  });

  test("others are kept out, the machine itself is not", async () => {
    const seen = await run(
      { r: nft(ESTABLISHED, "tcp dport 1688 accept") },
      { clients: ["10.0.0.0/8", "fd00::/8"] },
    );
    expect(seen.ids).toEqual(["exposed-outsiders"]);
    expect(seen.smallestChange?.text).toBe(
      'insert rule inet t i iifname != "lo" ip saddr != { 10.0.0.0/8 } tcp dport 1688 drop\n',
    );
    expect(seen.assumptions).toContain("clients of IPv6 are left out: 192.0.2.10 can't be reached over it");
  });

  test("answers that are stopped are let out", async () => {
    const rules = `table inet t {\n chain o {\n  type filter hook output priority 0; policy drop;\n }\n}\n`;
    const seen = await run({ r: rules }, { host: "fd00::1", clients: ["fd00::/8"] });
    expect(seen.blockedClients).toEqual(["fd00::/8"]);
    expect(seen.findings[0]?.evidence[0]).toMatch(
      /^r:2: inet t o: policy drop stops the first answer of fd00::\/8/,
    );
    const both = await run(
      { r: rules, s: nft("ip6 saddr fd00::/8 accept") },
      { host: "fd00::1", clients: ["fd00::/8"] },
    );
    expect(both.smallestChange?.text).toBe(
      "insert rule inet t o ip6 daddr { fd00::/8 } tcp sport 1688 accept\n",
    );
  });

  test("JSON for JSON, lines of iptables for iptables, commands for ufw", async () => {
    const clients = ["10.20.0.0/16", "10.30.0.0/16"];
    const json = await run({ r: golden("nft-small/rules.json") }, { clients });
    expect(JSON.parse(json.smallestChange?.text ?? "")).toHaveProperty("nftables");
    expect(json.smallestChange?.allowedAfter).toEqual(clients);
    const iptables = await run({ r: golden("iptables/v4.save") }, { clients });
    expect(iptables.smallestChange?.text).toMatch(
      /^\*filter\n-I INPUT ! -i lo -p tcp .* -j DROP\n-I INPUT -s 10\.30.*ACCEPT\n/,
    );
    const one = await run({ r: golden("iptables/v6.save") }, { host: "fd00::1", clients: ["fd00::/8"] });
    expect(one.smallestChange?.text).toBe(
      "*filter\n-I INPUT ! -s fd00::/8 ! -i lo -p tcp -m tcp --dport 1688 -j DROP\n" +
        "-I INPUT -s fd00:99::/32 -p tcp -m tcp --dport 1688 -j ACCEPT\nCOMMIT\n",
    );
    const ufw = await run({ r: golden("ufw/verbose.txt") }, { clients, interface: "up0" });
    expect(ufw.smallestChange?.text.split("\n")[0]).toBe(
      "ufw prepend deny proto tcp from any to 192.0.2.10 port 1688",
    );
    const routed = await run(
      { r: golden("ufw/verbose.txt") },
      { clients: ["10.0.0.0/8"], path: "forward", interface: "eth0" },
    );
    expect(routed.smallestChange?.text).toBe(
      "ufw route prepend allow proto tcp from 10.0.0.0/8 to 192.0.2.10 port 1688\n",
    );
    expect((await run({ r: golden("ufw/verbose.txt") }, { clients, host: null })).smallestChange).toBeNull();
  });

  test("commands of netsh for Windows, unless a block is in the way", async () => {
    const rules = golden("windows/rules-german.txt");
    const seen = await run({ r: rules }, { clients: ["10.20.0.0/18", "10.50.0.0/16"] });
    expect(seen.smallestChange?.text.split("\n")).toEqual([
      'netsh advfirewall firewall add rule name="KMS clients" dir=in action=allow protocol=TCP localport=1688 remoteip=10.50.0.0-10.50.255.255',
      expect.stringMatching(
        /^netsh .* action=block .* remoteip=1\.0\.0\.0-10\.19\.255\.255,10\.20\.64\.0-10\.49/,
      ) as string,
      "",
    ]);
    expect(seen.smallestChange?.allowedAfter).toEqual(["10.20.0.0/18", "10.50.0.0/16"]);
    const blocked = await run({ r: rules }, { clients: ["10.20.0.0/16"] });
    expect(blocked.smallestChange).toBeNull();
  });

  test("formats without words for it have none", async () => {
    const seen = await run({ r: golden("clouds/aws-sg.json") }, { clients: ["10.0.0.0/8"] });
    expect(seen).toMatchObject({ smallestChange: null, ids: ["exposed-outsiders", "rules-not-understood"] });
    const windows = await run({ r: golden("windows/rules-german.txt") }, { clients: ["10.0.0.0/8"] });
    expect(windows.findings[0]?.remedy[0]).toMatch(
      /^Allow TCP 1688 from .* and \d+ more before the rule that stops them/,
    );
  });
});

describe("findings", () => {
  test("an open door is told without clients", async () => {
    const seen = await run({ r: nft("accept") });
    expect(seen.findings[0]).toMatchObject({
      id: "exposed-outsiders",
      title: "The rules let others reach the port: everybody",
    });
    expect(seen.findings[0]?.remedy[0]).toMatch(/^Allow TCP 1688 from the networks of the clients only/);
    expect((await run({ r: "table inet t {\n}\n" })).findings[0]?.evidence).toEqual([
      "no rule and no policy stops them",
    ]);
  });

  test("no host, and both families", async () => {
    const seen = await run(
      { r: nft("ip daddr 192.0.2.10 accept", "ip6 saddr fd00::/8 accept") },
      { host: null },
    );
    expect(seen).toMatchObject({
      host: null,
      exact: false,
      allowed: ["fd00::/8"],
      bounds: { upper: ["0.0.0.0/0", "fd00::/8"] },
    });
    expect(seen.assumptions).toContain("the address of the host is not given (--host names it)");
    expect(seen.findings[0]).toMatchObject({ subject: "r", title: "A rule could not be evaluated" });
  });

  test("several rules that can't be evaluated, and a family that is missing", async () => {
    const seen = await run({ r: nft("meta mark 1 accept", "meta cpu 1 accept") });
    expect(seen.findings[0]?.title).toBe("2 rules could not be evaluated");
    const other = await run({ r: golden("iptables/v6.save") });
    expect(other.findings[0]).toMatchObject({
      title: "The files say nothing about IPv4",
      remedy: ["Add the file that this prints, as root: iptables-save"],
    });
    expect((await run({ s: golden("iptables/ipsets.save") }, { host: "fd00::1" })).findings[0]?.title).toBe(
      "The files say nothing about IPv6",
    );
  });

  test("what is taken for granted is said", async () => {
    const rules = nft(
      'iifname "lo" accept',
      'iifname "eth0" tcp sport 1024-65535 accept',
      'iifname "docker0" drop',
    );
    expect((await run({ r: rules })).assumptions).toEqual([
      "the rules are those of the host itself (--path forward for a router on the way)",
      "clients come in by the interface eth0",
      "clients send from ports above 1023",
    ]);
    const two = nft('iifname "eth0" accept', 'iifname "eth1" accept');
    expect((await run({ r: two }, { path: "input" })).assumptions).toEqual([
      "clients come in by an interface other than lo (--interface names it)",
    ]);
  });
});

describe("rules beside what the network showed", () => {
  const rules = nft(
    ESTABLISHED,
    "ip saddr 10.0.0.5 drop",
    "ip saddr 10.0.0.0/8 tcp dport 1688 accept",
    "ip saddr 10.1.0.1 limit rate 1/second accept",
  );

  function joined(
    own: readonly string[],
    state: EndpointFacts["state"],
    endpointAddress = "192.0.2.10",
  ): readonly Finding[] {
    const read = readRules([{ file: "r", text: rules }], null, HINTS);
    if (!read.ok) throw new Error(read.error.reason);
    const endpoint = { address: endpointAddress, port: 1688, state } as EndpointFacts;
    const hosts = [
      { host: "kms1", port: 1688, domains: [], facts: { endpoints: [endpoint] } },
    ] as unknown as readonly PublishedHost[];
    const finding = (id: Finding["id"], evidence: string): Finding => ({
      id,
      severity: "error",
      subject: `${endpointAddress}:1688`,
      title: "",
      detail: "",
      evidence: [evidence],
      remedy: ["look"],
    });
    return joinRules(
      [finding("port-filtered", `${endpointAddress}:1688 filtered`), finding("srv-missing", "no record")],
      hosts,
      { ...read.value, files: ["r"], ownAddresses: own.map(address) },
    );
  }

  test("the rule that stops this machine is evidence of the same finding", () => {
    const findings = joined(["10.0.0.5", "fd00::5"], "filtered");
    expect(findings.map(({ id }) => id)).toEqual(["port-filtered", "srv-missing"]);
    expect(findings[0]?.evidence[1]).toBe(
      "r:5: ip saddr 10.0.0.5 drop stops the first packet of 10.0.0.5/32",
    );
    expect(findings[0]?.remedy[0]).toMatch(/^Change the rule r:5/);
    expect(findings[1]?.evidence).toEqual(["no record"]);
  });

  test("rules that let it in point elsewhere, and an open port needs no explanation", () => {
    expect(joined(["10.0.0.6"], "filtered")[0]?.evidence[1]).toMatch(
      /^r: the rules let 10\.0\.0\.6\/32 in, so that/,
    );
    expect(joined(["10.0.0.5"], "open")[0]?.evidence).toHaveLength(1);
    expect(joined([], "filtered")[0]?.evidence).toHaveLength(1);
  });

  test("loopback is reached from itself", () => {
    expect(joined(["10.0.0.6"], "filtered", "127.0.0.1")[0]?.evidence[1]).toMatch(
      /^r:2: inet t i: policy drop stops the first packet of 127\.0\.0\.1\/32/,
    );
  });
});
