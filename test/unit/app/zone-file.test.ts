import { describe, expect, test } from "vitest";
import { editZoneFile, type ZoneFileRequest } from "../../../src/app/zone-file.ts";
import type { ZoneFilePorts, ZoneFileTrouble } from "../../../src/app/zone-file-ports.ts";
import { err, ok, type Err } from "../../../src/core/result.ts";
import { NOW_SECONDS, wish, type WishWords } from "../../support/zone-edit.ts";

const OLD = "$TTL 3600\ncorp.test. IN SOA ns1 h 41 3600 600 86400 300\n";
const NEW = `${OLD.replace("41", "42")}_vlmcs._tcp IN SRV 0 0 1688 kms9.corp.test.\n`;
const TROUBLE: Err<ZoneFileTrouble> = err({ kind: "environment", reason: "broken", hint: "mend it" });

/** A disk of one file; `fails` breaks one step. Every step leaves its name in `steps`. */
function fakeDisk(fails?: keyof ZoneFilePorts, text = OLD) {
  const steps: string[] = [];
  const disk = { text, staged: undefined as string | undefined };
  const step = <T>(name: keyof ZoneFilePorts, value: () => T) => {
    steps.push(name);
    return Promise.resolve(name === fails ? TROUBLE : ok(value()));
  };
  const ports: ZoneFilePorts = {
    now: () => NOW_SECONDS,
    locate: (file) => step("locate", () => `/real/${file}`),
    lock: () => step("lock", () => undefined),
    unlock: () => step("unlock", () => undefined).then(() => undefined),
    read: (path) => step("read", () => ({ path, text: disk.text })),
    readInclude: () => () => err("is not there"),
    stage: (_path, staged) =>
      step("stage", () => {
        disk.staged = staged;
        return "/real/staged";
      }),
    unstage: () => step("unstage", () => undefined).then(() => undefined),
    backUp: () => step("backUp", () => "/real/backup"),
    dropBackUp: () => step("dropBackUp", () => undefined).then(() => undefined),
    replace: () => step("replace", () => void (disk.text = disk.staged ?? "")),
    run: (words) => {
      steps.push(words.join(" "));
      return Promise.resolve({ isDone: words[0] !== "false", detail: "said" });
    },
  };
  return { ports, disk, steps };
}

function request(words: WishWords & Partial<ZoneFileRequest> = {}): ZoneFileRequest {
  return {
    file: "db",
    wish: wish(words),
    origin: undefined,
    remove: undefined,
    isDryRun: words.isDryRun ?? false,
    checkCommand: words.checkCommand,
    reloadCommand: words.reloadCommand,
  };
}

const never = new AbortController().signal;

