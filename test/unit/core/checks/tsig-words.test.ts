import { expect, test } from "vitest";
import { tsigReason } from "../../../../src/core/checks/tsig-words.ts";
import { BADSIG, RCODE } from "../../../../src/core/dns/rcode.ts";
import type { TsigOutcome } from "../../../../src/core/dns/tsig/verify-answer.ts";
import { name } from "../../../support/facts.ts";

const KEY = name("k1.corp.test");
const failed = (error: number): TsigOutcome => ({
  kind: "error",
  error,
  authenticated: false,
  serverTimeSeconds: null,
});

test.each([
  [RCODE.BADKEY, "the server does not know the key k1.corp.test (or not for this zone)"],
  [BADSIG, "the secret of the key k1.corp.test differs from the server's"],
  [RCODE.BADTIME, "the clocks of the server and of this machine differ"],
  [RCODE.BADTRUNC, "the server does not take a signature of the key k1.corp.test as short as that"],
  [RCODE.BADNAME, null],
])("TSIG error %i", (error, words) => {
  expect(tsigReason(KEY, failed(error), RCODE.NOTAUTH)).toBe(words);
});

test("no error of TSIG, no words", () => {
  expect(tsigReason(KEY, null, RCODE.NOTAUTH)).toBeNull();
  expect(tsigReason(KEY, { kind: "unsigned" }, RCODE.REFUSED)).toBeNull();
  expect(tsigReason(KEY, { kind: "verified" }, RCODE.REFUSED)).toBeNull();
  expect(tsigReason(KEY, failed(RCODE.BADKEY), RCODE.NOERROR)).toBeNull();
});
