import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf, runTool } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bad-"));

function file(name: string, text: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, text);
  return where;
}

const LONG = Array(60).fill("abcde").join(".");

const BAD: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["an unknown command", ["prob"], /unknown command 'prob'.*probe/],
  ["an unknown flag", ["probe", "127.0.0.1", "--jsom"], /unknown option '--jsom'.*--json/],
  ["a flag without its value", ["probe", "127.0.0.1", "--timeout"], /--timeout <ms>.*argument missing/],
  [
    "a time-out that is no number",
    ["discover", "corp.test", "--timeout", "soon"],
    /'soon' is invalid.*1 to 600000/,
  ],
  ["a negative number", ["discover", "corp.test", "--retries", "-1"], /'-1' is invalid/],
  [
    "a form that does not exist",
    ["discover", "corp.test", "--format", "xml"],
    /'xml' is invalid.*text, json, ndjson/,
  ],
  ["both families", ["discover", "corp.test", "-4", "-6"], /cannot be used with/],
  [
    "a domain that is an address",
    ["discover", "192.0.2.1"],
    /'192.0.2.1' is an IP address.*kms-doctor probe 192.0.2.1/,
  ],
  ["a domain that is an IPv6 address", ["discover", "2001:db8::1"], /is an IP address/],
  ["a link-local address", ["discover", "fe80::1"], /is an IP address/],
  ["a URL", ["discover", "http://corp.test"], /it is a URL. Give the domain: corp.test/],
  ["an empty label", ["discover", "corp..test"], /'corp..test' is not a domain: a label is empty/],
  ["a long label", ["discover", `${"a".repeat(64)}.test`], /at most 63/],
  ["a long name", ["discover", LONG], /at most 255/],
  ["a name with a blank", ["discover", "corp test"], /is not a domain/],
  ["an owner instead of a domain", ["discover", "_vlmcs._tcp.corp.test"], /Give the domain: corp.test/],
  [
    "a server that is a name",
    ["discover", "corp.test", "--server", "dns.corp.test"],
    /--server 'dns.corp.test'.*literal/,
  ],
  ["a server with a bad port", ["discover", "corp.test", "--server", "127.0.0.1:99999"], /1 to 65535/],
  ["no target", ["probe"], /no target was given.*kms-doctor probe/],
  ["a port of 70000", ["probe", "127.0.0.1:70000"], /'70000' is not a port/],
  ["a port of 70000 as a flag", ["probe", "127.0.0.1", "--port", "70000"], /1 to 65535/],
  ["an empty CIDR", ["probe", "/24"], /'\/24' is no target/],
  ["a CIDR with an empty prefix", ["probe", "10.0.0.0/"], /is no target/],
  ["a CIDR with a large prefix", ["probe", "10.0.0.0/33"], /0 to 32/],
  ["a block that is too large", ["probe", "10.0.0.0/8"], /16777216 addresses.*--max-targets/],
  ["an IPv6 block that is far too large", ["probe", "2001:db8::/32"], /--max-targets/],
  ["all of IPv6", ["probe", "::/0"], /16777216 is the most it can be/],
  ["an address of the other family", ["probe", "-4", "[::1]:5391"], /is IPv6, but -4 asks for IPv4 only/],
  ["a block of the other family", ["probe", "-6", "10.0.0.0/24"], /is IPv4, but -6 asks for IPv6 only/],
  [
    "a server of the other family",
    ["discover", "a.test", "-6", "--server", "127.0.0.1"],
    /-6 asks for IPv6 only, but 127.0.0.1:53 of --server is IPv4/,
  ],
  ["the root", ["discover", "."], /the root of DNS has no clients/],
  ["a hyphen for standard input", ["discover", "-"], /discover --file -/],
  ["a wildcard", ["discover", "*.corp.test"], /wildcard. Give the domain: corp.test/],
  ["a mail address", ["discover", "user@corp.test"], /mail address. Give the domain: corp.test/],
  ["a domain with a port", ["discover", "corp.test:53"], /no port. Give the domain: corp.test/],
  ["a broken A-label", ["discover", "xn--zz!.test"], /'xn--zz!' has characters/],
  ["a label that ends in a hyphen", ["discover", "corp-.test"], /'corp-' begins or ends with a hyphen/],
  ["a number for a domain", ["discover", "corp.1688"], /mistyped address/],
  ["an open bracket", ["probe", "[::1"], /the bracket is not closed. Write '\[::1\]:1688'/],
  ["a port without its colon", ["probe", "[::1]9"], /Write '\[::1\]:9'/],
  ["a range", ["probe", "127.0.0.1-5"], /ranges are not understood.*127.0.0.0\/24/],
  ["a hexadecimal address", ["probe", "0x7f000001:9"], /four decimal parts/],
  ["a zone and a port without brackets", ["probe", "fe80::1%lo:9"], /Write '\[fe80::1%lo\]:9'/],
  ["a zone that is not here", ["probe", "[fe80::1%nosuch]:9"], /no interface 'nosuch'. There are: .*lo/],
  ["a link-local address without a zone", ["probe", "fe80::1"], /Add it: '\[fe80::1%\w+\]'/],
  ["an unknown subcommand", ["lab", "lst"], /unknown command 'lst'. Did you mean 'kms-doctor lab list'/],
  ["a short IPv4 form", ["probe", "10.1"], /'10.1' is no target/],
  [
    "a file that does not exist",
    ["probe", "--file", "/no/such/file"],
    /'\/no\/such\/file' can't be read \(ENOENT\)/,
  ],
  ["a folder instead of a file", ["discover", "--file", folder], /EISDIR/],
  ["an empty file", ["discover", "--file", file("empty", "\n# nothing\n")], /lists nothing/],
  ["a bad line of a file", ["discover", "--file", file("bad", "good.test\nb..ad\n")], /'b..ad' \(line 2 of/],
  ["words and a file", ["discover", "a.test", "--file", file("one", "b.test\n")], /--file/],
  [
    "a config that does not exist",
    ["discover", "a.test", "--config", "/no/such.yaml"],
    /--config '\/no\/such.yaml'/,
  ],
  [
    "a config with an unknown key",
    ["discover", "a.test", "--config", file("key.yaml", "tiemout: 3\n")],
    /key.yaml:1: there is no setting 'tiemout'. Write 'timeout' instead/,
  ],
  [
    "a config with a bad value",
    ["discover", "a.test", "--config", file("value.yaml", "timeout: soon\n")],
    /value.yaml:1: 'timeout' must be a whole number from 1 to 600000/,
  ],
  [
    "a config with a bad server",
    ["discover", "a.test", "--config", file("server.yaml", "# servers\nserver: dns.corp.test\n")],
    /server.yaml:2: 'server' has 'dns.corp.test'/,
  ],
  ["a config that is no YAML", ["discover", "a.test", "--config", file("no.yaml", "a: [\n")], /no YAML/],
  ["an unknown shell", ["completion", "tcsh"], /'tcsh' is invalid.*bash/],
  ["an unknown schema", ["schema", "nothing"], /no schema 'nothing'.*discover/],
  ["listening for everybody", ["serve", "--listen", "0.0.0.0:0"], /--allow-remote/],
  ["listening on a name", ["serve", "--listen", "localhost:0"], /--listen 'localhost:0'/],
  ["an unknown scenario", ["lab", "start", "no-such-scenario"], /no-such-scenario.*There are: .*healthy/],
];