describe("editZoneFile", () => {
  test("goes through its steps in order", async () => {
    const { ports, disk, steps } = fakeDisk();
    const asked = request({
      checkCommand: ["check", "{zone}"],
      reloadCommand: ["reload", "{zone}", "{file}"],
    });
    const outcome = await editZoneFile(asked, ports, never);
    expect(outcome.ok && outcome.value).toMatchObject({
      applied: true,
      backup: "/real/backup",
      serialAfter: 42,
    });
    expect(disk.text).toBe(NEW);
    expect(steps).toEqual(
      "locate,lock,read,stage,check corp.test /real/staged,backUp,replace,unlock,reload corp.test /real/db".split(
        ",",
      ),
    );
  });

  test("a check that names the file gets it once", async () => {
    const { ports, steps } = fakeDisk();
    await editZoneFile(request({ checkCommand: ["check", "-f={file}"] }), ports, never);
    expect(steps).toContain("check -f=/real/staged");
  });

  test("a dry run only reads", async () => {
    const { ports, steps } = fakeDisk();
    const outcome = await editZoneFile(request({ isDryRun: true }), ports, never);
    expect(outcome.ok && outcome.value.diff).toMatch(/^\+_vlmcs/m);
    expect(steps).toEqual(["locate", "read"]);
  });

  test("nothing to do writes nothing", async () => {
    const { ports, steps } = fakeDisk(undefined, NEW);
    const outcome = await editZoneFile(request({ reloadCommand: ["reload"] }), ports, never);
    expect(outcome.ok && outcome.value).toMatchObject({
      applied: false,
      changes: [],
      diff: "",
      serialAfter: 42,
    });
    expect(steps).toEqual(["locate", "lock", "read", "unlock"]);
  });

  test("a failed check leaves the old text and no backup", async () => {
    const { ports, disk, steps } = fakeDisk();
    const outcome = await editZoneFile(
      request({ checkCommand: ["false"], reloadCommand: ["reload"] }),
      ports,
      never,
    );
    expect(outcome.ok && outcome.value).toMatchObject({
      applied: false,
      check: { ok: false, detail: "said" },
    });
    expect(disk.text).toBe(OLD);
    expect(steps.slice(-3)).toEqual(["false /real/staged", "unstage", "unlock"]);
  });

  test("a failed reload is told, the change stays", async () => {
    const { ports } = fakeDisk();
    const outcome = await editZoneFile(request({ reloadCommand: ["false"] }), ports, never);
    expect(outcome.ok && outcome.value).toMatchObject({
      applied: true,
      reload: { command: "false", ok: false },
    });
  });

  test("an interrupt before the replacement changes nothing", async () => {
    const { ports, disk, steps } = fakeDisk();
    const outcome = await editZoneFile(request(), ports, AbortSignal.abort());
    expect(outcome.ok ? "" : outcome.error.reason).toMatch(/interrupted/);
    expect([disk.text, steps.slice(-2)]).toEqual([OLD, ["unstage", "unlock"]]);
  });

  test.each<[keyof ZoneFilePorts, readonly string[]]>([
    ["locate", ["locate"]],
    ["lock", ["locate", "lock"]],
    ["read", ["locate", "lock", "read", "unlock"]],
    ["stage", ["locate", "lock", "read", "stage", "unlock"]],
    ["backUp", ["locate", "lock", "read", "stage", "backUp", "unstage", "unlock"]],
    ["replace", ["locate", "lock", "read", "stage", "backUp", "replace", "dropBackUp", "unstage", "unlock"]],
  ])("where '%s' fails, it is told and tidied up", async (fails, expected) => {
    const { ports, disk, steps } = fakeDisk(fails);
    expect(await editZoneFile(request(), ports, never)).toEqual(TROUBLE);
    expect([disk.text, steps]).toEqual([OLD, expected]);
  });

  test("a dry run that can't read, and a file that is refused", async () => {
    expect(await editZoneFile(request({ isDryRun: true }), fakeDisk("read").ports, never)).toEqual(TROUBLE);
    const refused = await editZoneFile(request(), fakeDisk(undefined, "").ports, never);
    expect(refused).toMatchObject({
      ok: false,
      error: { kind: "file", reason: "'db': it has no SOA record" },
    });
  });

  test("records with another TTL, and equal ones, count one by one", async () => {
    const twice = `${OLD}_vlmcs._tcp SRV 0 0 1688 kms1\n_vlmcs._tcp SRV 0 0 1688 kms1\n`;
    const outcome = await editZoneFile(request({ ttlSeconds: 5 }), fakeDisk(undefined, twice).ports, never);
    const changes = outcome.ok
      ? outcome.value.changes.map(({ action, ttl, rdata }) => `${action} ${ttl} ${rdata}`)
      : [];
    expect(changes).toEqual([
      "delete 3600 0 0 1688 kms1.corp.test",
      "delete 3600 0 0 1688 kms1.corp.test",
      "add 5 0 0 1688 kms1.corp.test",
      "add 5 0 0 1688 kms1.corp.test",
      "add 5 0 0 1688 kms9.corp.test",
    ]);
  });
});
