// Samba's raw_protocol suite, whose authors run it against Windows, on the endpoint at port 135 of a namespace of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";

const script = (name: string): string => new URL(`../support/${name}`, import.meta.url).pathname;

describeWithPeers("Samba's raw_protocol suite", ["python3:samba", "unshare", "ip", "bash"], () => {
  test("at least 64 of its 65 tests without an account pass", { timeout: 180_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "kms-doctor-raw-protocol-"));
    try {
      const { stdout, stderr } = await runProgram(
        "unshare",
        [
          "-rn",
          "bash",
          script("samba-raw-protocol.sh"),
          process.execPath,
          script("serve-kms-host.ts"),
          folder,
        ],
        { timeoutMs: 170_000 },
      );
      const ran = Number(/^Ran (\d+) tests/m.exec(stdout)?.[1] ?? 0);
      const failures = (/^FAILED \((.*)\)$/m.exec(stdout)?.[1] ?? "").matchAll(/=(\d+)/g);
      const failed = [...failures].reduce((sum, [, count]) => sum + Number(count), 0);
      const names = stdout.match(/^(FAIL|ERROR): .*$/gm) ?? [];
      expect(ran, `${stdout.slice(-2_000)}\n${stderr}`).toBe(65);
      expect(ran - failed, names.join("\n")).toBeGreaterThanOrEqual(64);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
