// `generate` of the built program: what it prints, what it refuses, and a user's own templates and plans.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { templatesRoot } from "../../src/io/fs/template-folders.ts";
import { runProgram } from "../support/run-program.ts";
import { checkDocument, documentOf, runTool } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-generate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RECORD = ["--domain", "corp.test", "--host", "kms1.corp.test"];
const nsd = (...more: readonly string[]) => runTool(["generate", "--product", "nsd", ...RECORD, ...more]);

/** A copy of a shipped template, with texts of some files replaced. */
function copyOf(product: string, name: string, files: Readonly<Record<string, string>> = {}): string {
  const copy = path.join(folder, name);
  cpSync(path.join(templatesRoot(), product), copy, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(copy, file), text);
  return copy;
}

function plan(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("the snippet", () => {
  test("is all that stdout has", async () => {
    const run = await runTool(["generate", "--product", "bind-zone", ...RECORD]);
    expect(run).toMatchObject({
      code: 0,
      stderr: "",
      stdout: "; for the zone corp.test.\n_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms1.corp.test.\n",
    });
  });

  test("many hosts, ports, a parent zone, IPv6, in lower case and with A-labels", async () => {
    const { stdout } = await runTool([
      "generate",
      ...["--product", "windows-dnscmd", "--domain", "Sales.Corp.Test.", "--zone", "corp.test"],
      ...["--host", "KMS1.corp.test", "kms2.corp.test:1690", "--host", "bücher.corp.test"],
      ...["--address", "kms1.corp.test=192.0.2.1,kms1.corp.test=2001:DB8:0::1"],
      ...["--port", "1689", "--priority", "10", "--weight", "20", "--ttl", "300"],
    ]);
    expect(stdout.split("\r\n")).toEqual([
      "dnscmd . /RecordAdd corp.test kms1 300 A 192.0.2.1",
      "dnscmd . /RecordAdd corp.test kms1 300 AAAA 2001:db8::1",
      "dnscmd . /RecordAdd corp.test _vlmcs._tcp.sales 300 SRV 10 20 1689 kms1.corp.test.",
      "dnscmd . /RecordAdd corp.test _vlmcs._tcp.sales 300 SRV 10 20 1690 kms2.corp.test.",
      "dnscmd . /RecordAdd corp.test _vlmcs._tcp.sales 300 SRV 10 20 1689 xn--bcher-kva.corp.test.",
      "",
    ]);
  });

  test("as a document, with the records", async () => {
    const document = documentOf(await nsd("--json", "--address", "192.0.2.1"));
    expect(document["command"]).toBe("generate");
    expect(document.result).toMatchObject({
      product: "nsd",
      text: expect.stringContaining("IN SRV"),
      records: [
        { owner: "_vlmcs._tcp.corp.test", target: "kms1.corp.test", ttl: 3600, addresses: ["192.0.2.1"] },
      ],
    });
  });

  test("goes to a file, in the form that was asked for", async () => {
    const text = path.join(folder, "kms.zone");
    const run = await nsd("--output", text);
    expect(readFileSync(text, "utf8")).toBe(run.stdout);
    const json = path.join(folder, "kms.json");
    await runTool(["generate", "--product", "nsd", ...RECORD, "--format", "ndjson", "--output", json]);
    expect(readFileSync(json, "utf8")).toMatch(/^\{"type":"run-finished"/);
  });

  test("for a firewall needs clients only", async () => {
    const run = await runTool(["generate", "--product", "nft", "--clients", "10.0.0.0/8", "fd00::/8"]);
    expect(run.stdout.split("\n")).toHaveLength(3);
    expect(run.code).toBe(0);
    expect(
      (
        await runTool([
          "generate",
          "--product",
          "nft",
          "--clients",
          "10.1.0.0/16",
          ...RECORD,
          "--port",
          "1689",
        ])
      ).stdout,
    ).toContain("dport 1689");
  });
});

describe("the list", () => {
  test("has every product, with what proves it", async () => {
    const run = await runTool(["generate", "--list"]);
    expect(run.stdout).toMatch(/^knotc +Knot DNS: knotc +authoritative +Knot DNS 3\.2$/m);
    expect(run.stdout).toContain(`The templates are in ${templatesRoot()}`);
    const { products } = documentOf(await runTool(["generate", "--list", "--json"])).result as {
      products: { name: string; files: string[]; provenIn: string | null }[];
    };
    expect(products.length).toBeGreaterThanOrEqual(36);
    expect(products.find(({ name }) => name === "route53")).toEqual({
      name: "route53",
      title: "AWS Route 53: change batch (JSON)",
      kind: "authoritative",
      files: ["README.md", "product.yaml", "template.txt"],
      provenIn: null,
    });
  });
});

describe("what can't be generated is one line and exit 2", () => {
  test.each<readonly [readonly string[], RegExp]>([
    [[], /not said for which product. Give --product NAME; 'kms-doctor generate --list'/],
    [["--product", "bindzone", ...RECORD], /no template for 'bindzone'. Did you mean 'bind-zone'\?/],
    [["--product", "bind", ...RECORD], /Did you mean 'bind-/],
    [["--product", "../../etc", ...RECORD], /no template for '..\/..\/etc'/],
    [["--product", "nsd"], /nsd needs a domain and a KMS host/],
    [["--product", "nsd", "--domain", "corp.test"], /no KMS host is given for the domain/],
    [["--product", "nsd", "--host", "kms1.corp.test"], /the domain is not given/],
    [["--product", "nsd", "--zone", "corp.test"], /the domain is not given/],
    [["--product", "nsd", "--domain", "corp.test", "--host", 'a"; rm -rf /'], /is no host name: character 4/],
    [["--product", "nsd", "--domain", "corp.test", "--host", "$(id).corp.test"], /is no host name/],
    [["--product", "nsd", "--domain", 'a"b', "--host", "kms1.corp.test"], /is not a domain/],
    [["--product", "nsd", "--domain", "corp.test", "--host", "192.0.2.1"], /names a host, never an address/],
    [["--product", "nsd", "--domain", "corp.test", "--host", "kms1.corp.test:0"], /not a port/],
    [
      ["--product", "nsd", ...RECORD, "--zone", "other.test"],
      /the zone other.test does not hold the domain corp.test/,
    ],
    [["--product", "nsd", ...RECORD, "--zone", "a b"], /--zone 'a b' is no zone/],
    [
      ["--product", "nsd", ...RECORD, "--address", "kms1"],
      /--address 'kms1': 'kms1' is not an IPv4 or IPv6 address/,
    ],
    [
      ["--product", "nsd", ...RECORD, "--address", "fe80::1%eth0"],
      /has a zone, which no address record can hold/,
    ],
    [
      ["--product", "nsd", ...RECORD, "--host", "kms2.corp.test", "--address", "192.0.2.1"],
      /could belong to any of 2 hosts. Write whose it is: --address kms1.corp.test=192.0.2.1/,
    ],
    [
      ["--product", "nsd", ...RECORD, "--address", "kms3.corp.test=192.0.2.1"],
      /'kms3.corp.test' is none of the hosts. There are: kms1/,
    ],
    [
      ["--product", "nsd", "--domain", "corp.test", "--host", "kms1.b.test", "--address", "192.0.2.1"],
      /nsd writes into zones, and kms1.b.test lies outside/,
    ],
    [["--product", "nsd", ...RECORD, "--clients", "10.0.0.0/8"], /--clients says nothing to nsd/],
    [
      ["--product", "ufw", "--clients", "10.0.0.0/8", ...RECORD, "--address", "192.0.2.1"],
      /--address says nothing to ufw/,
    ],
    [["--product", "ufw"], /none are given. Name their networks: --clients/],
    [["--product", "ufw", "--clients", "10.0.0.1"], /--clients: '10.0.0.1' has no prefix length/],
    [["--product", "ufw", "--clients", "10.0.0.0/8; reboot"], /--clients: /],
    [["--product", "nsd", ...RECORD, "--plan", "x.yaml"], /cannot be used with/],
    [
      ["--product", "nsd", "--plan", "/nonexistent.yaml"],
      /--plan '\/nonexistent.yaml' can't be read \(ENOENT\)/,
    ],
    [
      ["--template", "/nonexistent", ...RECORD],
      /'\/nonexistent' has no template.txt that can be read \(ENOENT\). A template is a folder/,
    ],
    [["--product", "nsd", ...RECORD, "--priority", "70000"], /0 to 65535/],
  ])("%j", async (args, message) => {
    const run = await runTool(["generate", ...args]);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd()).not.toContain("\n");
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("a template of one's own", () => {
  test("is used under the name of its folder, or the one that is given", async () => {
    const own = copyOf("nsd", "my-dns", {
      "template.txt": "{{#each records}}\n{{target|zone}}\n{{/each}}\n",
    });
    expect((await runTool(["generate", "--template", own, ...RECORD])).stdout).toBe("kms1.corp.test\n");
    const document = documentOf(await runTool(["generate", "--template", `${own}/`, ...RECORD, "--json"]));
    expect(document.result).toMatchObject({ product: "my-dns" });
    const named = await runTool(["generate", "--template", own, "--product", "ours", ...RECORD, "--json"]);
    expect(documentOf(named).result).toMatchObject({ product: "ours" });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    [
      "an unknown value",
      { "template.txt": "x\n{{#each records}}{{tarket|zone}}{{/each}}" },
      /template.txt:2: there is no value 'tarket' here. Write 'target'/,
    ],
    [
      "an unknown escape",
      { "template.txt": "{{#each records}}\n{{target|html}}{{/each}}" },
      /template.txt:2: there is no escape 'html'/,
    ],
    [
      "no escape",
      { "template.txt": "{{#each records}}{{target}}{{/each}}" },
      /template.txt:1: \{\{target\}\} has no escape/,
    ],
    [
      "an escape for another target",
      { "template.txt": "{{#each records}}{{target|shell}}{{/each}}" },
      /template.txt:1: the escape 'shell' is not among those/,
    ],
    [
      "an open block",
      { "template.txt": "\n{{#each records}}" },
      /template.txt:2: \{\{#each records\}\} is never closed/,
    ],
    ["too much text", { "template.txt": "x".repeat(65_537) }, /template.txt' is larger than 65536 octets/],
    [
      "metadata without a title",
      { "product.yaml": "kind: resolver\nescapes: [zone]\nprovenIn: null\n" },
      /product.yaml:1: 'title' is missing/,
    ],
    [
      "a misspelt key",
      { "product.yaml": "title: t\nkind: resolver\nescape: [zone]\nprovenIn: null\n" },
      /product.yaml:3: the key 'escape' is unknown here. Write 'escapes' instead/,
    ],
    [
      "an unknown kind",
      { "product.yaml": "title: t\nkind: router\nescapes: [zone]\nprovenIn: null\n" },
      /product.yaml:2: 'kind' is wrong/,
    ],
    ["no YAML", { "product.yaml": "title: [\n" }, /product.yaml:\d: this is no YAML/],
  ])("%s is told with its line, exit 2", async (name, files, message) => {
    const own = copyOf("nsd", name.replaceAll(" ", "-"), files);
    const run = await runTool(["generate", "--template", own, ...RECORD]);
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });

  test("without metadata, and with a pipe in its place", async () => {
    const own = copyOf("nsd", "incomplete");
    rmSync(path.join(own, "product.yaml"));
    const run = await runTool(["generate", "--template", own, ...RECORD]);
    expect(run.stderr).toMatch(/has no product.yaml that can be read \(ENOENT\)/);
    expect(run.code).toBe(2);
    mkdirSync(path.join(own, "product.yaml"));
    expect((await runTool(["generate", "--template", own, ...RECORD])).code).toBe(2);
    rmSync(path.join(own, "product.yaml"), { recursive: true });
    await runProgram("mkfifo", [path.join(own, "product.yaml")]);
    expect((await runTool(["generate", "--template", own, ...RECORD])).stderr).toMatch(
      /has no product.yaml that can be read \(not a file\)/,
    );
  });
});

describe("a plan", () => {
  const GOOD =
    "domains: [{ domain: corp.test, hosts: [{ host: kms1.corp.test, port: 1689 }] }]\nclients: [10.0.0.0/8]\n";

  test("from a file and from standard input", async () => {
    const args = ["generate", "--product", "nsd", "--plan"];
    const file = await runTool([...args, plan("good.yaml", GOOD)]);
    expect(file.stdout).toContain("SRV 0 0 1689 kms1.corp.test.");
    expect((await runTool([...args, "-"], { stdin: GOOD })).stdout).toBe(file.stdout);
    const json = JSON.stringify({
      domains: [{ domain: "corp.test", hosts: [{ host: "kms1.corp.test", port: 1689 }] }],
    });
    expect((await runTool([...args, "-"], { stdin: json })).stdout).toBe(file.stdout);
    const ufw = await runTool(["generate", "--product", "ufw", "--plan", "-"], { stdin: GOOD });
    expect(ufw.stdout).toBe("ufw allow proto tcp from 10.0.0.0/8 to any port 1689 comment 'KMS clients'\n");
  });

  test.each([
    ["domains: []\n", /plan.yaml:1: 'domains' is wrong/],
    ["domain: corp.test\n", /plan.yaml:1: the key 'domain' is unknown here. Write 'domains' instead/],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: kms1.corp.test\n      prot: 1\n",
      /plan.yaml:5: the key 'prot' is unknown here. Write 'port'/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: kms1.corp.test\n      port: 0\n",
      /plan.yaml:5: 'domains.0.hosts.0.port' is wrong/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: 'a\"; rm -rf /'\n",
      /plan.yaml:4: 'a"; rm -rf \/' is no name/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: a_b.corp.test\n",
      /plan.yaml:4: 'a_b.corp.test' can't be published: 'a_b' has characters/,
    ],
    [
      "domains:\n - domain: corp.test\n   zone: b.test\n   hosts:\n    - host: kms1.corp.test\n",
      /plan.yaml:5: the zone b.test does not hold/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: kms1.corp.test\n      addresses:\n       - 192.0.2.1\n       - 192.0.2\n",
      /plan.yaml:7: '192.0.2' is not an IPv4/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - { host: kms1.corp.test, addresses: ['fe80::1%1'] }\n",
      /plan.yaml:4: .*has a zone/,
    ],
    [`${GOOD}  - 10.0.0.0/8`, /plan.yaml:3: this is no YAML/],
    [
      "domains: [{ domain: corp.test, hosts: [{ host: kms1.corp.test }] }]\nclients:\n  - 10.0.0.0\n",
      /plan.yaml:3: '10.0.0.0' has no prefix length/,
    ],
    [
      "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n",
      /plan.yaml:1: the aliases in this file lead too far/,
    ],
    [
      "domains:\n - domain: corp.test\n   hosts:\n    - host: kms1\n",
      /plan.yaml:4: 'kms1' has no domain. Write kms1.corp.test in full/,
    ],
    [
      "domains:\n - domain: _vlmcs._tcp.corp.test\n   hosts: [{ host: kms1.corp.test }]\n",
      /plan.yaml:2: '_vlmcs._tcp.corp.test' is the owner of the record/,
    ],
    ["", /plan.yaml:1: the file is wrong/],
  ])("%j is told with its line, exit 2", async (text, message) => {
    const run = await runTool(["generate", "--product", "nsd", "--plan", plan("plan.yaml", text)]);
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code: 2, stdout: "" });
  });
});

test("the failure is a document, too", async () => {
  const run = await runTool(["generate", "--product", "nope", "--json"]);
  checkDocument(run.stdout);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "USAGE" } });
});
