// --gss by the built program against MIT Kerberos and BIND: signed with the ticket of an account, and every way in which there is none.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { dumpZone } from "../support/examine-update-policy.ts";
import { KDC_PEERS, startKdc, type Kdc, type KerberosEnv } from "../support/kdc.ts";
import { describeWithPeers } from "../support/peer.ts";
import { documentOf, runTool, type ToolRun } from "../support/run-tool.ts";

const FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
const SERVICE = "DNS/ns.corp.test";
const ZONE = { apex: "corp.test", records: ["kms1.corp.test. 3600 IN A 192.0.2.1"] };
const OWNER = "_vlmcs._tcp.corp.test";
const GRANT = `update-policy { grant "alice\\@CORP.TEST" name ${OWNER}. SRV; };`;

type Finding = { readonly id: string; readonly title: string; readonly remedy: readonly string[] };

function findingsOf(run: ToolRun): readonly Finding[] {
  return (JSON.parse(run.stdout) as { readonly findings: readonly Finding[] }).findings;
}

describeWithPeers("BIND with a keytab", ["named", "dig", ...KDC_PEERS], () => {
  const state = mkdtempSync(path.join(tmpdir(), "kms-doctor-state-"));
  let kdc: Kdc;
  let other: Kdc;
  let server: DnsServer;
  let alice: KerberosEnv;

  const start = (keytab: string, port?: number): Promise<DnsServer> =>
    startBind({
      zones: [ZONE],
      env: kdc.env,
      zoneStatements: GRANT,
      optionStatements: `tkey-gssapi-keytab "${keytab}";`,
      ...(port === undefined ? {} : { port }),
    });

  beforeAll(async () => {
    kdc = await startKdc({ realm: "CORP.TEST", accounts: ["alice", "bob"], services: [SERVICE] });
    other = await startKdc({ realm: "OTHER.TEST", accounts: ["carol"], services: [] });
    server = await start(kdc.keytab);
    alice = await kdc.login("alice");
  });
  afterAll(async () => {
    await server.stop();
    await kdc.stop();
    await other.stop();
    rmSync(state, { recursive: true });
  });

  const run = (env: KerberosEnv, ...words: readonly string[]): Promise<ToolRun> => {
    const where = ["--primary", formatEndpoint(server.endpoint), "--timeout", "3000"];
    const form = words.includes("--ndjson") ? [] : ["--json"];
    return runTool([...words, ...where, "--gss", ...form], { env: { ...env, XDG_STATE_HOME: state } });
  };
  const publish = (env: KerberosEnv, ...more: readonly string[]): Promise<ToolRun> => {
    const words = ["--domain", "corp.test", "--host", "kms1.corp.test", "--yes", "--wait", "0"];
    return run(env, "publish", ...words, ...more);
  };
  const published = async (): Promise<boolean> => (await dumpZone(server.endpoint, true)).includes(OWNER);

  test("publish, unpublish and undo: signed by the ticket's account, the answers verified", async () => {
    const done = await publish(alice, "--ndjson");
    expect(done.code, done.stdout + done.stderr).toBe(0);
    expect(await published()).toBe(true);
    expect(done.stdout).toContain(
      "answered NOERROR (tcp, signature verified) to the update, signed with the Kerberos ticket of alice@CORP.TEST,",
    );
    const gone = await run(alice, "unpublish", "--domain", "corp.test", "--host", "kms1.corp.test", "--yes");
    expect(gone.code, gone.stdout + gone.stderr).toBe(0);
    expect(await published()).toBe(false);
    const undone = await run(alice, "undo", "--yes");
    expect(undone.code, undone.stdout + undone.stderr).toBe(0);
    expect(await published()).toBe(true);
    const last = await run(alice, "unpublish", "--domain", "corp.test", "--host", "kms1.corp.test", "--yes");
    expect(last.code).toBe(0);
  });

  test("a long update, refused as a whole: of its records the account may write only one", async () => {
    const addresses = Array.from({ length: 40 }, (_, index) => [
      "--address",
      `2001:db8::${index + 1}`,
    ]).flat();
    const done = await publish(alice, ...addresses);
    expect(findingsOf(done)[0]?.title).toContain("the account has no right to write");
    expect(done.stdout).toContain("answered REFUSED (tcp, signature verified)");
  });

  test("an account without a grant: refused, with what to grant", async () => {
    const done = await publish(await kdc.login("bob"));
    expect(done.code).toBe(1);
    const [finding] = findingsOf(done);
    expect(finding?.title).toMatch(
      /accepted the Kerberos ticket of bob@CORP\.TEST and answered REFUSED: the account has no right to write _vlmcs/,
    );
    expect(finding?.remedy.join("\n")).toContain(`grant bob\\@CORP.TEST name ${OWNER}. SRV;`);
    expect(await published()).toBe(false);
  });

  const failures: readonly {
    readonly title: string;
    readonly env: () => Promise<KerberosEnv>;
    readonly says: string;
    readonly remedy: string;
  }[] = [
    {
      title: "no ticket",
      env: () => Promise.resolve(kdc.env),
      says: "there is no Kerberos ticket to sign with (No Kerberos credentials available (default cache: FILE:",
      remedy: "KRB5CCNAME",
    },
    {
      title: "a cache that can't be read",
      env: () => {
        const file = path.join(state, "broken");
        writeFileSync(file, "no cache");
        return Promise.resolve({ ...kdc.env, KRB5CCNAME: `FILE:${file}` });
      },
      says: "there is no Kerberos ticket to sign with (No Kerberos credentials available: Unsupported",
      remedy: "kinit",
    },
    {
      title: "a ticket of another realm",
      env: () => other.login("carol"),
      says: "the realm of carol@OTHER.TEST knows no service DNS/ns.corp.test (Server not found in Kerberos database)",
      remedy: "kinit -S DNS/ns.corp.test",
    },
    {
      title: "a realm without a server",
      env: async () => ({ ...kdc.env, KRB5CCNAME: (await other.login("carol"))["KRB5CCNAME"] ?? "" }),
      says: "no Kerberos server was reached that could give a ticket for DNS/ns.corp.test to carol@OTHER.TEST (Cannot find KDC",
      remedy: "_kerberos._tcp.REALM SRV",
    },
  ];

  test.each(failures)(
    "$title: its own message and remedy, and nothing is sent",
    async ({ env, says, remedy }) => {
      const own = await env();
      const done = await publish(own);
      expect(done.code, done.stdout + done.stderr).toBe(1);
      const [finding] = findingsOf(done);
      expect(finding).toMatchObject({ id: "update-failed" });
      expect(finding?.title).toContain(says);
      expect(finding?.remedy[0]).toContain(remedy);
      const policy = await run(own, "update-policy", "corp.test");
      expect(policy.code).toBe(0);
      expect(policy.stdout).toContain(says.split("(default")[0]);
      expect(await published()).toBe(false);
    },
  );

  test("an expired ticket", async () => {
    const own = await kdc.login("alice", "1s");
    await kdc.waitUntilExpired(own);
    const done = await publish(own);
    expect(done.code).toBe(1);
    const [finding] = findingsOf(done);
    expect(finding?.title).toContain("has expired (The referenced credential has expired)");
    expect(finding?.remedy[0]).toContain("Get a new one: kinit");
  });

  test("update-policy: accepted on evidence for the record, and not without a grant", async () => {
    const before = await dumpZone(server.endpoint, true);
    const done = await run(alice, "update-policy", "corp.test");
    expect(done.code, done.stdout).toBe(0);
    expect(documentOf(done).result).toMatchObject({ policy: "gss-tsig", rcode: "REFUSED" });
    expect(done.stdout).toContain(
      `updates signed with the Kerberos ticket of alice@CORP.TEST are accepted for this record (${OWNER} SRV)`,
    );
    const bob = await run(await kdc.login("bob"), "update-policy", "corp.test");
    expect(documentOf(bob).result).toMatchObject({ policy: "signed" });
    expect(bob.stdout).toContain("is not granted to the account");
    expect(await dumpZone(server.endpoint, true)).toBe(before);
  });

  test("a name server whose key is another one than the ticket's", async () => {
    const { endpoint } = server;
    await server.stop();
    const rekeyed = await kdc.rekey(SERVICE);
    try {
      server = await start(rekeyed.old, endpoint.port);
      const done = await publish(await kdc.login("alice"));
      expect(done.code).toBe(1);
      const [finding] = findingsOf(done);
      expect(finding?.title).toContain(
        "the name server refused the Kerberos ticket of alice@CORP.TEST (TKEY error BADKEY)",
      );
      expect(finding?.remedy[0]).toContain("kvno DNS/ns.corp.test");
    } finally {
      await server.stop();
      server = await start(kdc.keytab, endpoint.port);
      alice = await kdc.login("alice");
    }
  });

  test("a name server that was restarted: the key is negotiated anew, once", async () => {
    const { endpoint } = server;
    const script = new URL("../support/run-gss-signer.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [script, String(endpoint.port)], {
      env: { ...process.env, ...alice },
    });
    const ended = once(child, "exit");
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);
    expect(await next()).toBe("NOERROR verified");
    child.stdin.write("again\n");
    expect(await next()).toBe("NOERROR verified");
    await server.stop();
    server = await start(kdc.keytab, endpoint.port);
    child.stdin.write("again\n");
    expect(await next()).toBe(
      `NOTAUTH error; ${formatEndpoint(endpoint)} no longer knows the negotiated key (BADKEY): negotiated anew; NOERROR verified`,
    );
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  test("the package is missing: one line, exit 3", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-hooks-"));
    const hook = path.join(folder, "no-koffi.mjs");
    writeFileSync(
      hook,
      `import { registerHooks } from "node:module";
registerHooks({ resolve: (name, context, next) => {
  if (name === "koffi") throw new Error("Cannot find package 'koffi'");
  return next(name, context);
} });`,
    );
    const done = await publish({ ...alice, NODE_OPTIONS: `--import=${hook}` });
    rmSync(folder, { recursive: true });
    expect(done.code).toBe(3);
    expect(done.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(done.stderr).toContain("--gss needs the package koffi");
    expect(done.stderr).toContain("nsupdate -g");
  });

  describeWithPeers("and a wrong clock", [FAKETIME], () => {
    const wrong = { LD_PRELOAD: FAKETIME, FAKETIME: "+30m", FAKETIME_DONT_FAKE_MONOTONIC: "1" };

    test("before there is a ticket for the name server: its own message", async () => {
      const done = await publish({ ...(await kdc.login("alice")), ...wrong });
      expect(done.code, done.stdout + done.stderr).toBe(1);
      const [finding] = findingsOf(done);
      expect(finding?.title).toContain(
        "the clocks of this machine and of the Kerberos server differ too much",
      );
      expect(finding?.remedy[0]).toContain("NTP");
    });

    test("with a ticket for the name server already: the server refuses it, and the clock is named", async () => {
      const own = await kdc.login("alice");
      const before = await run(own, "update-policy", "corp.test");
      expect(before.code).toBe(0);
      const done = await publish({ ...own, ...wrong });
      expect(done.code).toBe(1);
      const [finding] = findingsOf(done);
      expect(finding?.title).toContain("TKEY error BADKEY");
      expect(finding?.remedy[0]).toContain("set the clocks by NTP");
    });
  });
});
