// --gss by the built program against a Samba domain controller: secure-only zones, rights on nodes, and updates switched off.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSambaAd, type SambaAd } from "../support/dns-servers/samba-ad.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";
import { checkDocument, documentOf, MAIN, type ToolRun } from "../support/run-tool.ts";

const PEERS = [
  "root",
  "samba",
  "samba-tool",
  "dig",
  "kinit",
  "python3:samba",
  "/usr/share/samba/setup/provision.ldif",
];
const PASSWORD = "Passw0rd-lab";
const OWNER = "_vlmcs._tcp.corp.test";

type Finding = { readonly id: string; readonly title: string; readonly remedy: readonly string[] };

function findingsOf(run: ToolRun): readonly Finding[] {
  return (JSON.parse(run.stdout) as { readonly findings: readonly Finding[] }).findings;
}

describeWithPeers("Samba Active Directory by Kerberos ticket", PEERS, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-gss-"));
  const file = (name: string): string => path.join(folder, name);
  let domain: SambaAd;

  beforeAll(async () => {
    domain = await openSambaAd();
    writeFileSync(file("krb5.conf"), settings(domain.address));
    for (const account of ["alice", "bob"])
      await domain.run(
        "samba-tool",
        ...["user", "create", account, PASSWORD, "-H", path.join(domain.folder, "private", "sam.ldb")],
      );
    await domain.restart("secure only");
    for (const account of ["alice", "bob"]) await kinit(account);
  });
  afterAll(async () => {
    await domain.close();
    rmSync(folder, { recursive: true });
  });

  const inside = (account: string, words: readonly string[], stdin?: string) => {
    const env = {
      KRB5_CONFIG: file("krb5.conf"),
      KRB5CCNAME: `FILE:${file(account)}`,
      XDG_STATE_HOME: file("state"),
    };
    const [program = "", ...args] = [...domain.enter, ...words];
    return runProgram(program, args, { env, timeoutMs: 60_000, ...(stdin === undefined ? {} : { stdin }) });
  };
  const kinit = async (account: string): Promise<void> => {
    const done = await inside(account, ["kinit", `${account}@CORP.TEST`], `${PASSWORD}\n`);
    expect(done.code, done.stdout + done.stderr).toBe(0);
  };
  const run = async (account: string, ...words: readonly string[]): Promise<ToolRun> => {
    const where = ["--primary", domain.address, "--timeout", "5000", "--json"];
    const done = await inside(account, [process.execPath, MAIN, ...words, ...where]);
    checkDocument(done.stdout);
    return { ...done, signal: null };
  };
  const publish = (account: string, ...words: readonly string[]): Promise<ToolRun> =>
    run(account, "publish", "--domain", "corp.test", "--yes", "--wait", "0", ...words);
  const published = (): Promise<string> =>
    domain.run("dig", "-r", `@${domain.address}`, OWNER, "SRV", "+short");
  const policyOf = (account: string): Promise<ToolRun> => run(account, "update-policy", "corp.test", "--gss");

  test(
    "secure only: refused unsigned, written with a ticket, and taken back",
    { timeout: 60_000 },
    async () => {
      const words = ["--host", "kms1.corp.test", "--address", "192.0.2.1"];
      const unsigned = await publish("alice", ...words);
      expect(unsigned.code).toBe(1);
      expect(findingsOf(unsigned)[0]?.remedy.join("\n")).toContain("--gss");
      expect(await published()).toBe("");
      const absent = await policyOf("alice");
      expect(absent.stdout).toContain("whether the account may create the node, which is not there yet,");
      const done = await publish("alice", ...words, "--gss");
      expect(done.code, done.stdout + done.stderr).toBe(0);
      expect(await published()).toBe("0 0 1688 kms1.corp.test.\n");
      const undone = await run("alice", "undo", "--gss", "--yes", "--wait", "0");
      expect(undone.code, undone.stdout + undone.stderr).toBe(0);
      expect(await published()).toBe("");
      expect((await publish("alice", ...words, "--gss")).code).toBe(0);
    },
  );

  test("another account has no right on the node: told as that, and nothing is changed", async () => {
    const nodes = await domain.dump();
    const done = await publish("bob", "--host", "dc1.corp.test", "--gss");
    expect(done.code, done.stdout + done.stderr).toBe(1);
    const [finding] = findingsOf(done);
    expect(finding?.title).toContain(
      `it accepted the Kerberos ticket of bob@CORP.TEST and answered SERVFAIL: the account has no right to write ${OWNER}`,
    );
    expect(finding?.remedy[0]).toContain(
      "the first writer owns the node. Let a group of all who publish write on _VLMCS",
    );
    expect(await domain.dump()).toBe(nodes);
  });

  test("update-policy --gss: for the owner of the node, and for another account", async () => {
    const nodes = await domain.dump();
    const alice = await policyOf("alice");
    expect(documentOf(alice).result, alice.stdout).toMatchObject({ policy: "gss-tsig" });
    expect(alice.stdout).toContain(
      `updates signed with the Kerberos ticket of alice@CORP.TEST are accepted for this record (${OWNER} SRV)`,
    );
    expect(alice.stdout).toContain("signature verified) to an update without changes, signed with");
    const bob = await policyOf("bob");
    expect(documentOf(bob).result).toMatchObject({ policy: "gss-tsig" });
    expect(bob.stdout).toContain(
      "the server accepted the Kerberos ticket of bob@CORP.TEST, and the account has no right to change the node",
    );
    expect(await domain.dump()).toBe(nodes);
  });

  test("no ticket: told, and what could be seen without one stands", async () => {
    const done = await policyOf("nobody");
    expect(documentOf(done).result).toMatchObject({ policy: "gss-tsig" });
    expect(done.stdout).toContain("there is no Kerberos ticket to sign with");
  });

  test("updates switched off: told from secure only by the ticket alone", { timeout: 60_000 }, async () => {
    await domain.restart("disabled");
    const done = await policyOf("alice");
    expect(documentOf(done).result, done.stdout).toMatchObject({ policy: "disabled", rcode: "REFUSED" });
    expect(done.stdout).toContain("updates of this zone are switched off");
    expect(findingsOf(done)[0]?.remedy[0]).toContain("allow dns updates = secure only");
  });
});

/** No DNS is asked for the realm's servers. */
function settings(address: string): string {
  const lines = [
    "[libdefaults]",
    "default_realm = CORP.TEST",
    "dns_lookup_kdc = false",
    "dns_lookup_realm = false",
    "dns_canonicalize_hostname = false",
    "rdns = false",
    "[realms]",
    "CORP.TEST = {",
    `kdc = ${address}`,
    "}",
  ];
  return `${lines.join("\n")}\n`;
}
