// Two writers at the same name, and a program that is killed at each step: no record is lost, and what is known is told.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { startDnsRelay, type DnsRelay, type RelayVerdict } from "../support/dns-relay.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import type { DnsServer, TestZone } from "../support/dns-servers/server-process.ts";
import { describeWithPeers } from "../support/peer.ts";
import { createChangeTool, wish, type ChangeTool } from "../support/publish-tool.ts";
import { createPublisher } from "../support/run-publish.ts";

const ROUNDS = 200;
const OWNER = "_vlmcs._tcp.corp.test";
const ZONE: TestZone = {
  apex: "corp.test",
  records: ["kms1.corp.test. 3600 IN A 192.0.2.1", "kms2.corp.test. 3600 IN A 192.0.2.2"],
};

const running: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).toReversed()) await each.stop();
});

async function keep(starting: Promise<DnsServer>): Promise<Endpoint> {
  const started = await starting;
  running.push(started);
  return started.endpoint;
}

function targets({ address, port }: Endpoint, owner: string): readonly string[] {
  const words = [`@${address}`, "-p", String(port), owner, "SRV", "+short", "+time=2", "+tries=2"];
  const printed = execFileSync("dig", words, { encoding: "utf8", timeout: 10_000 });
  return [...printed.matchAll(/^\d+ \d+ \d+ (\S+)$/gm)].map(([, target = ""]) => target).toSorted();
}

const SERVERS: readonly (readonly [string, string, () => Promise<DnsServer>])[] = [
  ["BIND", "named", () => startBind({ zones: [ZONE], zoneStatements: "allow-update { any; };" })],
  [
    "Knot",
    "knotd",
    () =>
      startKnot({
        zones: [ZONE],
        sections: ["acl:", "  - id: all", "    address: 127.0.0.0/8", "    action: update"],
        zoneLines: ["acl: all"],
      }),
  ],
];

for (const [title, program, start] of SERVERS) {
  describeWithPeers(`two writers on ${title}`, [program, "dig"], () => {
    test(`${ROUNDS} rounds at the same moment: no record is lost`, { timeout: 120_000 }, async () => {
      const server = await keep(start());
      const one = createPublisher(server);
      const other = createPublisher(server);
      try {
        for (let round = 0; round < ROUNDS; round++) {
          const domain = `r${round}.corp.test`;
          const reports = await Promise.all([
            one.publish("kms1.corp.test", domain),
            other.publish("kms2.corp.test", domain),
          ]);
          expect(reports.map(({ result }) => result.applied)).toEqual([true, true]);
        }
        for (let round = 0; round < ROUNDS; round++)
          expect(targets(server, `_vlmcs._tcp.r${round}.corp.test`)).toEqual([
            "kms1.corp.test.",
            "kms2.corp.test.",
          ]);
        // Otherwise nothing was proven: some rounds must have been won by the other one.
        expect([...one.announced, ...other.announced].join("\n")).toContain("somebody else changed");
      } finally {
        one.close();
        other.close();
      }
    });
  });
}

