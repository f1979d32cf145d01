import { describe, expect, test } from "vitest";
import { judge } from "../../../../src/core/checks/rule.ts";
import {
  updateFailed,
  updateNotReplicated,
  type UpdateFailure,
} from "../../../../src/core/checks/update-failed.ts";
import type { ReplicaReport } from "../../../../src/core/run/replica-report.ts";
import type { SrvWish } from "../../../../src/core/plan/srv-wish.ts";
import { name } from "../../../support/facts.ts";
import { testWish } from "../../../support/run-publish.ts";

const WISH: SrvWish = testWish("kms1.corp.test", "corp.test");

function remedy(overrides: Partial<UpdateFailure>): string {
  const failure: UpdateFailure = {
    subject: "corp.test",
    what: "kms1.corp.test:1688 in corp.test",
    because: "it answered REFUSED",
    evidence: ["e"],
    wish: WISH,
    product: "knotc",
    signedBy: null,
    remedy: [],
    ...overrides,
  };
  return judge([updateFailed], failure)[0]?.remedy.join("\n") ?? "";
}

describe("a change that was refused", () => {
  test("the line, the file and the snippet, with all numbers that are not the usual ones", () => {
    const wish = { ...WISH, port: 1689, priority: 1, weight: 2 };
    expect(remedy({ wish })).toContain(
      "generate --product knotc --domain corp.test --host kms1.corp.test --port 1689 --priority 1 --weight 2",
    );
    expect(remedy({})).toContain("zone-file FILE --domain corp.test --host kms1.corp.test\n");
  });

  test("no product is guessed where no server was judged", () => {
    expect(remedy({ product: null })).toContain("kms-doctor generate --list");
    expect(remedy({ product: null })).not.toMatch(/seems to be|bind-zone/);
  });

  test("a TTL that was wished for stands in the line and in the commands", () => {
    const text = remedy({ wish: { ...WISH, ttlSeconds: 300 } });
    expect(text).toContain("_vlmcs._tcp.corp.test. 300 IN SRV");
    expect(text).toContain("zone-file FILE --domain corp.test --host kms1.corp.test --ttl 300\n");
    expect(text).toContain("generate --product knotc --domain corp.test --host kms1.corp.test --ttl 300\n");
  });

  test("a domain below the apex of its zone", () => {
    const wish = testWish("kms1.corp.test", "sales.corp.test");
    const text = remedy({ wish });
    const words = "--domain sales.corp.test --host kms1.corp.test --zone corp.test";
    expect(text).toContain(`generate --product knotc ${words}\n`);
    expect(text).toContain(`generate --product bind-update-policy ${words})`);
    expect(text).toContain("zone-file FILE --domain sales.corp.test --host kms1.corp.test\n");
    // A zone _tcp holds the record, but not the domain: generate would not take it.
    expect(remedy({ subject: "_tcp.corp.test" })).not.toContain("--zone");
  });

  test("a removal has no record to write", () => {
    const { domain, target } = WISH;
    const text = remedy({ wish: null, removal: { domain, target, port: 1689 } });
    expect(text).toContain(
      "kms-doctor zone-file FILE --domain corp.test --host kms1.corp.test --port 1689 --remove\n",
    );
    expect(text).toContain("generate --product bind-update-policy --domain corp.test --host kms1.corp.test");
    expect(text).not.toContain("generate --product knotc");
    expect(remedy({ wish: null })).not.toMatch(/zone-file|generate/);
  });

  test("what was no refusal is not helped by a right or a line", () => {
    const text = remedy({ isRefusal: false, remedy: ["first"] });
    expect(text.split("\n")).toEqual([
      "first",
      "What the servers of the zone have now: kms-doctor discover --authoritative corp.test",
    ]);
    const below = { wish: null, removal: { ...WISH, domain: name("sales.corp.test") } };
    expect(remedy({ isRefusal: false, ...below })).toContain("--authoritative sales.corp.test");
    expect(remedy({ isRefusal: false, wish: null })).toContain("--authoritative corp.test");
    expect(remedy({ isRefusal: false, hint: "Remove the alias." })).toBe("Remove the alias.");
    expect(remedy({ isRefusal: true })).toContain("zone-file");
  });

  test("who may lift it, with and without a signature", () => {
    expect(remedy({})).toContain("sign with --key FILE");
    const keyName = name("k1");
    expect(remedy({ signedBy: { kind: "tsig", keyName, algorithm: "hmac-sha256" } })).toContain(
      "with the same --key",
    );
    expect(remedy({ signedBy: { kind: "gss-tsig", account: null } })).toContain(
      "update-policy corp.test --gss",
    );
    expect(remedy({ remedy: ["kinit"] })).toMatch(/^kinit\n/);
  });
});

describe("a change that did not reach every server", () => {
  const replica = (overrides: Partial<ReplicaReport>): ReplicaReport => ({
    server: "192.0.2.2:53",
    ok: false,
    serial: 5,
    seen: [],
    afterMs: 30_040,
    why: "it does not show the change",
    ...overrides,
  });
  const said = (replicas: readonly ReplicaReport[], primarySerial: number | null = 7) =>
    judge([updateNotReplicated], { zone: "corp.test", primarySerial, replicas });

  test("by how much, and after what time", () => {
    const [finding] = said([
      replica({ server: "192.0.2.1:53", ok: true, serial: 7, why: null }),
      replica({}),
    ]);
    expect(finding?.title).toBe("192.0.2.2:53 does not show the change yet");
    expect(finding?.evidence).toEqual([
      "192.0.2.1:53 showed it after 30.0 s, serial 7",
      "192.0.2.2:53 serial 5, the primary has 7, after 30.0 s: it does not show the change",
    ]);
  });

  test("several, of which one tells nothing", () => {
    const silent = replica({ server: "192.0.2.3:53", serial: null, why: null });
    const [finding] = said([replica({}), silent], null);
    expect(finding?.title).toBe("192.0.2.2:53, 192.0.2.3:53 do not show the change yet");
    expect(finding?.evidence[1]).toBe(
      "192.0.2.3:53 serial not known, after 30.0 s: it does not show the change",
    );
  });

  test("the commands name the zone, unless a shell could act on it", () => {
    const [finding] = said([replica({})]);
    expect(finding?.remedy[0]).toContain(
      "rndc retransfer corp.test; Knot: knotc zone-retransfer corp.test; NSD: nsd-control force_transfer corp.test",
    );
    const facts = { zone: "a\\;b.test", primarySerial: 7, replicas: [replica({})] };
    expect(judge([updateNotReplicated], facts)[0]?.remedy[0]).toMatch(/rndc retransfer ZONE;.*stands for/);
  });

  test("none", () => {
    expect(said([replica({ ok: true, why: null })])).toEqual([]);
  });
});
