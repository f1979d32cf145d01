// The README's commands are real: every kms-doctor line in it is understood, every npm script exists.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { startTestDns } from "../support/lab-dns.ts";
import { runTool } from "../support/run-tool.ts";
import { a } from "../support/zone-builder.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const CODE = [...README.matchAll(/```\w*\n([\s\S]*?)```/g)].flatMap((match) => (match[1] ?? "").split("\n"));

/** The commands of the table from symptom to command. */
const SYMPTOMS = README.slice(README.indexOf("### From the symptom"), README.indexOf("### For scripts"));
const CELLS = [...SYMPTOMS.matchAll(/\| `(kms-doctor [^`]+)` +\|$/gm)].map(([, cell]) => cell ?? "");

/** `kms-doctor …` lines, cut where the shell takes over. */
const COMMANDS = [...CODE, ...CELLS].flatMap((line) => {
  const match = /^(?:npx )?kms-doctor ([^|>]*)/.exec(line);
  // The interface needs a terminal: the stories of test/terminal open it.
  return match?.[1] === undefined || match[1].startsWith("tui") ? [] : [match[1].trim().split(/\s+/)];
});

const DLV = readFileSync(new URL("../golden/windows/slmgr-dlv-client.txt", import.meta.url), "utf8");

/** Samples that stand for the rule dumps of the README. */
const FIREWALL_DUMPS: Readonly<Record<string, string>> = {
  "rules.nft": "nft-small/rules.nft",
  "v4.save": "iptables/v4.save",
  "v6.save": "iptables/v6.save",
  "ipsets.save": "iptables/ipsets.save",
  "rules.txt": "windows/rules-english.txt",
};

/** A zone file, a key file, a paste or a rule dump that the README speaks of is made. */
function existing(word: string): string {
  const dump = FIREWALL_DUMPS[word];
  if (dump !== undefined) return fileURLToPath(new URL(`../golden/firewall/${dump}`, import.meta.url));
  const text =
    word === "dlv.txt"
      ? DLV
      : word.startsWith("db.")
        ? `${word.slice(3)}. 60 IN SOA ns1 hostmaster 1 2 3 4 5\n`
        : word.endsWith(".key")
          ? `hmac-sha256:kms:${"c2VjcmV0".repeat(4)}\n`
          : undefined;
  if (text === undefined) return word;
  const file = path.join(mkdtempSync(path.join(tmpdir(), "kms-doctor-readme-")), word);
  writeFileSync(file, text);
  return file;
}

describe("the README", () => {
  test("has commands", () => {
    expect(COMMANDS.length).toBeGreaterThanOrEqual(4);
    expect(CELLS.length).toBeGreaterThanOrEqual(8);
  });

  test.each(COMMANDS.map((args) => [args.join(" "), args] as const))("kms-doctor %s", async (_line, args) => {
    // The lab stands in for the network: an answer or an honest 'not found' is fine, a usage error is not.
    const dns = await startTestDns({ "corp.example": [a("kms1.corp.example", "127.0.0.9")] });
    const isOffline = ["zone-file", "generate", "explain", "read", "firewall"].includes(args[0] ?? "");
    const words = args.map((word) => (word.startsWith("10.") && !isOffline ? "127.9.9.0/30" : word));
    const asks = isOffline ? [] : ["--server", dns.server, "--timeout", "300"];
    // Nobody is there to answer the question that comes before a change.
    const answer = args[0] === "publish" && !args.includes("--dry-run") ? ["--yes"] : [];
    const run = await runTool([...words.map(existing), ...asks, ...answer]);
    await dns.stop();
    expect(run.stderr).not.toMatch(/^kms-doctor: /m);
    expect([0, 1]).toContain(run.code);
  });

  test("names only npm scripts that exist", () => {
    const scripts = [...README.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? "");
    for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
  });

  test("every finding that a rule can raise is in the list of findings", () => {
    const ids = readFileSync(new URL("../../src/core/checks/finding-id.ts", import.meta.url), "utf8");
    for (const [, id] of ids.matchAll(/"([a-z-]+)"/g)) expect(README, id).toContain(`\`${id}\``);
  });
});