describe("bad input: one clear line, exit 2, nothing written", () => {
  test.each(BAD)("%s", async (_title, args, message) => {
    const output = path.join(folder, "report.json");
    const before = readdirSync(folder);
    const [command = "", ...rest] = args;
    const run = await runTool([command, "--output", output, ...rest]);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run.stderr).toMatch(/^kms-doctor: /);
    expect(run.stdout).toBe("");
    expect(run.code).toBe(2);
    expect(existsSync(output)).toBe(false);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("with --json the failure is a document, and the line still goes to stderr", async () => {
    const run = await runTool(["discover", "corp..test", "--json"]);
    expect(run.code).toBe(2);
    expect(documentOf(run)).toMatchObject({
      error: { code: "USAGE", message: expect.stringContaining("corp..test") },
    });
    expect(run.stderr).toMatch(/^kms-doctor: /);
  });

  test.each([
    [["help", "nosuch"], /unknown command 'nosuch'. Try 'kms-doctor help'/],
    [["help", "prob"], /unknown command 'prob'. Did you mean 'kms-doctor probe'/],
    [["help", "lab", "strt"], /unknown command 'strt'. Did you mean 'kms-doctor lab start'/],
    [["nosuch", "--json"], /unknown command 'nosuch'. Try 'kms-doctor help'/],
    [["lab", "start", "--nosuch"], /Try 'kms-doctor help lab start'/],
  ])("%j: the hint names only help that exists", async (args, message) => {
    const run = await runTool(args);
    expect(run.stderr).toMatch(message);
    expect(run.code).toBe(2);
  });

  test("two forms at once", async () => {
    const run = await runTool(["discover", "a.test", "--json", "--ndjson"]);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/--json.*cannot be used with.*--ndjson.*Try 'kms-doctor help discover'/);
  });

  test("control characters of the command line are shown escaped", async () => {
    const run = await runTool(["discover", "a\u001b[31mb.test"]);
    expect(run.stderr).toContain(String.raw`\x1b[31m`);
    expect(run.stderr).not.toContain("\u001b");
  });

  test("a file that can't be written is exit 3", async () => {
    const run = await runTool(["version", "--output", path.join(folder, "no-such-folder", "x.json")]);
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(/can't write .*ENOENT/);
  });
});
