// `publish`, `unpublish` and `undo` on a primary in memory: what each answer and each race comes to.
import { beforeEach, describe, expect, test } from "vitest";
import { undo, type UndoInput } from "../../../src/app/publish/undo.ts";
import { publish, type PublishInput } from "../../../src/app/publish/publish.ts";
import type { PublishPorts, UpdateSigner } from "../../../src/app/publish/publish-ports.ts";
import { UnsafePlanError } from "../../../src/core/errors.ts";
import type { SrvRecord } from "../../../src/core/dns/record.ts";
import { RCODE } from "../../../src/core/dns/rcode.ts";
import type { JournalEntry } from "../../../src/core/plan/journal-entry.ts";
import type { ChangeResult } from "../../../src/core/run/change-draft.ts";
import { err, ok } from "../../../src/core/result.ts";
import { collect, findingIds, type Collected } from "../../support/collect.ts";
import { AT, name, srv } from "../../support/facts.ts";
import { address, message } from "../../support/fake-dns.ts";
import { createFakeZone, type FakeZone } from "../../support/fake-zone.ts";
import { testWish } from "../../support/run-publish.ts";

const PRIMARY = { address: "192.0.2.1", port: 53 };
const OWNER = name("_vlmcs._tcp.corp.test");
const host = (text: string): SrvRecord => ({ ...srv(text), owner: OWNER });
const addressOf = (text: string) => address(text, "192.0.2.10") as FakeZone["records"][number];

let zone: FakeZone;
let journal: JournalEntry[];
let announced: string[];
let asked: number;
let ports: PublishPorts;

