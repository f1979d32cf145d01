import { describe, expect, test } from "vitest";
import {
  judgeUpdateAnswers,
  type RecordAnswers,
  type UpdateAnswers,
} from "../../../../src/core/checks/update-verdict.ts";
import { RCODE } from "../../../../src/core/dns/rcode.ts";

const REFUSED: UpdateAnswers = {
  authoritative: true,
  answersForZone: true,
  zoneOnly: RCODE.REFUSED,
  records: null,
  negotiatesGss: false,
  activeDirectory: false,
};
const OPEN: RecordAnswers = { prerequisiteOnly: RCODE.YXRRSET, refusedAdd: RCODE.YXRRSET, absentDelete: 0 };

function policy(overrides: Partial<UpdateAnswers>): string {
  const { policy: found, keyMightHelp } = judgeUpdateAnswers({ ...REFUSED, ...overrides });
  return keyMightHelp ? `${found}, key` : found;
}
const records = (overrides: Partial<RecordAnswers>): string =>
  policy({ zoneOnly: 0, records: { ...OPEN, ...overrides } });

describe("a refused empty update", () => {
  test("is 'disabled' without any sign of GSS-TSIG, and names the flag that may tell more", () => {
    expect(policy({})).toBe("disabled, key");
    expect(policy({ negotiatesGss: null })).toBe("disabled, key");
    expect(judgeUpdateAnswers(REFUSED).because).toContain("--key FILE");
  });

  test("with NOTAUTH from an authoritative server is Knot's way to refuse, from others a wrong server", () => {
    expect(policy({ zoneOnly: RCODE.NOTAUTH })).toBe("disabled, key");
    expect(policy({ zoneOnly: RCODE.NOTAUTH, authoritative: false })).toBe("unknown");
  });

  test("with GSS-TSIG is 'gss-tsig' in Active Directory, elsewhere the kind stays open", () => {
    expect(policy({ negotiatesGss: true, activeDirectory: true })).toBe("gss-tsig, key");
    expect(policy({ negotiatesGss: true })).toBe("signed, key");
  });

  test("from a resolver that has the names is final, from a server that refuses the zone it is no word", () => {
    expect(policy({ authoritative: false })).toBe("disabled");
    expect(policy({ authoritative: false, answersForZone: false })).toBe("unknown");
  });

  test("NOTIMP: no key helps; other codes and silence: unknown", () => {
    expect(policy({ zoneOnly: RCODE.NOTIMP })).toBe("disabled");
    expect(policy({ zoneOnly: null })).toBe("unknown");
    for (const code of [RCODE.SERVFAIL, RCODE.FORMERR, RCODE.NOTZONE])
      expect(policy({ zoneOnly: code })).toBe("unknown");
  });
});

describe("an empty update that passes", () => {
  test("is 'open' only with all three answers about records", () => {
    expect(records({})).toBe("open");
    expect(records({ refusedAdd: null })).toBe("unknown");
    expect(records({ refusedAdd: RCODE.NOTZONE })).toBe("unknown");
    expect(records({ absentDelete: null })).toBe("unknown");
    expect(records({ prerequisiteOnly: null, refusedAdd: null })).toBe("unknown");
  });

  test("with a record that is denied needs a grant", () => {
    expect(records({ refusedAdd: RCODE.REFUSED })).toBe("signed, key");
    expect(records({ refusedAdd: RCODE.NOTAUTH })).toBe("signed, key");
    expect(records({ absentDelete: RCODE.SERVFAIL })).toBe("signed, key");
    expect(policy({ records: { ...OPEN, refusedAdd: RCODE.REFUSED } })).toBe("signed, key");
  });

  test("of a server that ignores prerequisites is 'open', too", () => {
    expect(records({ prerequisiteOnly: 0, refusedAdd: null })).toBe("open");
  });
});
