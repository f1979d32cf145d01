import { describe, expect, test } from "vitest";
import {
  sayGssFailure,
  sayTkeyRefusal,
  type GssFailureKind,
} from "../../../../src/core/checks/gss-failure.ts";
import type { SignedAnswer } from "../../../../src/core/checks/key-verdict.ts";
import { grantSteps, sayNodeDenial } from "../../../../src/core/checks/node-right.ts";
import { policyWithKey } from "../../../../src/core/checks/policy-with-key.ts";
import { saySigner } from "../../../../src/core/checks/signer-identity.ts";
import { judgeTicketAnswers, type TicketAnswers } from "../../../../src/core/checks/ticket-verdict.ts";
import { BADSIG, RCODE } from "../../../../src/core/dns/rcode.ts";
import { name } from "../../../support/facts.ts";

const OWNER = name("_vlmcs._tcp.corp.test");
const NONE: SignedAnswer = { kind: "none" };
const verified = (rcode: number): SignedAnswer => ({ kind: "verified", rcode });
const hint = (rcode: number): SignedAnswer => ({ kind: "hint", rcode });
const tsigError = (error: number): SignedAnswer => ({
  kind: "tsig-error",
  error,
  rcode: RCODE.NOTAUTH,
  authenticated: false,
});

const ACCEPTED: TicketAnswers = {
  account: "alice@CORP.TEST",
  owner: OWNER,
  activeDirectory: true,
  isPublished: true,
  failure: null,
  zoneOnly: verified(0),
  prerequisiteOnly: hint(RCODE.YXRRSET),
  refusedAdd: hint(RCODE.YXRRSET),
  absentDelete: verified(0),
};

function judged(overrides: Partial<TicketAnswers> = {}) {
  return judgeTicketAnswers({ ...ACCEPTED, ...overrides });
}

describe("what the account of a ticket may do", () => {
  test("accepted: by the signed answers, with prerequisites that Samba and Windows do not sign", () => {
    expect(judged()).toMatchObject({ standing: "accepted", remedy: null });
    expect(judged().because).toContain("the Kerberos ticket of alice@CORP.TEST are accepted for this record");
    const signed = verified(RCODE.YXRRSET);
    expect(judged({ prerequisiteOnly: signed, refusedAdd: signed }).standing).toBe("accepted");
    expect(judged({ account: null }).because).toContain("signed with the Kerberos ticket are");
  });

  test("a node that is not there yet stays open, in Active Directory", () => {
    expect(judged({ isPublished: false }).because).toContain("whether the account may create the node");
    expect(judged({ isPublished: false, activeDirectory: false }).because).not.toContain("create");
  });

  test.each<readonly [string, Partial<TicketAnswers>, string]>([
    ["an unsigned NOERROR proves nothing", { absentDelete: hint(0) }, "not-found-out"],
    ["nor does it for the empty update", { zoneOnly: hint(0) }, "not-found-out"],
    ["Samba denies a right", { absentDelete: hint(RCODE.SERVFAIL) }, "not-granted"],
    ["Windows denies a right", { absentDelete: hint(RCODE.REFUSED) }, "not-granted"],
    ["BIND denies a record", { refusedAdd: verified(RCODE.REFUSED) }, "not-granted"],
    ["prerequisites are ignored", { prerequisiteOnly: verified(0), refusedAdd: null }, "not-found-out"],
    ["no answer about the record", { refusedAdd: null, absentDelete: NONE }, "not-found-out"],
    ["updates are switched off", { zoneOnly: hint(RCODE.REFUSED) }, "switched-off"],
    ["not in this zone", { zoneOnly: verified(RCODE.REFUSED) }, "not-allowed"],
    ["no domain", { zoneOnly: hint(RCODE.REFUSED), activeDirectory: false }, "not-allowed"],
    ["silence", { zoneOnly: NONE }, "not-found-out"],
    ["an odd code", { zoneOnly: verified(RCODE.SERVFAIL) }, "not-found-out"],
    ["the key is forgotten", { zoneOnly: tsigError(RCODE.BADKEY) }, "key-unknown"],
    ["a clock is wrong", { zoneOnly: tsigError(RCODE.BADTIME) }, "clock-skew"],
    ["a signature is not taken", { zoneOnly: tsigError(BADSIG) }, "not-found-out"],
    ["an odd error", { zoneOnly: tsigError(RCODE.BADTRUNC) }, "not-found-out"],
  ])("%s", (_what, overrides, standing) => {
    expect(judged(overrides).standing).toBe(standing);
  });

  test("no ticket: its reason and remedy", () => {
    expect(judged({ zoneOnly: NONE, failure: { because: "no ticket", remedy: "kinit" } })).toEqual({
      standing: "not-found-out",
      because: "no ticket",
      remedy: "kinit",
    });
  });
});

