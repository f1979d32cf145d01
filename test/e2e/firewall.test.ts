import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import type { FirewallReport } from "../../src/core/run/firewall-report.ts";
import { readRules } from "../../src/app/read-rules.ts";
import { evaluate } from "../../src/core/firewall/evaluate.ts";
import { rollDice } from "../support/firewall/dice.ts";
import { documentOf, runTool, startTool, type ToolRun } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-rules-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const golden = (name: string): string =>
  fileURLToPath(new URL(`../golden/firewall/${name}`, import.meta.url));
const report = (run: ToolRun): FirewallReport => documentOf(run).result as unknown as FirewallReport;
const idsOf = (run: ToolRun): readonly string[] =>
  (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);

function rulesFile(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const NFT = `table inet filter {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		ip saddr 10.20.99.0/24 drop
		ip saddr 10.20.0.0/16 tcp dport 1688 accept
		ip saddr 192.168.7.0/24 tcp dport 1688 accept
		ip saddr 10.20.99.7 tcp dport 1688 accept
	}
}
`;

describe("firewall", () => {
  const rules = rulesFile("rules.nft", NFT);
  const asked = ["--host", "192.0.2.10", "--clients", "10.20.0.0/16,10.30.0.0/16"];

  test("tells who is blocked, who gets in, and by which line", async () => {
    const run = await runTool(["firewall", rules, ...asked, "--json"]);
    expect(run.code).toBe(1);
    expect(report(run)).toMatchObject({
      host: "192.0.2.10",
      port: 1688,
      formats: ["nft"],
      exact: true,
      bounds: null,
      blockedClients: ["10.20.99.0/24", "10.30.0.0/16"],
      exposed: ["192.168.7.0/24"],
      decisive: [
        { line: 6, effect: "allow" },
        { line: 7, effect: "allow", cidrs: ["192.168.7.0/24"] },
        { line: 5, effect: "deny", cidrs: ["10.20.99.0/24"] },
        { line: 2, effect: "deny" },
      ],
      shadowed: [{ line: 8, rule: "ip saddr 10.20.99.7 tcp dport 1688 accept" }],
    });
    expect(report(run).allowed).toContain("192.168.7.0/24");
    expect(report(run).shadowed[0]?.by).toMatch(/rules\.nft:5: ip saddr 10\.20\.99\.0\/24 drop$/);
    expect(idsOf(run)).toEqual(["clients-blocked", "exposed-outsiders"]);
  });

  test("all is well where exactly the clients get in", async () => {
    const run = await runTool([
      "firewall",
      rules,
      "--host",
      "192.0.2.10",
      "--clients",
      "192.168.7.0/24",
      "--clients",
      "10.20.0.0/16",
      "--json",
    ]);
    expect(idsOf(run)).toEqual(["clients-blocked"]);
    const good = rulesFile("good.nft", NFT.replace("ip saddr 10.20.99.0/24 drop", "counter"));
    const healthy = await runTool([
      "firewall",
      good,
      "--host",
      "192.0.2.10",
      "--clients",
      "192.168.7.0/24,10.20.0.0/16",
      "--json",
    ]);
    expect(healthy.code).toBe(0);
    expect(idsOf(healthy)).toEqual([]);
  });

  test("without clients only an open door is told", async () => {
    expect(idsOf(await runTool(["firewall", rules, "--host", "192.0.2.10", "--json"]))).toEqual([]);
    const open = rulesFile(
      "open.nft",
      NFT.replace("policy drop", "policy accept").replace(/\t\tip saddr 10.20.99.0.*\n/, ""),
    );
    const run = await runTool(["firewall", open, "--host", "192.0.2.10", "--json"]);
    expect(idsOf(run)).toEqual(["exposed-outsiders"]);
    expect(run.code).toBe(0);
    expect((await runTool(["firewall", open, "--host", "192.0.2.10", "--fail-on", "warning"])).code).toBe(1);
  });

  test("what can't be decided gives two bounds, and the line", async () => {
    const limited = rulesFile(
      "limited.nft",
      NFT.replace("ip saddr 192.168.7.0/24", "ip saddr 192.168.7.0/24 limit rate 3/minute"),
    );
    const run = await runTool([
      "firewall",
      limited,
      "--host",
      "192.0.2.10",
      "--clients",
      "10.0.0.0/8",
      "--json",
    ]);
    expect(report(run)).toMatchObject({ exact: false });
    expect(report(run).bounds?.upper).toContain("192.168.7.0/24");
    expect(report(run).allowed).toEqual(report(run).bounds?.lower);
    const findings = documentOf(run)["findings"] as readonly Finding[];
    const unclear = findings.find(({ id }) => id === "rules-not-understood");
    expect(unclear).toMatchObject({ subject: limited, severity: "warning" });
    expect(unclear?.evidence.join()).toMatch(
      /limited\.nft:7: .*limit rate 3\/minute.* \(limit can't be foreseen\)/,
    );
  });

  test("rules for the other family are asked for", async () => {
    const run = await runTool(["firewall", golden("iptables/v4.save"), "--host", "2001:db8::10", "--json"]);
    expect(report(run)).toMatchObject({ exact: false, allowed: [], bounds: { upper: ["::/0"] } });
    const [finding] = documentOf(run)["findings"] as readonly Finding[];
    expect(finding).toMatchObject({ id: "rules-not-understood", title: "The files say nothing about IPv6" });
  });

  test("as text, for people", async () => {
    const run = await runTool(["firewall", rules, ...asked], { env: { COLUMNS: "100" } });
    expect(run.stdout).toContain("Who can reach 192.0.2.10 on TCP 1688");
    expect(run.stdout).toContain("  blocked   10.20.99.0/24 10.30.0.0/16\n");
    expect(run.stdout).toMatch(/Rules that never apply to it\n\n {2}\S+rules\.nft:8: ip saddr 10\.20\.99\.7/);
    expect(run.stdout).toContain("the rules are those of the host itself");
  });

  test.each(["markdown", "html", "junit", "sarif"])("as %s", async (form) => {
    const run = await runTool(["firewall", rules, ...asked, "--format", form]);
    expect(run.code).toBe(1);
    if (form === "markdown" || form === "html") expect(run.stdout).toContain("Rules that decide");
    for (const text of ["clients-blocked", "10.30.0.0/16", "192.168.7.0/24"])
      expect(run.stdout).toContain(text);
  });

  test("for a monitoring system, and as events", async () => {
    expect((await runTool(["firewall", rules, ...asked, "--nagios"])).stdout).toMatch(
      /^KMS CRITICAL - 1 error, 1 warning/,
    );
    const events = (await runTool(["firewall", rules, ...asked, "--ndjson"])).stdout.trimEnd().split("\n");
    expect(events.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      "run-started",
      "probe-started",
      "probe-finished",
      "finding-raised",
      "finding-raised",
      "run-finished",
    ]);
  });

  test("takes a dump from standard input", async () => {
    const run = await runTool(["firewall", "-", "--host", "192.0.2.10", "--json"], { stdin: NFT });
    expect(report(run).decisive[0]).toMatchObject({ file: "standard input", line: 6 });
  });

  test("100,000 prefixes are evaluated in under a second", async () => {
    const dice = rollDice(5);
    const octet = (): number => dice.number(256);
    const prefixes = Array.from(
      { length: 100_000 },
      () => `${1 + dice.number(220)}.${octet()}.${octet()}.${octet()}/${20 + dice.number(13)}`,
    );
    const set = `set s {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = { ${prefixes.join(",\n\t\t\t")} }\n\t}\n\tchain input`;
    const large = rulesFile(
      "large.nft",
      NFT.replace("chain input", set).replace("ip saddr 10.20.0.0/16", "ip saddr @s"),
    );
    const run = await runTool(["firewall", large, "--host", "192.0.2.10", "--json"]);
    expect(report(run).exact).toBe(true);
    expect(report(run).allowed.length).toBeGreaterThan(50_000);
    const read = readRules([{ file: large, text: readFileSync(large, "utf8") }], null, {
      zone: null,
      profile: null,
    });
    if (!read.ok) throw new Error(read.error.reason);
    const host = { family: 4, value: 0xc000_020an } as const;
    const { rules: base } = read.value;
    // The best of three: other tests share the machine.
    const times = [1, 2, 3].map(() => {
      const began = performance.now();
      evaluate(base, { host, port: 1688, interface: null, path: "input" });
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(1000);
  });

  test("control characters in a dump stay harmless", async () => {
    const hostile = rulesFile(
      "hostile.nft",
      NFT.replace("tcp dport 1688 accept", 'tcp dport 1688 accept comment "\u001b[31m"'),
    );
    for (const form of ["text", "json", "markdown", "html", "junit", "sarif"])
      expect(
        (await runTool(["firewall", hostile, "--host", "192.0.2.10", "--format", form])).stdout,
      ).not.toContain("\u001b");
  });

  test.each([
    [["--host", "192.0.2"], /--host '192\.0\.2'/],
    [["--host", "fe80::1%eth0"], /rules know no zone/],
    [["--clients", "10.1/16"], /--clients: '10\.1\/16'/],
    [["--rules-format", "pf"], /--rules-format/],
    [["--rules-format", "ufw"], /is no whole dump of ufw: line 1 has no 'Status: active'/],
    [["--path", "output"], /--path/],
  ])("%j is one line and exit 2", async (words, message) => {
    const run = await runTool(["firewall", rules, ...words]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("--local stands alone, and without anything there is nothing to read", async () => {
    expect((await runTool(["firewall", rules, "--local"])).stderr).toMatch(
      /--local reads the rules of this machine, so no dump/,
    );
    const nothing = await runTool(["firewall"]);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toMatch(/no rules were given.*--local/);
  });

  test("files that are none", async () => {
    const nothing = await runTool(["firewall", rulesFile("letter.txt", "Dear Sir or Madam\n")]);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toMatch(/is in no format that is known.*--rules-format nft-json\|nft\|/);
    expect((await runTool(["firewall", path.join(folder, "missing")])).stderr).toMatch(
      /can't be read \(ENOENT\)/,
    );
    const cut = readFileSync(golden("clouds/aws-sg.json"), "utf8").slice(0, 300);
    expect((await runTool(["firewall", rulesFile("cut.json", cut)])).stderr).toMatch(
      /is no whole dump of aws-sg: line \d+ /,
    );
  });
});

describe("diagnose --rules", () => {
  test("a port that is refused, and the rule that rejects it, are one finding", async () => {
    const lab = startTool(["lab", "start", "refused-port", "--json"]);
    const { result } = JSON.parse(await lab.stdoutMatching(/\n$/)) as {
      result: { readonly dnsServers: readonly string[]; readonly dnsPort: number };
    };
    const network = [
      ...result.dnsServers.flatMap((server) => ["--server", server]),
      "--dns-port",
      String(result.dnsPort),
    ];
    const reject = rulesFile(
      "reject.nft",
      "table inet t {\n\tchain i {\n\t\ttype filter hook input priority 0; policy accept;\n" +
        "\t\tip saddr 127.0.0.0/8 reject with tcp reset\n\t}\n}\n",
    );
    const run = await runTool([
      "diagnose",
      "corp.test",
      ...network,
      "--timeout",
      "500",
      "--rules",
      reject,
      "--json",
    ]);
    const replay = await runTool(["diagnose", "--replay", "x", "--rules", reject]);
    lab.child.kill("SIGTERM");
    await lab.ended;
    const refused = (documentOf(run)["findings"] as readonly Finding[]).filter(
      ({ id }) => id === "port-refused",
    );
    expect(refused).toHaveLength(1);
    expect(refused[0]?.evidence[1]).toMatch(
      /reject\.nft:4: ip saddr 127\.0\.0\.0\/8 reject with tcp reset stops the first packet of 127\./,
    );
    expect(refused[0]?.remedy[0]).toMatch(/^Change the rule .*reject\.nft:4/);
    expect(replay).toMatchObject({ code: 2, stdout: "" });
  });
});
