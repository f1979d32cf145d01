import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { documentOf, runTool, startTool } from "../support/run-tool.ts";
import { describeWithPeers } from "../support/peer.ts";

const OLD =
  "$TTL 3600\n$ORIGIN corp.test.\n@ IN SOA ns1 h 41 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1 ; \u00fc\u00ff\n";
const NEW = `${OLD.replace("41", "42")}_vlmcs._tcp IN SRV 0 0 1688 kms9.corp.test.\n`;
const WISH = ["--domain", "corp.test", "--host", "kms9.corp.test"];
const DYING = fileURLToPath(new URL("../support/die-while-editing.ts", import.meta.url));

const root = mkdtempSync(path.join(tmpdir(), "kms-doctor-zone-"));
let folder = root;
let file = "";
let number = 0;
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = path.join(root, String(number++));
  mkdirSync(folder);
  file = path.join(folder, "db.corp.test");
  writeFileSync(file, OLD, "latin1");
});

const content = (): string => readFileSync(file, "latin1");
const names = (): readonly string[] => readdirSync(folder).sort();
const edit = (...args: readonly string[]): ReturnType<typeof runTool> =>
  runTool(["zone-file", file, ...WISH, ...args]);

describe("zone-file", () => {
  test("adds, says so, keeps the old file; again there is nothing to do; and removes", async () => {
    const added = await edit("--json");
    expect(added.code).toBe(0);
    expect(content()).toBe(NEW);
    const { result } = documentOf(added);
    expect(result).toMatchObject({
      zone: "corp.test",
      file,
      changes: [
        {
          action: "add",
          owner: "_vlmcs._tcp.corp.test",
          type: "SRV",
          rdata: "0 0 1688 kms9.corp.test",
          ttl: 3600,
        },
      ],
      serialBefore: 41,
      serialAfter: 42,
      applied: true,
    });
    expect(readFileSync(String(result["backup"]), "latin1")).toBe(OLD);
    const again = await edit();
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/already: nothing to do/)]);
    expect(names()).toHaveLength(2);
    const removed = await edit("--remove");
    expect(removed.code).toBe(0);
    expect(content()).toBe(OLD.replace("41", "43"));
    const absent = await edit("--remove");
    expect([absent.code, absent.stderr]).toEqual([
      1,
      expect.stringMatching(/is not in the zone corp.test: nothing was removed/),
    ]);
  });

  test("--dry-run prints the difference and writes nothing", async () => {
    chmodSync(folder, 0o555);
    const run = await edit("--dry-run");
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^--- .*\n\+\+\+ .*\n@@ [^]*^-@ IN SOA ns1 h 41 [^]*^\+_vlmcs._tcp IN SRV 0 0 1688 kms9.corp.test.$/m,
    );
    expect(content()).toBe(OLD);
    expect(names()).toEqual(["db.corp.test"]);
  });

  test("mode and owner are kept, a link stays a link", async () => {
    const link = path.join(root, `link${number}`);
    symlinkSync(file, link);
    chmodSync(file, 0o640);
    if (process.getuid?.() === 0) chownSync(file, 12, 34);
    const before = statSync(file);
    expect((await runTool(["zone-file", link, ...WISH])).code).toBe(0);
    const after = statSync(file);
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(content()).toBe(NEW);
  });

  test("the check sees the new text beside the old file, and its failure leaves the old one", async () => {
    const seen = path.join(root, `seen${number}`);
    const failed = await edit("--check-command", `sh -c 'cp "$2" "$1"; cat "$2"; echo no; exit 3' x ${seen}`);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/nothing was changed: the check failed: .* exit code 3/);
    expect(readFileSync(seen, "latin1")).toBe(NEW);
    expect([content(), names()]).toEqual([OLD, ["db.corp.test"]]);
    const absent = await edit("--check-command", "no-such-program-here", "--json");
    expect(absent.code).toBe(1);
    expect(documentOf(absent).result).toMatchObject({ applied: false, check: { ok: false } });
    expect([content(), names()]).toEqual([OLD, ["db.corp.test"]]);
  });

  test("the reload comes last and gets no word of its own", async () => {
    const seen = path.join(root, `seen${number}`);
    const run = await edit(
      "--check-command",
      "test -f {file}",
      "--reload-command",
      `sh -c 'echo "$#" "$2" >"$1"; cat {file} >>"$1"' x ${seen} {zone}`,
    );
    expect(run.code).toBe(0);
    expect(readFileSync(seen, "latin1")).toBe(`2 corp.test\n${NEW}`);
    const failed = await runTool(["zone-file", file, ...WISH, "--remove", "--reload-command", "false"]);
    expect([failed.code, failed.stderr]).toEqual([
      1,
      expect.stringMatching(/the file is changed, but the reload failed/),
    ]);
  });

  test("a change by somebody else during the check is not lost", async () => {
    const run = await edit("--check-command", `sh -c 'echo "; theirs" >> ${file}'`);
    expect([run.code, run.stderr]).toEqual([3, expect.stringMatching(/changed by somebody else meanwhile/)]);
    expect([content(), names()]).toEqual([`${OLD}; theirs\n`, ["db.corp.test"]]);
  });

  test("a second writer is kept out while the first one checks", async () => {
    const first = startTool([
      "zone-file",
      file,
      ...WISH,
      "--check-command",
      `sh -c 'mkfifo ${folder}/fifo; touch ${folder}/ready; read line < ${folder}/fifo'`,
    ]);
    const deadline = performance.now() + 15_000;
    while (!existsSync(path.join(folder, "ready"))) {
      if (performance.now() > deadline) throw new Error("the check did not begin");
      await new Promise((resolve) => setImmediate(resolve));
    }
    const second = await edit();
    expect([second.code, second.stderr]).toEqual([
      3,
      expect.stringMatching(/is being edited by process \d+ on/),
    ]);
    writeFileSync(path.join(folder, "fifo"), "go\n");
    expect((await first.ended).code).toBe(0);
    expect(content()).toBe(NEW);
  });

  test("a program killed in its check leaves a lock that the next one takes over", async () => {
    const killed = await edit("--check-command", `sh -c 'kill -9 $PPID'`);
    expect(killed.signal).toBe("SIGKILL");
    expect(content()).toBe(OLD);
    expect(names()).toContain("db.corp.test.lock");
    expect((await edit()).code).toBe(0);
    expect(content()).toBe(NEW);
    expect(names()).not.toContain("db.corp.test.lock");
  });

  const STEPS = ["locate", "lock", "read", "stage", "run", "backUp", "replace", "unlock"] as const;
  test.each(STEPS.flatMap((step) => (["before", "after"] as const).map((when) => [when, step] as const)))(
    "killed %s '%s' the file is whole, and the next edit goes through",
    async (when, step) => {
      const dying = spawnSync(process.execPath, [DYING, file, step, when], { encoding: "utf8" });
      expect([dying.signal, dying.stdout]).toEqual(["SIGKILL", ""]);
      const isDone = step === "unlock" || (step === "replace" && when === "after");
      expect(content()).toBe(isDone ? NEW : OLD);
      const next = await edit();
      expect([next.code, next.stderr]).toEqual([0, ""]);
      expect(content()).toBe(NEW);
      expect(existsSync(`${file}.lock`)).toBe(false);
    },
  );
});