beforeEach(() => {
  zone = createFakeZone([addressOf("kms1.corp.test"), addressOf("kms2.corp.test")]);
  journal = [];
  announced = [];
  asked = 0;
  let now = 0;
  const write = (entry: JournalEntry): Promise<void> => {
    const at = journal.findIndex(({ id }) => id === entry.id);
    if (at === -1) journal.push(entry);
    else journal[at] = entry;
    return Promise.resolve();
  };
  ports = {
    clock: { nowMs: () => now, monotonicMs: () => now },
    timestamp: () => AT,
    askDns: zone.ask,
    sendMessage: zone.send,
    signer: null,
    journal: { write, read: () => Promise.resolve({ entries: journal, damaged: ["broken.json"] }) },
    newId: () => `id-${journal.length}`,
    digest: (text) => `${text.length}`,
    confirm: () => {
      asked += 1;
      return Promise.resolve(true);
    },
    announce: (text) => announced.push(text),
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
});

const INPUT: PublishInput = {
  info: { version: "0", command: "publish" },
  servers: [PRIMARY],
  primary: null,
  port: 53,
  families: [4, 6],
  options: { timeoutMs: 100, retries: 0, recursionDesired: true },
  waitMs: 3000,
  isDryRun: false,
  wish: testWish("kms1.corp.test", "corp.test"),
  goal: { kind: "publish", replaces: false },
  addresses: [],
  confirmedZone: null,
};

function run(more: Partial<PublishInput> = {}): Promise<Collected<ChangeResult>> {
  return collect(publish({ ...INPUT, ...more }, ports, new AbortController().signal));
}

function takeBack(id: string | null = null, more: Partial<UndoInput> = {}): Promise<Collected<ChangeResult>> {
  const info = { version: "0", command: "undo" };
  return collect(undo({ ...INPUT, info, id, ...more }, ports, new AbortController().signal));
}

const targets = (): readonly string[] =>
  zone.records.flatMap((record) => (record.type === "SRV" ? [record.target] : [])).toSorted();

describe("publish", () => {
  test("reads, asks, writes the journal, sends once, and reads back", async () => {
    const { report } = await run();
    expect(report.result).toMatchObject({
      zone: "corp.test",
      primary: "192.0.2.1:53",
      applied: true,
      rcode: "NOERROR",
      journal: "id-0",
      verified: [{ server: "192.0.2.1:53", ok: true, serial: 8, seen: [{ target: "kms1.corp.test" }] }],
    });
    expect(targets()).toEqual(["kms1.corp.test."]);
    expect([asked, zone.updates()]).toEqual([1, 1]);
    expect(journal).toMatchObject([{ id: "id-0", steps: [{ state: "applied" }] }]);
  });

  test("there already: nobody is asked, nothing is sent", async () => {
    zone.records.push(host("kms1.corp.test"));
    const { report } = await run();
    expect(report.result).toMatchObject({ changes: [], applied: false, verified: [{ ok: true }] });
    expect([asked, zone.updates(), journal.length]).toEqual([0, 0, 0]);
  });

  test("a dry run shows the plan alone", async () => {
    const { report } = await run({ isDryRun: true });
    expect(report.result).toMatchObject({ changes: [{ action: "add" }], applied: false, verified: [] });
    expect([asked, zone.updates(), journal.length]).toEqual([0, 0, 0]);
  });

  test("not confirmed: nothing is sent", async () => {
    ports = { ...ports, confirm: () => Promise.resolve(false) };
    await expect(run()).rejects.toThrow(UnsafePlanError);
    expect([zone.updates(), journal.length]).toEqual([0, 0]);
  });

  test("somebody else was faster: read again, planned anew, nothing lost", async () => {
    zone.before = () => {
      zone.before = () => undefined;
      zone.records.push(host("kms2.corp.test"));
    };
    const { report } = await run();
    expect(report.result.applied).toBe(true);
    expect(targets()).toEqual(["kms1.corp.test.", "kms2.corp.test."]);
    expect([asked, zone.updates()]).toEqual([1, 2]);
    expect(announced.join()).toContain("somebody else changed the records meanwhile (YXRRSET)");
  });

  test("somebody else was faster, and the new plan takes more away: asked again", async () => {
    zone.before = () => {
      zone.before = () => undefined;
      zone.records.push(host("kms2.corp.test"));
    };
    await run({ goal: { kind: "publish", replaces: true } });
    expect(asked).toBe(2);
    expect(targets()).toEqual(["kms1.corp.test."]);
  });

  test("somebody else wrote the same: nothing is left to do, and nothing is ours to be taken back", async () => {
    zone.before = () => {
      zone.before = () => undefined;
      zone.records.push(host("kms1.corp.test"));
    };
    const { report } = await run();
    expect(report.result).toMatchObject({ applied: false, changes: [], verified: [{ ok: true }] });
    expect(report.findings).toEqual([]);
    expect(journal[0]?.steps[0]?.state).toBe("not-needed");
    await expect(takeBack()).rejects.toThrow(/no change that could be taken back/);
    expect(targets()).toEqual(["kms1.corp.test."]);
  });

  test("a part of it is carried out: that part is told, and can be taken back", async () => {
    const wish = testWish("new.corp.test", "corp.test");
    zone.after = () => {
      zone.records = zone.records.filter(({ type, owner }) => type !== "A" || owner !== "new.corp.test.");
    };
    const { report } = await run({ wish, addresses: ["192.0.2.77"] });
    expect(findingIds(report)).toEqual(["update-failed"]);
    expect(report.findings[0]?.title).toContain("carried out only a part of the change");
    expect(report.findings[0]?.title).toContain("stays: 'kms-doctor undo id-0' takes it back");
    expect(targets()).toEqual(["new.corp.test."]);
    await takeBack();
    expect(targets()).toEqual([]);
  });

  test("records that come from a wildcard: that is the cause, and nobody else is blamed", async () => {
    const wild = { ...host("old.corp.test"), ttlSeconds: 60 };
    zone.other = (_server, { name: asking, type }) =>
      type === "SRV" ? { rcode: 0, answers: [{ ...wild, owner: name(asking) }] } : undefined;
    const { report } = await run();
    expect(report.findings[0]?.title).toContain("come from a wildcard");
    expect(announced.join()).not.toContain("somebody else");
    expect(zone.updates()).toBe(1);
  });

  test("a prerequisite that fails for no reason that can be seen", async () => {
    zone.refuse = () => RCODE.YXRRSET;
    const { report } = await run();
    expect(report.findings[0]?.title).toContain("YXRRSET, although the records are as they were read");
    expect(zone.updates()).toBe(1);
  });

  test("somebody else writes all the time: given up after three more attempts", async () => {
    let count = 0;
    zone.before = () => zone.records.push(host(`other${count++}.corp.test`));
    const { report } = await run();
    expect(zone.updates()).toBe(4);
    expect(findingIds(report)).toEqual(["update-failed"]);
    expect(report.findings[0]?.title).toContain("somebody else changes the same records all the time");
    expect(journal[0]?.steps[0]?.state).toBe("refused");
  });

  test.each([
    [RCODE.REFUSED, "it answered REFUSED", "bind-zone"],
    [RCODE.NOTAUTH, "it answered NOTAUTH", "knotc"],
    [RCODE.SERVFAIL, "it answered SERVFAIL", "bind-zone"],
    [RCODE.NOERROR, "it answered NOERROR, and the records are as before", "bind-zone"],
  ])("rcode %i without any change: update-failed, with the way by hand", async (rcode, because, product) => {
    zone.refuse = () => rcode;
    const { report } = await run();
    expect(findingIds(report)).toEqual(["update-failed"]);
    const [finding] = report.findings;
    expect(finding?.title).toContain(because);
    expect(finding?.remedy.join("\n")).toContain(`--product ${product} `);
    expect(report.result).toMatchObject({ applied: false, verified: [] });
    expect(journal[0]?.steps[0]?.state).toBe("refused");
  });

  test("no answer, and it was carried out: read back", async () => {
    zone.silence = true;
    expect((await run()).report.result).toMatchObject({ applied: true, rcode: null });
  });

  test("no answer, and it was not carried out: it may still arrive", async () => {
    zone.silence = false;
    const { report } = await run();
    expect(report.result.applied).toBeNull();
    expect(findingIds(report)).toEqual([]);
    expect(announced.join()).toContain("it is not known whether the change arrived");
    expect(journal[0]?.steps[0]?.state).toBe("unknown");
  });

  test.each([
    [RCODE.REFUSED, false, "refused"],
    [RCODE.NOERROR, null, "unknown"],
  ])("rcode %i, and it can't be read back", async (rcode, applied, state) => {
    zone.refuse = () => rcode;
    zone.before = () => {
      zone.other = (_server, { type }) =>
        type === "SRV" ? { kind: "timeout", phase: "udp-answer" } : undefined;
    };
    const { report } = await run();
    expect(report.result.applied).toBe(applied);
    expect(journal[0]?.steps[0]?.state).toBe(state);
  });

  test("a secondary that never shows it: the wait, the serials, and the finding", async () => {
    zone.other = (server, { name: asking, type }) => {
      if (type === "NS" && asking === "corp.test.")
        return {
          rcode: 0,
          answers: ["ns1", "ns2", "ns3"].map((ns) => ({
            type: "NS",
            owner: name("corp.test"),
            ttlSeconds: 1,
            target: name(`${ns}.corp.test`),
          })),
        };
      if (asking === "ns2.corp.test.")
        return { rcode: 0, answers: type === "A" ? [address(asking, "192.0.2.2")] : [] };
      return server === "192.0.2.2:53" && type === "SRV" ? { rcode: 0 } : undefined;
    };
    const { report } = await run();
    expect(findingIds(report)).toEqual(["update-not-replicated"]);
    expect(report.result.verified.map(({ server, ok: isOk }) => [server, isOk])).toEqual([
      ["192.0.2.1:53", true],
      ["192.0.2.2:53", false],
      ["ns3.corp.test", false],
    ]);
    expect(report.findings[0]?.evidence.join("\n")).toMatch(/192\.0\.2\.2:53 serial \d+, the primary has 8/);
  });

  test("a server that tells nothing, or is not authoritative any more, is not taken for one that has it", async () => {
    zone.other = (server, { name: asking, type }) => {
      if (type === "NS" && asking === "corp.test.")
        return {
          rcode: 0,
          answers: [
            { type: "NS", owner: name("corp.test"), ttlSeconds: 1, target: name("ns2.corp.test") },
            { type: "NS", owner: name("corp.test"), ttlSeconds: 1, target: name("ns4.corp.test") },
          ],
        };
      if (asking === "ns2.corp.test." || asking === "ns4.corp.test.") {
        const text = asking === "ns2.corp.test." ? "192.0.2.2" : "192.0.2.4";
        return { rcode: 0, answers: type === "A" ? [address(asking, text)] : [] };
      }
      if (server === "192.0.2.2:53") return { kind: "timeout", phase: "udp-answer" };
      if (server !== "192.0.2.4:53" || type !== "SRV") return undefined;
      const question = { name: OWNER, type: "SRV" } as const;
      const records = [host("kms1.corp.test")];
      return { kind: "answered", message: { ...message(question, 0, records), authoritative: false } };
    };
    const { report } = await run({ waitMs: 500 });
    expect(report.result.verified.map(({ server, ok: isOk, why }) => [server, isOk, why])).toEqual([
      ["192.0.2.1:53", true, null],
      ["192.0.2.2:53", false, expect.stringContaining("(timeout)")],
      ["192.0.2.4:53", false, expect.stringContaining("(not authoritative)")],
    ]);
    expect(findingIds(report)).toEqual(["update-not-replicated"]);
  });

  test("cancelled: nothing is sent, nothing is found", async () => {
    const { report } = await collect(publish(INPUT, ports, AbortSignal.abort()));
    expect(report).toMatchObject({ partial: true, findings: [] });
    expect(zone.updates()).toBe(0);
  });

  test("the host's addresses are checked, or published with it", async () => {
    const wish = testWish("new.corp.test", "corp.test");
    await expect(run({ wish })).rejects.toThrow(/new\.corp\.test has no address/);
    const { report } = await run({ wish, addresses: ["192.0.2.77"] });
    expect(report.result.changes.map(({ type }) => type)).toEqual(["A", "SRV"]);
    expect(zone.updates()).toBe(1);
  });

  test("a host whose address nobody can tell, and one that is an alias", async () => {
    zone.other = (_server, { name: asking, type }) =>
      asking === "kms1.corp.test." && type !== "SRV" ? { rcode: 2 } : undefined;
    await expect(run()).rejects.toThrow(/can't be told/);
    const alias = {
      type: "CNAME",
      owner: name("kms1.corp.test"),
      ttlSeconds: 1,
      target: name("b.corp.test"),
    } as const;
    zone.other = (_server, { name: asking, type }) =>
      asking === "kms1.corp.test." && type !== "SRV" ? { rcode: 0, answers: [alias] } : undefined;
    await expect(run()).rejects.toThrow(/an alias of b\.corp\.test/);
  });

  test("a host in another zone is looked up; its addresses go there first, in a message of their own", async () => {
    const soa = { owner: name("other.test"), mname: name("ns1.corp.test") };
    const wish = testWish("kms.other.test", "corp.test");
    zone.other = (_server, { name: asking, type }) => {
      if (asking === "other.test." && type === "SOA")
        return {
          rcode: 0,
          answers: [
            {
              type: "SOA",
              ttlSeconds: 1,
              rname: name("x"),
              serial: 1,
              refresh: 1,
              retry: 1,
              expire: 1,
              minimum: 1,
              ...soa,
            },
          ],
        };
      if (asking === "kms.other.test." && type === "SOA") return { rcode: 3 };
      return undefined;
    };
    await expect(run({ wish })).rejects.toThrow(/kms\.other\.test has no address/);
    const { report } = await run({ wish, addresses: ["192.0.2.77"] });
    expect(report.result.changes.map(({ type, owner }) => `${type} ${owner}`)).toEqual([
      "A kms.other.test",
      "SRV _vlmcs._tcp.corp.test",
    ]);
    expect(zone.updates()).toBe(2);
    expect(journal[0]?.steps.map(({ plan, state }) => [plan.zone, state])).toEqual([
      ["other.test.", "applied"],
      ["corp.test.", "applied"],
    ]);
  });

  test("several hosts that would lose their record need the zone typed out", async () => {
    zone.records.push(host("a.corp.test"), host("b.corp.test"));
    const goal = { kind: "publish", replaces: true } as const;
    await expect(run({ goal })).rejects.toThrow(/2 other hosts: a\.corp\.test, b\.corp\.test/);
    await expect(run({ goal, confirmedZone: name("other.test") })).rejects.toThrow(UnsafePlanError);
    await run({ goal, confirmedZone: name("corp.test") });
    expect(targets()).toEqual(["kms1.corp.test."]);
  });

  test("no zone, no primary, an owner that is an alias: update-failed, nothing sent", async () => {
    zone.other = () => ({ rcode: 5 });
    const { report } = await run();
    expect(report.findings[0]?.title).toContain("no DNS zone holds");
    const named = { ...PRIMARY, port: 54 };
    zone.other = (server) => (server === "192.0.2.1:54" ? { rcode: 5 } : undefined);
    const lost = await run({ primary: named });
    expect(lost.report.findings[0]?.title).toContain(
      "no server was found that has the zone corp.test itself",
    );
    expect(lost.report.findings[0]?.title).toContain("tried: 192.0.2.1:54");
    const alias = { type: "CNAME", owner: OWNER, ttlSeconds: 1, target: name("b.corp.test") } as const;
    zone.other = (_server, { type }) => (type === "SRV" ? { rcode: 0, answers: [alias] } : undefined);
    expect((await run()).report.findings[0]?.title).toContain("is an alias of b.corp.test");
    expect(zone.updates()).toBe(0);
  });
});

describe("signed", () => {
  function signer(parts: Partial<UpdateSigner>): UpdateSigner {
    return {
      identity: () => ({ kind: "tsig", keyName: name("k1"), algorithm: "hmac-sha256" }),
      transport: "udp-first",
      sign: (update) => Promise.resolve(ok(update)),
      learn: () => null,
      clockSkewSeconds: () => null,
      ...parts,
    };
  }

  test("what the signer learns is tried once more", async () => {
    let learnt = 0;
    zone.refuse = () => (learnt === 1 ? null : RCODE.NOTAUTH);
    ports = { ...ports, signer: signer({ learn: () => (learnt++ === 0 ? "the clock is wrong" : null) }) };
    expect((await run()).report.result.applied).toBe(true);
    expect(announced).toEqual(["the clock is wrong"]);
    expect(zone.updates()).toBe(2);
  });

  test("what can't be signed is not sent", async () => {
    const failure = { because: "there is no ticket", remedy: "Get a ticket" };
    ports = { ...ports, signer: signer({ sign: () => Promise.resolve(err(failure)) }) };
    const { report } = await run();
    expect(report.findings[0]?.title).toContain("there is no ticket");
    expect(report.findings[0]?.remedy[0]).toBe("Get a ticket");
    expect(zone.updates()).toBe(0);
    expect(journal[0]?.steps[0]?.state).toBe("refused");
  });

  test.each([RCODE.SERVFAIL, RCODE.REFUSED])(
    "code %i to a good ticket: no right on the node",
    async (code) => {
      zone.refuse = () => code;
      const identity = () => ({ kind: "gss-tsig", account: "bob@CORP.TEST" }) as const;
      ports = { ...ports, signer: signer({ identity }) };
      const { report } = await run();
      expect(report.findings[0]?.title).toContain("the account has no right to write _vlmcs._tcp.corp.test");
      expect(report.findings[0]?.remedy[0]).toContain("the first writer owns the node");
      expect(report.findings[0]?.remedy.join("\n")).toContain("kms-doctor update-policy corp.test --gss");
    },
  );
});

describe("unpublish", () => {
  const goal = { kind: "unpublish", selector: { target: name("kms1.corp.test") } } as const;

  test("takes the host's record and no other", async () => {
    zone.records.push(host("kms1.corp.test"), host("kms2.corp.test"));
    const { report } = await run({ goal, addresses: ["192.0.2.10"] });
    expect(report.result.changes.map(({ action, type }) => `${action} ${type}`)).toEqual([
      "delete SRV",
      "delete A",
    ]);
    expect(targets()).toEqual(["kms2.corp.test."]);
  });

  test("two ports of one host: which one must be said", async () => {
    zone.records.push(host("kms1.corp.test"), { ...host("kms1.corp.test"), port: 1689 });
    expect((await run({ goal })).report.findings[0]?.title).toContain("name one with --port");
    await run({ goal: { kind: "unpublish", selector: { target: name("kms1.corp.test"), port: 1689 } } });
    expect(targets()).toEqual(["kms1.corp.test."]);
  });
});

describe("undo", () => {
  test("takes the latest change back, then the one before", async () => {
    await run();
    await run({ wish: testWish("kms2.corp.test", "corp.test") });
    await takeBack();
    expect(targets()).toEqual(["kms1.corp.test."]);
    await takeBack();
    expect(targets()).toEqual([]);
    await expect(takeBack()).rejects.toThrow(/no change that could be taken back/);
    expect(announced).toContain("the journal entry broken.json can't be read, and stays as it is");
  });

  test("by name; one that was taken back already, and one that is not there", async () => {
    await run();
    await takeBack("id-0");
    await expect(takeBack("id-0")).rejects.toThrow(/was taken back already/);
    await expect(takeBack("nobody")).rejects.toThrow(/holds no change nobody/);
  });

  test("a dry run changes nothing, and the entry stays", async () => {
    await run();
    await takeBack(null, { isDryRun: true });
    expect(targets()).toEqual(["kms1.corp.test."]);
    expect(journal[0]?.steps[0]?.state).toBe("applied");
  });

  test("somebody changed it since: what differs, and nothing is done", async () => {
    await run();
    zone.records.push(host("kms2.corp.test"));
    const { report } = await takeBack();
    expect(findingIds(report)).toEqual(["update-failed"]);
    expect(report.findings[0]?.title).toContain("new since");
    expect(targets()).toHaveLength(2);
  });

  test("a change of which nothing is known: it looks, and where it never arrived it says so", async () => {
    zone.silence = false;
    await run();
    zone.silence = null;
    await takeBack();
    expect(announced.join()).toContain("there is nothing to take back");
    expect(journal[0]?.steps[0]?.state).toBe("undone");
    expect(zone.updates()).toBe(1);
  });

  test("a TTL that somebody set since is left to them", async () => {
    zone.records.push({ ...host("old.corp.test"), ttlSeconds: 600 });
    await run();
    zone.records = zone.records.map((record) =>
      record.type === "SRV" ? { ...record, ttlSeconds: 300 } : record,
    );
    expect((await takeBack()).report.result.changes.map(({ action, rdata }) => `${action} ${rdata}`)).toEqual(
      ["delete 0 0 1688 kms1.corp.test"],
    );
    expect(zone.records).toContainEqual({ ...host("old.corp.test"), ttlSeconds: 300 });
  });

  test("of a change that set the TTL: it is given back, unless somebody set another one", async () => {
    zone.records.push({ ...host("kms1.corp.test"), ttlSeconds: 600 });
    await run({ wish: { ...testWish("kms1.corp.test", "corp.test"), ttlSeconds: 60 } });
    zone.records = zone.records.map((record) =>
      record.type === "SRV" ? { ...record, ttlSeconds: 90 } : record,
    );
    expect((await takeBack()).report.findings[0]?.title).toContain("new since");
    zone.records = zone.records.map((record) =>
      record.type === "SRV" ? { ...record, ttlSeconds: 60 } : record,
    );
    await takeBack();
    expect(zone.records).toContainEqual({ ...host("kms1.corp.test"), ttlSeconds: 600 });
  });

  test("one that is refused stays in the journal", async () => {
    await run();
    zone.refuse = () => RCODE.REFUSED;
    expect(findingIds((await takeBack()).report)).toEqual(["update-failed"]);
    expect(journal[0]?.steps[0]?.state).toBe("applied");
  });
});