describeWithPeers("publish that is killed", ["named", "dig"], () => {
  let server: Endpoint;
  let tool: ChangeTool;
  beforeEach(async () => {
    tool = createChangeTool();
    running.push({ stop: () => Promise.resolve(tool.remove()) });
    server = await keep(startBind({ zones: [ZONE], zoneStatements: "allow-update { any; };" }));
  });

  /** Kills the program at the first query that `isTheStep` picks; the verdict says what becomes of that query. */
  async function killedAt(
    isTheStep: (query: { readonly isUpdate: boolean; readonly updates: number }) => boolean,
    verdict: RelayVerdict,
  ): Promise<DnsRelay> {
    let kill: (() => void) | undefined;
    let updates = 0;
    let isKilled = false;
    const relay = await startDnsRelay(server, ({ isUpdate }) => {
      if (isUpdate) updates += 1;
      if (isKilled || !isTheStep({ isUpdate, updates })) return "pass";
      kill?.();
      isKilled = true;
      return verdict;
    });
    running.push({ stop: relay.close });
    const program = tool.start(relay.endpoint, "publish", ...wish("kms1.corp.test"));
    kill = () => program.child.kill("SIGKILL");
    expect((await program.ended).signal).toBe("SIGKILL");
    return relay;
  }

  const entries = (): readonly string[] => {
    try {
      return readdirSync(path.join(tool.state, "kms-doctor", "journal"));
    } catch {
      return [];
    }
  };

  test("before the update is sent: nothing was written, nothing is in the journal", async () => {
    await killedAt(({ isUpdate }) => !isUpdate, "drop-query");
    expect(entries()).toEqual([]);
    expect(targets(server, OWNER)).toEqual([]);
  });

  test.each<readonly [string, RelayVerdict, readonly string[]]>([
    ["the update was lost", "drop-query", []],
    ["the update arrived", "drop-answer", ["kms1.corp.test."]],
  ])(
    "after the update was sent, and %s: the next run says so, and undo looks",
    async (_how, verdict, there) => {
      await killedAt(({ isUpdate }) => isUpdate, verdict);
      await expect.poll(() => targets(server, OWNER)).toEqual(there);
      expect(entries()).toHaveLength(1);
      const listed = await tool.plain("undo", "--list");
      expect(listed.stdout).toContain("not known");
      const next = await tool.change(server, "publish", ...wish("kms2.corp.test"), "--dry-run");
      expect(next.stderr).toMatch(
        /an earlier change of corp\.test .* did not come to its end: 'kms-doctor undo \S+'/,
      );
      const undone = await tool.change(server, "undo");
      expect(undone, undone.stdout + undone.stderr).toMatchObject({ code: 0 });
      expect(targets(server, OWNER)).toEqual([]);
      expect((await tool.plain("undo", "--list")).stdout).toContain("undone");
      expect((await tool.change(server, "publish", ...wish("kms2.corp.test"))).stderr).not.toContain(
        "earlier change",
      );
    },
  );

  test("after the answer, before it was read back", async () => {
    await killedAt(({ isUpdate, updates }) => !isUpdate && updates > 0, "drop-query");
    expect(targets(server, OWNER)).toEqual(["kms1.corp.test."]);
    expect((await tool.plain("undo", "--list")).stdout).toContain("not known");
    expect(await tool.change(server, "undo")).toMatchObject({ code: 0 });
    expect(targets(server, OWNER)).toEqual([]);
  });

  test("an answer that is lost is no failure: it is read back", async () => {
    const relay = await startDnsRelay(server, ({ isUpdate }) => (isUpdate ? "drop-answer" : "pass"));
    running.push({ stop: relay.close });
    const run = await tool.change(relay.endpoint, "publish", ...wish("kms1.corp.test"));
    expect(run, run.stdout).toMatchObject({ code: 0, result: { applied: true } });
  });

  test("a server that never answers updates: not known, and the journal keeps it", async () => {
    const relay = await startDnsRelay(server, ({ isUpdate }) => (isUpdate ? "drop-query" : "pass"));
    running.push({ stop: relay.close });
    const run = await tool.change(relay.endpoint, "publish", ...wish("kms1.corp.test"));
    expect(run, run.stdout).toMatchObject({ code: 3, result: { applied: null } });
    expect(run.stderr).toContain("it is not known whether the change arrived");
  });

  test("a journal entry that is damaged is told, and stays as it is", async () => {
    await tool.change(server, "publish", ...wish("kms1.corp.test"));
    const [entry = ""] = entries();
    const file = path.join(tool.state, "kms-doctor", "journal", entry);
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.slice(0, whole.length / 2));
    const run = await tool.change(server, "publish", ...wish("kms2.corp.test"));
    expect(run.stderr).toContain(`${file} can't be read, and stays as it is`);
    expect(readFileSync(file, "utf8")).toBe(whole.slice(0, whole.length / 2));
    const undone = await tool.change(server, "undo", entry.replace(".json", ""));
    expect(undone.code).toBe(1);
    expect(targets(server, OWNER)).toHaveLength(2);
  });

  test("a journal that can't be written: nothing is sent", async () => {
    const relay = await startDnsRelay(server, () => "pass");
    running.push({ stop: relay.close });
    writeFileSync(path.join(tool.state, "kms-doctor"), "a file where the folder should be");
    const run = await tool.change(relay.endpoint, "publish", ...wish("kms1.corp.test"));
    expect(run.code).toBe(3);
    expect(run.stdout).toContain("the journal can't be");
    expect(relay.updates()).toBe(0);
  });

  test("a dry run sends no update", async () => {
    const relay = await startDnsRelay(server, () => "pass");
    running.push({ stop: relay.close });
    const run = await tool.change(relay.endpoint, "publish", ...wish("kms1.corp.test"), "--dry-run");
    expect(run, run.stdout).toMatchObject({
      code: 0,
      result: { applied: false, changes: [{ action: "add" }] },
    });
    expect(relay.updates()).toBe(0);
    expect(entries()).toEqual([]);
  });
});
