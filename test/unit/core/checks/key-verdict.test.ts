import { describe, expect, test } from "vitest";
import {
  judgeKeyAnswers,
  type KeyAnswers,
  type KeyStanding,
  type KeyVerdict,
  type SignedAnswer,
} from "../../../../src/core/checks/key-verdict.ts";
import { policyWithKey } from "../../../../src/core/checks/policy-with-key.ts";
import { BADSIG, RCODE } from "../../../../src/core/dns/rcode.ts";
import { name } from "../../../support/facts.ts";

const verified = (rcode: number): SignedAnswer => ({ kind: "verified", rcode });
const hint = (rcode: number): SignedAnswer => ({ kind: "hint", rcode });
const error = (code: number): SignedAnswer => ({
  kind: "tsig-error",
  error: code,
  rcode: 9,
  authenticated: false,
});
const NONE: SignedAnswer = { kind: "none" };

const ACCEPTED: KeyAnswers = {
  key: "kms.key (hmac-sha256)",
  keyName: name("kms.key"),
  owner: name("_vlmcs._tcp.corp.test"),
  zoneOnly: verified(RCODE.NOERROR),
  prerequisiteOnly: verified(RCODE.YXRRSET),
  refusedAdd: verified(RCODE.YXRRSET),
  absentDelete: verified(RCODE.NOERROR),
  clockSkewSeconds: null,
};

function judged(overrides: Partial<KeyAnswers>): KeyVerdict {
  return judgeKeyAnswers({ ...ACCEPTED, ...overrides });
}

describe("what a key may do", () => {
  test.each<readonly [KeyStanding, string, Partial<KeyAnswers>]>([
    ["accepted", "all three as they must be", {}],
    ["not-found-out", "prerequisites ignored", { prerequisiteOnly: verified(0), refusedAdd: null }],
    ["not-granted", "BIND refuses the record", { refusedAdd: verified(RCODE.REFUSED) }],
    ["not-granted", "refuses the deletion", { absentDelete: verified(RCODE.NOTAUTH) }],
    ["not-granted", "Samba fails on the deletion", { absentDelete: verified(RCODE.SERVFAIL) }],
    ["not-granted", "Knot says BADKEY to the record", { refusedAdd: error(RCODE.BADKEY) }],
    ["not-found-out", "an unsigned refusal of the record", { refusedAdd: hint(RCODE.REFUSED) }],
    ["not-found-out", "an unsigned YXRRSET", { refusedAdd: hint(RCODE.YXRRSET) }],
    ["not-found-out", "an unsigned NOERROR to the deletion", { absentDelete: hint(RCODE.NOERROR) }],
    ["not-found-out", "BADTIME to the record", { refusedAdd: error(RCODE.BADTIME) }],
    ["not-found-out", "silence on the record", { refusedAdd: NONE }],
    ["not-found-out", "the record not tried", { refusedAdd: null, absentDelete: null }],
    ["not-allowed", "refused, signed by the server", { zoneOnly: verified(RCODE.REFUSED) }],
    ["not-found-out", "SERVFAIL, signed by the server", { zoneOnly: verified(RCODE.SERVFAIL) }],
    ["key-unknown", "BADKEY", { zoneOnly: error(RCODE.BADKEY) }],
    ["wrong-secret", "BADSIG", { zoneOnly: error(BADSIG) }],
    ["clock-skew", "BADTIME", { zoneOnly: error(RCODE.BADTIME) }],
    ["not-found-out", "BADTRUNC", { zoneOnly: error(RCODE.BADTRUNC) }],
    ["unauthenticated", "refused, not signed", { zoneOnly: hint(RCODE.REFUSED) }],
    ["not-found-out", "NOERROR, not signed, is no success", { zoneOnly: hint(RCODE.NOERROR) }],
    ["not-found-out", "silence", { zoneOnly: NONE }],
  ])("%s: %s", (standing, _what, overrides) => {
    expect(judged(overrides).standing).toBe(standing);
  });

  test("each with its own words, and a remedy where there is something to do", () => {
    const all = [
      judged({ refusedAdd: verified(RCODE.REFUSED) }),
      judged({ zoneOnly: verified(RCODE.REFUSED) }),
      judged({ zoneOnly: error(RCODE.BADKEY) }),
      judged({ zoneOnly: error(BADSIG) }),
      judged({ zoneOnly: error(RCODE.BADTIME) }),
      judged({ zoneOnly: hint(RCODE.REFUSED) }),
    ];
    expect(new Set(all.map(({ because }) => because)).size).toBe(all.length);
    expect(new Set(all.map(({ remedy }) => remedy)).size).toBe(all.length);
    for (const { because, remedy } of all) {
      expect(because).toContain("kms.key (hmac-sha256)");
      expect(remedy).not.toBeNull();
    }
    expect(judged({}).remedy).toBeNull();
    expect(judged({ zoneOnly: error(RCODE.BADTRUNC) }).because).toContain("BADTRUNC");
  });

  test("the grant is written out, and a hostile name stands in it escaped", () => {
    const refused = { refusedAdd: verified(RCODE.REFUSED) };
    expect(judged(refused).remedy).toContain("grant kms.key. name _vlmcs._tcp.corp.test. SRV;");
    const hostile = judged({ ...refused, owner: name("_vlmcs._tcp.$(id).test") });
    expect(hostile.remedy).not.toContain("$(id)");
  });

  test("a wrong clock is told, whatever else comes out", () => {
    const ahead = judged({ clockSkewSeconds: 4000 });
    expect(ahead).toMatchObject({ standing: "accepted" });
    expect(ahead.because).toContain("the server's clock is 4000 s ahead of this machine's");
    expect(ahead.remedy).toContain("by NTP");
    const denied = judged({ clockSkewSeconds: -4000, refusedAdd: verified(RCODE.REFUSED) });
    expect(denied.because).toContain("4000 s behind this machine's");
    expect(denied.remedy).toMatch(/by NTP.*Grant the record/);
    const still = judged({ clockSkewSeconds: -4000, zoneOnly: error(RCODE.BADTIME) });
    expect(still).toMatchObject({ standing: "clock-skew" });
    expect(still.because).toContain("4000 s behind");
  });
});

describe("the policy with a key", () => {
  const disabled = {
    policy: "disabled",
    keyMightHelp: true,
    because: "refused: repeat with --key FILE",
  } as const;
  const policy = (overrides: Partial<KeyAnswers>): string =>
    policyWithKey(disabled, judged(overrides), "tsig").policy;

  test("is tsig only on an acceptance, signed where the key is good for something else, else as it was", () => {
    expect(policy({})).toBe("tsig");
    expect(policy({ refusedAdd: verified(RCODE.REFUSED) })).toBe("signed");
    for (const zoneOnly of [
      error(RCODE.BADKEY),
      error(BADSIG),
      hint(RCODE.REFUSED),
      hint(0),
      NONE,
      verified(RCODE.REFUSED),
    ])
      expect(policy({ zoneOnly })).toBe("disabled");
    expect(
      policyWithKey({ ...disabled, policy: "gss-tsig" }, judged({ zoneOnly: NONE }), "tsig").policy,
    ).toBe("gss-tsig");
  });

  test("does not ask for a key that was tried", () => {
    expect(policyWithKey(disabled, judged({ zoneOnly: NONE }), "tsig")).toMatchObject({
      keyMightHelp: false,
    });
    expect(policyWithKey(disabled, judged({ zoneOnly: NONE }), "tsig").because).not.toContain("--key");
  });
});
