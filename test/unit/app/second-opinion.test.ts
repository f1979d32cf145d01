import { describe, expect, test } from "vitest";
import { compareOpinions } from "../../../src/app/second-opinion.ts";
import { answer, nothing, srv } from "../../support/facts.ts";

const own = answer({ records: [srv("kms1.corp.test"), srv("kms2.corp.test", { priority: 5 })] });
const records = [
  { priority: 5, weight: 0, port: 1688, target: "kms2.corp.test" },
  { priority: 0, weight: 0, port: 1688, target: "kms1.corp.test." },
];

describe("the second opinion", () => {
  test("agrees in any order, with or without the trailing dot", () => {
    expect(compareOpinions(own, { kind: "answered", rcode: 0, records })).toEqual({
      server: own.server,
      verdict: "agrees",
      detail: "NOERROR, 2 SRV",
    });
    expect(compareOpinions(nothing("nxdomain"), { kind: "answered", rcode: 3, records: [] }).verdict).toBe(
      "agrees",
    );
  });

  test("differs in the records, or in the response code", () => {
    expect(compareOpinions(own, { kind: "answered", rcode: 0, records: records.slice(1) })).toMatchObject({
      verdict: "differs",
      detail: "it read NOERROR: 0 0 1688 kms1.corp.test",
    });
    expect(compareOpinions(nothing("nodata"), { kind: "answered", rcode: 3, records: [] })).toMatchObject({
      verdict: "differs",
      detail: "it read NXDOMAIN: no SRV record",
    });
  });

  test.each([
    [{ kind: "timeout" }, "no answer"],
    [{ kind: "hung" }, "did not come back"],
    [{ kind: "crashed", reason: "bad" }, "failed on the answer: bad"],
    [{ kind: "cancelled" }, "cancelled"],
  ] as const)("%j is none", (opinion, words) => {
    const report = compareOpinions(own, opinion);
    expect(report.verdict).toBe("none");
    expect(report.detail).toContain(words);
  });
});
