// Plans as values: what is changed, what is left alone, and the way back.
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AddressRecord, SrvRecord } from "../../../../src/core/dns/record.ts";
import { changeReport, rdataText, type Change, type PlanRecord } from "../../../../src/core/plan/change.ts";
import { guessProduct } from "../../../../src/core/plan/guess-product.ts";
import { planAddresses, planAddressRemoval } from "../../../../src/core/plan/plan-addresses.ts";
import { planReport } from "../../../../src/core/plan/plan-report.ts";
import { planRestore } from "../../../../src/core/plan/plan-restore.ts";
import { hostsTakenAway, planSrv, planSrvRemoval } from "../../../../src/core/plan/plan-srv.ts";
import {
  canonicalPlan,
  isCarriedOut,
  plannedRrsets,
  sayRecord,
  updateMessageOf,
  type Plan,
} from "../../../../src/core/plan/plan.ts";
import { srvWish, type SrvNumbers, type SrvWish } from "../../../../src/core/plan/srv-wish.ts";
import { name, srv } from "../../../support/facts.ts";

const OWNER = name("_vlmcs._tcp.corp.test");

function wish(host = "kms1.corp.test", numbers: Partial<SrvNumbers> = {}): SrvWish {
  const made = srvWish(name("corp.test"), name(host), {
    port: 1688,
    priority: 0,
    weight: 0,
    ttlSeconds: undefined,
    ...numbers,
  });
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

function record(host: string, overrides: Partial<SrvRecord> = {}): SrvRecord {
  return { ...srv(host), owner: OWNER, ttlSeconds: 600, ...overrides };
}

const say = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ action, record: one }) => `${action} ${one.ttlSeconds} ${rdataText(one)}`);

function planOf(changes: readonly Change[], seen: readonly PlanRecord[]): Plan {
  return {
    zone: name("corp.test"),
    seen: [{ owner: OWNER, type: "SRV", records: seen }],
    changes,
    goals: [],
    notes: [],
  };
}

describe("a record to be published", () => {
  test("where there is none: an hour of TTL", () => {
    expect(say(planSrv(wish(), [], false).changes)).toEqual(["add 3600 0 0 1688 kms1.corp.test"]);
  });

  test("beside others: their TTL, and they stay", () => {
    const seen = [record("old.corp.test"), record("odd.corp.test", { ttlSeconds: 300 })];
    expect(say(planSrv(wish(), seen, false).changes)).toEqual(["add 300 0 0 1688 kms1.corp.test"]);
  });

  test("there already: nothing", () => {
    expect(planSrv(wish(), [record("kms1.corp.test")], false)).toMatchObject({
      changes: [],
      goals: [{ target: "kms1.corp.test.", ttlSeconds: 600 }],
    });
  });

  test("there with other numbers: replaced, and said", () => {
    const { changes, notes } = planSrv(
      wish("kms1.corp.test", { priority: 5 }),
      [record("kms1.corp.test")],
      false,
    );
    expect(say(changes)).toEqual(["delete 600 0 0 1688 kms1.corp.test", "add 600 5 0 1688 kms1.corp.test"]);
    expect(notes).toEqual([
      "kms1.corp.test:1688 is there with priority 0 and weight 0: that record is replaced.",
    ]);
  });

  test("at another port of the same host: beside it", () => {
    expect(
      say(planSrv(wish("kms1.corp.test", { port: 1689 }), [record("kms1.corp.test")], false).changes),
    ).toEqual(["add 600 0 0 1689 kms1.corp.test"]);
  });

  test("with a TTL: the whole set gets it, each record deleted and added", () => {
    const seen = [
      record("kms1.corp.test"),
      record("old.corp.test"),
      record("new.corp.test", { ttlSeconds: 60 }),
    ];
    const { changes, notes } = planSrv(wish("kms1.corp.test", { ttlSeconds: 60 }), seen, false);
    expect(say(changes)).toEqual([
      "delete 600 0 0 1688 kms1.corp.test",
      "delete 600 0 0 1688 old.corp.test",
      "add 60 0 0 1688 kms1.corp.test",
      "add 60 0 0 1688 old.corp.test",
    ]);
    expect(notes).toEqual(["A set of records has one TTL: 60 s is given to those of old.corp.test, too."]);
  });

  test("as the only one: the hosts that lose theirs are named", () => {
    const seen = [record("old.corp.test"), record("kms1.corp.test", { priority: 9 })];
    const { changes } = planSrv(wish(), seen, true);
    expect(hostsTakenAway(changes, name("kms1.corp.test"))).toEqual(["old.corp.test."]);
    expect(say(changes).filter((line) => line.startsWith("delete"))).toHaveLength(2);
  });
});

