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
    expect(remedy({ product: null })).toContain("--product bind-zone ");
  });

  test("a removal has no record to write", () => {
    expect(remedy({ wish: null })).toContain("zone-file FILE --remove");
    expect(remedy({ wish: null })).not.toContain("generate --product knotc");
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

  test("none", () => {
    expect(said([replica({ ok: true, why: null })])).toEqual([]);
  });
});
