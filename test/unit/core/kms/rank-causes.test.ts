import { describe, expect, test } from "vitest";
import type { EvidenceKey, SeenEvidence } from "../../../../src/core/kms/error-codes/evidence-key.ts";
import type { KnownCode } from "../../../../src/core/kms/error-codes/known-code.ts";
import { nextTest } from "../../../../src/core/kms/next-test.ts";
import { parseCode } from "../../../../src/core/kms/parse-code.ts";
import { rankCauses } from "../../../../src/core/kms/rank-causes.ts";

function symptom(text: string): KnownCode {
  const parsed = parseCode(text);
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.value;
}

function seen(...keys: readonly EvidenceKey[]): SeenEvidence {
  return new Map(keys.map((key) => [key, `saw ${key}`]));
}

function next(text: string, ...keys: readonly EvidenceKey[]): string {
  const code = symptom(text);
  return nextTest(code.code, rankCauses(code, seen(...keys)));
}

describe("the ranking", () => {
  test("without evidence the order is that of the table, and every cause is possible", () => {
    const code = symptom("F074");
    const ranked = rankCauses(code, seen());
    expect(ranked.map(({ id }) => id)).toEqual(code.causes);
    expect(new Set(ranked.map(({ standing }) => standing))).toEqual(new Set(["possible"]));
    expect(ranked[0]?.because).toBe("nothing that was seen speaks for or against it");
  });

  test("a cause that is ruled out comes last, and says by what", () => {
    const ranked = rankCauses(symptom("232B"), seen("records-found"));
    expect(ranked.at(-1)).toMatchObject({ standing: "ruled-out", because: "saw records-found" });
    expect(ranked.find(({ id }) => id === "record-missing")?.standing).toBe("ruled-out");
  });

  test("what is seen outweighs what elsewhere looks healthy", () => {
    const ranked = rankCauses(symptom("232B"), seen("records-found", "srv-missing"));
    expect(ranked[0]).toMatchObject({
      id: "record-missing",
      standing: "confirmed",
      because: "saw srv-missing",
    });
  });

  test("one sight for it and one against it leave a cause open, before those of which nothing is known", () => {
    const ranked = rankCauses(symptom("0x8007232A"), seen("dns-lame", "dns-answers"));
    expect(ranked[0]).toEqual({
      id: "dns-server-failing",
      standing: "possible",
      because: "for it: saw dns-lame; against it: saw dns-answers",
    });
  });

  test("nothing is confirmed as the cause of a code of which the meaning is not", () => {
    expect(rankCauses(symptom("0x80072321"), seen("srv-missing"))[0]).toEqual({
      id: "record-missing",
      standing: "likely",
      because: "saw srv-missing",
    });
  });

  test("support alone confirms nothing; more of it comes first", () => {
    const ranked = rankCauses(symptom("10061"), seen("port-refused", "odd-port-refused"));
    expect(ranked.slice(0, 2)).toEqual([
      { id: "wrong-port", standing: "likely", because: "saw port-refused; saw odd-port-refused" },
      { id: "service-stopped", standing: "likely", because: "saw port-refused" },
    ]);
  });
});

describe("the next test", () => {
  test("tells the two likeliest apart", () => {
    expect(next("10061", "port-refused")).toMatch(
      /^To tell 'The licensing service.*' from 'The SRV record names another port.*': sc query sppsvc/,
    );
  });

  test("after a confirmed cause comes what to do, then the test of the next one", () => {
    expect(next("232B", "srv-missing")).toMatch(
      /^Let the KMS host publish.*If 0x8007232B comes back after that: slmgr \/dlv/,
    );
  });

  test("of a code with one cause", () => {
    expect(next("F06B")).toMatch(/^To be sure of 'The product cannot be activated in this virtual machine'/);
    expect(next("12308", "client-activated-by-ad")).toMatch(/after that: Read the newest events 12288/);
  });

  test("where every cause is ruled out, and where none is known", () => {
    expect(nextTest("X", [{ id: "stale-host", standing: "ruled-out", because: "b" }])).toMatch(
      /^None of the known causes fits/,
    );
    expect(next("0x80070035")).toMatch(/^No causes are known/);
  });
});