describe("a record to be taken away", () => {
  const seen = [record("kms1.corp.test"), record("kms1.corp.test", { priority: 3 }), record("old.corp.test")];
  test("all of the host that match, and no other", () => {
    const target = name("kms1.corp.test");
    expect(planSrvRemoval({ target }, seen)).toHaveLength(2);
    expect(say(planSrvRemoval({ target, priority: 3, weight: 0, port: 1688 }, seen))).toEqual([
      "delete 600 3 0 1688 kms1.corp.test",
    ]);
    expect(planSrvRemoval({ target, port: 1 }, seen)).toEqual([]);
  });
});

describe("addresses", () => {
  const host = name("kms1.corp.test");
  const a: AddressRecord = { type: "A", owner: host, ttlSeconds: 60, address: "192.0.2.1" };
  const seen = [
    { owner: host, type: "A", records: [a] },
    { owner: host, type: "AAAA", records: [] },
  ] as const;

  test("those that are lacking, with the TTL of their set", () => {
    const changes = planAddresses(host, ["192.0.2.1", "192.0.2.2", "2001:db8::1"], seen);
    expect(say(changes)).toEqual(["add 60 192.0.2.2", "add 3600 2001:db8::1"]);
  });

  test("those that are there go", () => {
    expect(say(planAddressRemoval(host, ["192.0.2.1", "192.0.2.9", "2001:db8::1"], seen))).toEqual([
      "delete 60 192.0.2.1",
    ]);
  });
});

describe("a plan", () => {
  const seen = [record("old.corp.test")];
  const plan = planOf(planSrv(wish("kms1.corp.test", { ttlSeconds: 60 }), seen, false).changes, seen);

  test("is one message: what was seen as prerequisites, deletions before additions", () => {
    const { prerequisites, updates } = updateMessageOf(plan);
    expect(prerequisites).toMatchObject([{ kind: "rrset-equals", owner: OWNER, typeCode: 33 }]);
    expect(updates.map(({ kind }) => kind)).toEqual(["delete", "add", "add"]);
    expect(updateMessageOf(planOf([], [])).prerequisites).toMatchObject([{ kind: "rrset-absent" }]);
  });

  test("as a report: changes, and what stays", () => {
    const kept = [...seen, record("stays.corp.test", { ttlSeconds: 60 })];
    const report = planReport({ ...plan, seen: [{ owner: OWNER, type: "SRV", records: kept }] }, "a:53", "d");
    expect(report.changes[0]).toEqual(changeReport({ action: "delete", record: record("old.corp.test") }));
    expect(report.kept.map(({ rdata }) => rdata)).toEqual(["0 0 1688 stays.corp.test"]);
  });

  test("is carried out where its records are there with their TTL, whatever others are", () => {
    const left = plannedRrsets(plan).flatMap(({ records }) => records);
    expect(isCarriedOut(plan, [...left, record("foreign.corp.test")])).toBe(true);
    expect(isCarriedOut(plan, seen)).toBe(false);
    expect(isCarriedOut(plan, left.slice(1))).toBe(false);
    expect(
      isCarriedOut(
        plan,
        left.map((one) => ({ ...one, ttlSeconds: 600 })),
      ),
    ).toBe(false);
    const goal = { ...planOf([], []), goals: [record("kms1.corp.test")] };
    expect(isCarriedOut(goal, [])).toBe(false);
    expect(isCarriedOut(goal, [record("kms1.corp.test", { ttlSeconds: 1 })])).toBe(true);
    const removal = planOf([{ action: "delete", record: record("old.corp.test") }], seen);
    expect(isCarriedOut(removal, [])).toBe(true);
    expect(isCarriedOut(removal, seen)).toBe(false);
  });

  test("has one text, in whatever order the server gave its records", () => {
    const two = [record("a.test"), record("b.test")];
    expect(canonicalPlan(planOf([], two))).toBe(canonicalPlan(planOf([], two.toReversed())));
    expect(canonicalPlan(planOf([], two))).not.toBe(canonicalPlan(planOf([], seen)));
    const changed = (read: readonly SrvRecord[]): string =>
      canonicalPlan(planOf(planSrv(wish("kms1.corp.test", { ttlSeconds: 60 }), read, true).changes, read));
    expect(changed(two)).toBe(changed(two.toReversed()));
  });
});