describe("what is refused, with nothing touched", () => {
  const cases: readonly (readonly [string, () => unknown, number, RegExp])[] = [
    ["a journal", () => writeFileSync(`${file}.jnl`, ""), 2, /dynamic zone.*rndc freeze/],
    ["an empty file", () => truncateSync(file), 2, /no SOA/],
    ["NUL octets", () => writeFileSync(file, "a\0b"), 2, /NUL octets/],
    [
      "a folder",
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      2,
      /is a folder/,
    ],
    [
      "a device",
      () => {
        rmSync(file);
        symlinkSync("/dev/null", file);
      },
      2,
      /no regular file/,
    ],
    ["a missing file", () => rmSync(file), 2, /does not exist/],
    [
      "signatures",
      () => writeFileSync(file, `${OLD}a RRSIG A 8 2 5 20300101000000 20200101000000 1 x. AA\n`),
      2,
      /DNSSEC/,
    ],
    [
      "a lock of another machine",
      () => writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: "elsewhere.test", began: "1" })),
      3,
      /edited by process 1 on elsewhere.test/,
    ],
    ["a lock that is none of ours", () => writeFileSync(`${file}.lock`, "x"), 3, /edited by another process/],
  ];
  test.each(cases)("%s", async (_what, prepare, code, why) => {
    prepare();
    const before = names();
    const run = await edit();
    expect([run.code, run.stderr]).toEqual([code, expect.stringMatching(why)]);
    expect(run.stderr.trimEnd()).not.toContain("\n");
    expect(names()).toEqual(before);
  });

  test.each([
    [["--ttl", "5", "--remove"], /--ttl says nothing/],
    [["--check-command", "'x"], /quote ' is not closed/],
    [["--origin", "a..b"], /--origin 'a..b' is no zone/],
    [["--host", "192.0.2.1"], /never an address/],
  ])("%j", async (args, why) => {
    const run = await edit(...args);
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(why)]);
    expect(content()).toBe(OLD);
  });
});

describeWithPeers("a full disk and a folder that can't be written", ["root", "unshare"], () => {
  const inNamespace = (
    mount: string,
    then = "true",
  ): { readonly code: number | null; readonly stderr: string } => {
    const script = `${mount} && cp "$0" ${folder}/m/db && ${then} && "$1" "$2" zone-file ${folder}/m/db ${WISH.join(" ")}; code=$?; cmp "$0" ${folder}/m/db && ls ${folder}/m >&2; exit $code`;
    mkdirSync(path.join(folder, "m"));
    const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
    const run = spawnSync("unshare", ["-m", "sh", "-c", script, file, process.execPath, main], {
      encoding: "utf8",
    });
    return { code: run.status, stderr: run.stderr };
  };

  test("no space for the new text", () => {
    writeFileSync(file, OLD + "; a long comment\n".repeat(30_000), "latin1");
    const run = inNamespace(`mount -t tmpfs -o size=700k none ${folder}/m`);
    expect(run).toEqual({
      code: 3,
      stderr: expect.stringMatching(/no space is left.*ENOSPC.*\ndb\n$/) as unknown,
    });
  });

  test("a folder that is mounted read-only", () => {
    const run = inNamespace(`mount -t tmpfs none ${folder}/m`, `mount -o remount,ro ${folder}/m`);
    expect(run).toEqual({ code: 3, stderr: expect.stringMatching(/EROFS[^]*\ndb\n$/) as unknown });
  });
});
