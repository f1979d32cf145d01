// `publish` and `undo`, as built, on a Samba domain controller: prerequisites are a subset test there, and serials stand still.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChangeResult } from "../../src/core/run/change-draft.ts";
import type { ReportDocument } from "../../src/core/run/report.ts";
import { openSambaAd, type SambaAd } from "../support/dns-servers/samba-ad.ts";
import { describeWithPeers } from "../support/peer.ts";

const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;
const PEERS = [
  "root",
  "samba",
  "samba-tool",
  "dig",
  "python3:samba",
  "/usr/share/samba/setup/provision.ldif",
];
const OWNER = "_vlmcs._tcp.corp.test";

describeWithPeers("publish on Samba Active Directory", PEERS, () => {
  const state = mkdtempSync(path.join(tmpdir(), "kms-doctor-state-"));
  let domain: SambaAd;
  beforeAll(async () => {
    domain = await openSambaAd();
    await domain.restart("nonsecure");
  });
  afterAll(async () => {
    await domain.close();
    rmSync(state, { recursive: true, force: true });
  });

  async function change(...words: readonly string[]): Promise<ReportDocument<ChangeResult>> {
    const all = [MAIN, ...words, "--server", domain.address, "--yes", "--json"];
    const script = `XDG_STATE_HOME="${state}"; export XDG_STATE_HOME; "$@"; code=$?; test $code -le 3 || exit $code`;
    const printed = await domain.run("sh", "-c", script, "sh", process.execPath, ...all);
    return JSON.parse(printed) as ReportDocument<ChangeResult>;
  }

  /** `TTL priority weight port target`, sorted. */
  async function srv(): Promise<readonly string[]> {
    const printed = await domain.run("dig", "-r", `@${domain.address}`, OWNER, "SRV", "+noall", "+answer");
    return printed
      .split("\n")
      .filter((line) => /\sSRV\s/.test(line))
      .map((line) => line.split(/\s+/).toSpliced(0, 1).toSpliced(1, 2).join(" "))
      .toSorted();
  }

  test("a first record with the host's address, a second one beside it", { timeout: 60_000 }, async () => {
    const wish = ["--domain", "corp.test", "--host", "kms1.corp.test"];
    const first = await change("publish", ...wish, "--address", "192.0.2.1");
    expect(first.result, JSON.stringify(first.findings)).toMatchObject({
      applied: true,
      rcode: "NOERROR",
      verified: [{ ok: true }],
    });
    const second = ["--domain", "corp.test", "--host", "kms2.corp.test", "--address", "192.0.2.2"];
    expect((await change("publish", ...second)).result.applied).toBe(true);
    expect(await srv()).toEqual(["3600 0 0 1688 kms1.corp.test.", "3600 0 0 1688 kms2.corp.test."]);
  });

  test(
    "another priority replaces the record, another TTL goes to the whole set",
    { timeout: 60_000 },
    async () => {
      const wish = ["--domain", "corp.test", "--host", "kms1.corp.test", "--priority", "5"];
      expect((await change("publish", ...wish)).result.applied).toBe(true);
      expect(await srv()).toEqual(["3600 0 0 1688 kms2.corp.test.", "3600 5 0 1688 kms1.corp.test."]);
      const retimed = await change("publish", ...wish, "--ttl", "120");
      expect(retimed.result.applied, JSON.stringify(retimed)).toBe(true);
      expect(await srv()).toEqual(["120 0 0 1688 kms2.corp.test.", "120 5 0 1688 kms1.corp.test."]);
    },
  );

  test("all of it taken back, one after the other", { timeout: 60_000 }, async () => {
    for (let back = 0; back < 4; back++) {
      const undone = await change("undo");
      expect(undone.result.applied, JSON.stringify(undone)).toBe(true);
    }
    expect(await srv()).toEqual([]);
  });

  test("refused in a zone that takes only signed updates: nothing changed", { timeout: 60_000 }, async () => {
    await domain.restart("secure only");
    const wish = ["--domain", "corp.test", "--host", "dc1.corp.test"];
    const refused = await change("publish", ...wish);
    expect(refused.findings.map(({ id }) => id)).toEqual(["update-failed"]);
    expect(refused.findings[0]?.title).toContain("REFUSED");
    expect(await srv()).toEqual([]);
  });
});