describe("the way back", () => {
  const hosts = fc.constantFrom("a.corp.test", "b.corp.test", "c.corp.test", "d.corp.test");
  const records = fc
    .uniqueArray(
      fc.record({ host: hosts, priority: fc.integer({ min: 0, max: 2 }), port: fc.constantFrom(1688, 1689) }),
      { selector: ({ host, priority, port }) => `${host} ${priority} ${port}`, maxLength: 6 },
    )
    .map((list) => list.map(({ host, ...rest }) => record(host, rest)));
  const wishes = fc
    .record({
      host: hosts,
      priority: fc.integer({ min: 0, max: 2 }),
      ttlSeconds: fc.constantFrom(undefined, 60, 600),
    })
    .map(({ host, ...rest }) => wish(host, rest));

  test("leads from what a plan leaves to exactly what was there, and only while nobody else wrote", () => {
    fc.assert(
      fc.property(records, wishes, fc.boolean(), (seen, wanted, replaces) => {
        const plan = planOf(planSrv(wanted, seen, replaces).changes, seen);
        const left = plannedRrsets(plan);
        const sorted = (sets: readonly PlanRecord[]): readonly string[] => sets.map(sayRecord).toSorted();
        expect(
          isCarriedOut(
            plan,
            left.flatMap((set) => set.records),
          ),
        ).toBe(true);
        const way = planRestore(plan, left);
        if (plan.changes.length === 0) {
          expect(way.kind).toBe("not-needed");
          return;
        }
        if (way.kind !== "possible") throw new Error(way.kind);
        const back = plannedRrsets(way.plan).flatMap((set) => set.records);
        expect(sorted(back)).toEqual(sorted(seen));
        const foreign = record("foreign.corp.test", { port: 9 });
        const overtaken = planRestore(plan, [
          { owner: OWNER, type: "SRV", records: [...(left[0]?.records ?? []), foreign] },
        ]);
        expect(overtaken).toEqual({
          kind: "overtaken",
          differences: [`new since: ${sayRecord(foreign)}`],
        });
        expect(planRestore(plan, plan.seen).kind).toBe("not-needed");
      }),
    );
  });

  test("a record that is gone since", () => {
    const plan = planOf([{ action: "add", record: record("kms1.corp.test") }], [record("old.corp.test")]);
    expect(
      planRestore(plan, [{ owner: OWNER, type: "SRV", records: [record("kms1.corp.test")] }]),
    ).toMatchObject({
      kind: "overtaken",
      differences: [expect.stringContaining("gone since: ")],
    });
  });
});

test.each([
  [{ rcode: 9 }, "knotc"],
  [{ rcode: 9, hasTsigError: false }, "knotc"],
  [{ rcode: 9, hasTsigError: true }, "bind-zone"],
  [{ rcode: 5, authoritative: true }, "pdnsutil"],
  [{ rcode: 4, hasQuestion: false }, "nsd"],
  [{ rcode: 4 }, "unbound"],
  [{ rcode: 5 }, "bind-zone"],
  [{ rcode: 5, activeDirectory: true }, "windows-powershell"],
])("a server that refuses with %j seems to be %s", (refusal, product) => {
  const usual = { authoritative: false, hasQuestion: true, activeDirectory: false };
  expect(guessProduct({ ...usual, ...refusal })).toBe(product);
  const template = new URL(`../../../../zone-templates/${product}/product.yaml`, import.meta.url);
  expect(existsSync(template)).toBe(true);
});