describe("the policy of the zone", () => {
  const unsigned = { policy: "gss-tsig", keyMightHelp: true, because: "unsigned" } as const;
  const policy = (
    overrides: Partial<TicketAnswers>,
    before: typeof unsigned | { policy: "signed" } = unsigned,
  ) => policyWithKey({ ...unsigned, ...before }, judged(overrides), "gss-tsig").policy;

  test("gss-tsig on evidence, disabled where the ticket shows that", () => {
    expect(policy({}, { policy: "signed" })).toBe("gss-tsig");
    expect(policy({ zoneOnly: hint(RCODE.REFUSED) })).toBe("disabled");
    expect(policy({ absentDelete: hint(RCODE.SERVFAIL) })).toBe("gss-tsig");
    expect(policy({ absentDelete: hint(RCODE.SERVFAIL) }, { policy: "signed" })).toBe("signed");
    expect(policy({ zoneOnly: NONE })).toBe("gss-tsig");
  });
});

describe("failures of Kerberos: each with its own remedy", () => {
  const attempt = { serverName: "dc1.corp.test", account: "alice@CORP.TEST" };

  test.each<readonly [GssFailureKind, RegExp, RegExp]>([
    ["no-ticket", /^there is no Kerberos ticket to sign with \(said\)$/, /^Get a ticket: kinit .*KRB5CCNAME/],
    ["expired", /^the Kerberos ticket of alice@CORP\.TEST has expired \(said\)$/, /klist/],
    [
      "unknown-service",
      /^the realm of alice@CORP\.TEST knows no service DNS\/dc1\.corp\.test/,
      /kinit -S DNS\/dc1/,
    ],
    ["no-kdc", /^no Kerberos server was reached/, /TCP and UDP 88/],
    ["clock-skew", /^the clocks of this machine and of the Kerberos server/, /NTP/],
    ["other", /^the Kerberos library made no security context for DNS\/dc1/, /KRB5_TRACE/],
  ])("%s", (kind, because, remedy) => {
    const said = sayGssFailure({ kind, said: "said" }, attempt);
    expect(said.because).toMatch(because);
    expect(said.remedy).toMatch(remedy);
  });

  test("without an account, and with a name that no shell should see", () => {
    const odd = { serverName: "dc1;x", account: null };
    for (const kind of ["unknown-service", "no-kdc", "expired"] as const) {
      const { because, remedy } = sayGssFailure({ kind, said: "said" }, odd);
      expect(because).not.toContain("null");
      expect(remedy).not.toContain("dc1;x");
    }
  });

  test("what the name server objects to", () => {
    expect(sayTkeyRefusal(RCODE.BADKEY, 0, attempt).remedy).toContain("kvno DNS/dc1.corp.test");
    expect(sayTkeyRefusal(BADSIG, 0, attempt).because).toContain("TKEY error BADSIG");
    expect(sayTkeyRefusal(null, RCODE.REFUSED, attempt).because).toContain("no TKEY record, answer REFUSED");
    expect(sayTkeyRefusal(RCODE.BADMODE, 0, attempt).remedy).toContain("--key FILE");
  });
});

describe("no right on the node", () => {
  test("Samba's SERVFAIL and the others' REFUSED, nothing else", () => {
    const samba = sayNodeDenial(RCODE.SERVFAIL, "bob@CORP.TEST", OWNER);
    expect(samba?.because).toContain(
      "answered SERVFAIL: the account has no right to write _vlmcs._tcp.corp.test",
    );
    expect(samba?.remedy).toHaveLength(2);
    expect(samba?.remedy[0]).toContain("_VLMCS");
    const refused = sayNodeDenial(RCODE.REFUSED, null, OWNER);
    expect(refused?.remedy.at(-1)).toContain("kms-doctor update-policy corp.test --gss");
    expect(sayNodeDenial(RCODE.NXRRSET, null, OWNER)).toBeNull();
    expect(sayNodeDenial(RCODE.SERVFAIL, null, name("kms1.corp.test"))?.remedy[0]).toContain(
      "write on kms1.corp.test",
    );
  });

  test("the grant names the account as named.conf wants it, or leaves it to the reader", () => {
    expect(grantSteps("bob@CORP.TEST", OWNER)).toContain(
      "grant bob\\@CORP.TEST name _vlmcs._tcp.corp.test. SRV;",
    );
    for (const account of [null, 'x"; };@Y', "a@b@c", "a b@C"])
      expect(grantSteps(account, OWNER)).toContain("grant USER\\@REALM name");
  });
});

test("in whose name", () => {
  expect(saySigner({ kind: "tsig", keyName: name("k1"), algorithm: "hmac-sha256" })).toBe(
    "the TSIG key k1 (hmac-sha256)",
  );
  expect(saySigner({ kind: "gss-tsig", account: null })).toBe("the Kerberos ticket");
});
