// `update-policy --key` and `--key-env` as a user runs them: the flags, the files, and that the secret shows nowhere.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { startKeyedBind } from "../support/keyed-servers.ts";
import { describeWithPeers } from "../support/peer.ts";
import { documentOf, runTool, type ToolRun } from "../support/run-tool.ts";
import { SECRET_TEXT } from "../support/tsig-vectors.ts";

const CLAUSE = `key "kms.key" {\n\talgorithm hmac-sha256;\n\tsecret "${SECRET_TEXT}";\n};\n`;
const LINE = `hmac-sha256:kms.key:${SECRET_TEXT}`;
const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-key-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string, fileName = "kms.key"): string {
  const whole = path.join(folder, fileName);
  writeFileSync(whole, text);
  return whole;
}

/** The secret, its octets as text and in hexadecimal, or parts of them. */
function expectNoSecret(run: ToolRun): void {
  for (const text of [run.stdout, run.stderr]) {
    expect(text).not.toContain(SECRET_TEXT.slice(0, 12));
    expect(text).not.toContain("12345678901234");
    expect(text).not.toContain("3132333435363738");
  }
}

describeWithPeers("update-policy with a key", ["named"], () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startKeyedBind("update-policy { grant kms.key name _vlmcs._tcp.corp.test. SRV; };");
  });
  afterAll(() => server.stop());

  const run = async (...[args, options]: Parameters<typeof runTool>): Promise<ToolRun> => {
    const primary = formatEndpoint(server.endpoint);
    const done = await runTool(["update-policy", "corp.test", "--primary", primary, ...args], options);
    expectNoSecret(done);
    return done;
  };

  test("from a file, from standard input and from the environment: accepted", async () => {
    const ways: readonly Parameters<typeof run>[] = [
      [["--key", file(CLAUSE)]],
      [["--key", "-"], { stdin: LINE }],
      [["--key-env", "KMS_KEY"], { env: { KMS_KEY: LINE } }],
      [["--key-env", "KMS_KEY"], { env: { KMS_KEY: CLAUSE } }],
    ];
    for (const [args, options] of ways) {
      const done = await run(["--json", ...args], options);
      expect(done.code).toBe(0);
      expect(documentOf(done).result).toMatchObject({
        policy: "tsig",
        rcode: "REFUSED",
        serialBefore: 1,
        serialAfter: 1,
      });
    }
  });

  test.each(["text", "json", "ndjson", "markdown", "html", "junit", "sarif"])(
    "the secret is not in the %s form, the key's name is in the evidence",
    async (format) => {
      const done = await run(["--format", format, "--key", file(CLAUSE)]);
      expect(done.code).toBe(0);
      if (format === "json")
        expect(done.stdout).toContain("updates signed with kms.key (hmac-sha256) are accepted");
    },
  );

  test("a key with another secret: told, and still no success", async () => {
    const wrong = `hmac-sha256:kms.key:${Buffer.from("another secret of 32 octets here").toString("base64")}`;
    const done = await run(["--json", "--timeout", "300", "--key", file(wrong)]);
    expect(documentOf(done).result).toMatchObject({ policy: "signed" });
    expect(done.stdout).toContain(
      "BADSIG: the server knows the key kms.key (hmac-sha256), and its secret is another one",
    );
    expect(done.stdout).toContain("Copy the secret of kms.key (hmac-sha256) from the server again");
  });

  test("a weak key is told on stderr", async () => {
    const done = await run(["--timeout", "300", "--key", file("hmac-md5:kms.key:AAAA")]);
    expect(done.stderr).toContain("the key kms.key is weak: hmac-md5 must not be used any more");
  });
});

describe("keys that can't be read: exit 2, one line, and nothing of what was typed", () => {
  const refused = async (...[args, options]: Parameters<typeof runTool>): Promise<string> => {
    const done = await runTool(["update-policy", "corp.test", "--primary", "127.0.0.1:9", ...args], options);
    expectNoSecret(done);
    expect(done.code).toBe(2);
    expect(done.stderr.trimEnd().split("\n")).toHaveLength(1);
    return done.stderr;
  };

  test("files", async () => {
    expect(await refused(["--key", path.join(folder, "absent")])).toContain("can't be read (ENOENT)");
    const twice = `${CLAUSE}${CLAUSE.replace("kms.key", "other.key")}`;
    expect(await refused(["--key", file(twice)])).toContain("holds 2 keys: kms.key, other.key");
    expect(await refused(["--key", file(CLAUSE.replace(/.*algorithm.*\n/, ""))])).toContain(
      "line 1: the key names no algorithm",
    );
    expect(await refused(["--key", file(`kms.key:${SECRET_TEXT}`)])).toContain("names no algorithm");
    expect(await refused(["--key", file(`${SECRET_TEXT}:kms.key:hmac-sha256`)])).toContain(
      "the algorithm is none of",
    );
    expect(await refused(["--key", file(`\n${SECRET_TEXT}\n`)])).toContain("line 2: this is no key");
    expect(await refused(["--key", file("")])).toContain("there is no key in it");
  });

  test("the key itself in place of a name", async () => {
    expect(await refused(["--key", LINE])).toContain("--key takes the name of a file");
    expect(await refused(["--key", CLAUSE])).toContain("--key takes the name of a file");
    expect(await refused(["--key", SECRET_TEXT])).toContain("--key takes the name of a file");
    expect(await refused(["--key-env", LINE])).toContain("--key-env: the environment has no variable");
    expect(await refused(["--key-env", "EMPTY"], { env: { EMPTY: "" } })).toContain("or an empty one");
    expect(await refused(["--key-env", "K"], { env: { K: SECRET_TEXT } })).toContain(
      "--key-env: the variable, line 1: this is no key",
    );
    const json = await runTool(["update-policy", "corp.test", "--key", LINE, "--json"]);
    expectNoSecret(json);
    expect(json.code).toBe(2);
  });

  test("both flags", async () => {
    expect(await refused(["--key", "a", "--key-env", "B"])).toContain("cannot be used with");
  });
});
