// `generate` on Windows: templates of the package and by Windows paths, and registry text that a registry takes. Run under Wine.
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { templatesRoot } from "../../src/io/fs/template-folders.ts";
import { describeWithPeers } from "../support/peer.ts";
import { openWindows, WINE_PEERS, type WineWindows } from "../support/wine.ts";

const KEY = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SoftwareProtectionPlatform";
const RECORD = ["--domain", "corp.test", "--host", "kms1.corp.test", "--priority", "10", "--weight", "5"];

describeWithPeers("generate, under Wine", WINE_PEERS, () => {
  let windows: WineWindows;
  beforeAll(async () => {
    windows = await openWindows();
  }, 120_000);
  afterAll(() => windows.close());

  test("publish-list: Wine's reg imports it, and gives the list back", { timeout: 60_000 }, async () => {
    const run = await windows.runTool([
      "generate",
      "--product",
      "publish-list",
      ...RECORD,
      "--output",
      "C:\\admin\\kms.reg",
    ]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(path.join(windows.workFolder, "kms.reg"), "latin1")).toBe(run.stdout);
    await windows.runSystem("reg.exe", "import", "C:\\admin\\kms.reg");
    const list = await windows.runSystem("reg.exe", "query", KEY, "/v", "DnsDomainPublishList");
    expect(list).toMatch(/DnsDomainPublishList\s+REG_MULTI_SZ\s+corp\.test, 10, 5(\\0)*\s*$/);
    const publishing = await windows.runSystem("reg.exe", "query", KEY, "/v", "DisableDnsPublishing");
    expect(publishing).toMatch(/DisableDnsPublishing\s+REG_DWORD\s+0x0\s*$/);
  });

  test("a template by its Windows path", async () => {
    cpSync(path.join(templatesRoot(), "nsd"), path.join(windows.workFolder, "my dns"), { recursive: true });
    const run = await windows.runTool(["generate", "--template", "C:\\admin\\my dns\\", ...RECORD]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("_vlmcs._tcp.corp.test. 3600 IN SRV 10 5 1688 kms1.corp.test.\n");
  });
});
