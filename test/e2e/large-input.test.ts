// Large inputs run in bounded memory and never run out of descriptors.
import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startTestDns } from "../support/lab-dns.ts";
import { MAIN } from "../support/run-tool.ts";
import { a, srv } from "../support/zone-builder.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT_MEGABYTES = 300;
/** Tells the peak memory of the process when it ends. */
const TELL_PEAK =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))";

type LargeRun = { readonly code: number | null; readonly lines: number; readonly peakMegabytes: number };

/** Runs with stdout to a file, so that nothing of it piles up here. */
function run(args: readonly string[]): Promise<LargeRun> {
  const file = createWriteStream(path.join(folder, "out"));
  const child = spawn(
    "sh",
    ["-c", 'ulimit -n 256 && exec "$0" "$@"', process.execPath, "--import", TELL_PEAK, MAIN, ...args],
    {
      env: { PATH: process.env["PATH"] ?? "", HOME: folder },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let lines = 0;
  let stderr = "";
  child.stdout.on("data", (bytes: Buffer) => {
    for (const octet of bytes) if (octet === 10) lines += 1;
  });
  child.stdout.pipe(file);
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const peak = /peak (\d+)/.exec(stderr)?.[1];
      if (peak === undefined) reject(new Error(`ended with ${code}: ${stderr}`));
      else resolve({ code, lines, peakMegabytes: Number(peak) / 1024 });
    });
  });
}

describe("large inputs", () => {
  test("discover: 100,000 names as NDJSON", async () => {
    const dns = await startTestDns({
      "corp.test": [srv("_vlmcs._tcp.d77777.corp.test", "kms1.corp.test"), a("kms1.corp.test", "127.0.0.1")],
    });
    const names = path.join(folder, "names");
    writeFileSync(names, Array.from({ length: 100_000 }, (_, index) => `d${index}.corp.test\n`).join(""));
    const { code, lines, peakMegabytes } = await run([
      "discover",
      "--file",
      names,
      "--server",
      dns.server,
      "--ndjson",
    ]);
    await dns.stop();
    expect(code).toBe(1);
    expect(lines).toBeGreaterThan(500_000);
    expect(peakMegabytes).toBeLessThan(LIMIT_MEGABYTES);
  }, 240_000);

  test("probe: a /16 in text form", async () => {
    const { code, lines, peakMegabytes } = await run(["probe", "127.64.0.0/16:1", "--connect-only"]);
    expect(code).toBe(0);
    expect(lines).toBeLessThan(20);
    expect(peakMegabytes).toBeLessThan(LIMIT_MEGABYTES);
  }, 240_000);
});
