// The whole `diagnose`, as built, on a Samba domain controller: its DNS gives no transfers and compresses SRV targets.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DiagnoseResult, ReportDocument } from "../../src/core/run/report.ts";
import { openSambaAd, type SambaAd, type UpdateMode } from "../support/dns-servers/samba-ad.ts";
import { describeWithPeers } from "../support/peer.ts";

const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;
const SERVE = new URL("../support/serve-kms-host.ts", import.meta.url).pathname;
const PEERS = [
  "root",
  "samba",
  "samba-tool",
  "dig",
  "python3:samba",
  "/usr/share/samba/setup/provision.ldif",
];

describeWithPeers("diagnose on Samba Active Directory", PEERS, () => {
  let domain: SambaAd;
  let host: ChildProcess | undefined;
  beforeAll(async () => {
    domain = await openSambaAd();
    await domain.restart("secure only");
    await dns("add", "kms1", "A", domain.address);
    const [program = "", ...enter] = domain.enter;
    host = spawn(program, [...enter, process.execPath, SERVE, domain.address, "1688"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(host.stdout ?? host, "data");
  });
  afterAll(async () => {
    if (host !== undefined) {
      const ended = once(host, "exit");
      host.kill();
      await ended;
    }
    await domain.close();
  });

  function dns(...words: readonly string[]): Promise<string> {
    const [verb = "", ...rest] = words;
    const target = ["dns", verb, domain.address, "corp.test", ...rest];
    return domain.run("samba-tool", ...target, "-U", "Administrator%Passw0rd-lab");
  }

  async function judged(name = "corp.test"): Promise<readonly string[]> {
    const words = [MAIN, "diagnose", name, "--server", domain.address, "--json"];
    const script = `"$@"; code=$?; test $code -le 3 || exit $code`;
    const printed = await domain.run("sh", "-c", script, "sh", process.execPath, ...words);
    const { findings } = JSON.parse(printed) as ReportDocument<DiagnoseResult>;
    return [...new Set(findings.map(({ id }) => id))].toSorted();
  }

  test("no record yet", { timeout: 60_000 }, async () => {
    expect(await judged()).toEqual(["srv-missing", "update-signed"]);
  });

  const MODES: readonly (readonly [UpdateMode, string])[] = [
    ["secure only", "update-signed"],
    ["nonsecure", "update-open"],
    // Without a ticket it can't be told from 'secure only'.
    ["disabled", "update-signed"],
  ];
  test.each(MODES)(
    "one host that works, in a zone that is '%s'",
    { timeout: 60_000 },
    async (mode, finding) => {
      await domain.restart(mode);
      if (mode === "secure only") await dns("add", "_vlmcs._tcp", "SRV", "kms1.corp.test 1688 0 0");
      expect(await judged()).toEqual(["srv-single-host", finding]);
    },
  );

  test("a record of a host that was taken out of service beside it", { timeout: 60_000 }, async () => {
    await domain.restart("secure only");
    await dns("add", "_vlmcs._tcp", "SRV", "old.corp.test 1688 0 0");
    expect(await judged()).toEqual(["srv-target-unresolvable", "update-signed"]);
  });

  test("a child domain without a zone of its own", { timeout: 60_000 }, async () => {
    expect(await judged("sales.corp.test")).toEqual(["srv-missing", "update-signed"]);
  });
});
