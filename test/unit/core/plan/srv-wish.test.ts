import { describe, expect, test } from "vitest";
import {
  hostNameProblem,
  MAX_TTL_SECONDS,
  srvWish,
  type SrvNumbers,
} from "../../../../src/core/plan/srv-wish.ts";
import { ownerNameFromLabels } from "../../../../src/core/dns/owner-name.ts";
import { name } from "../../../support/facts.ts";

const NUMBERS: SrvNumbers = { port: 1688, priority: 0, weight: 0, ttlSeconds: undefined };

describe("hostNameProblem", () => {
  test.each(["kms1.corp.test", "kms-1.corp.test", "1.example", "xn--bcher-kva.example", "kms1"])(
    "%s is a host",
    (text) => expect(hostNameProblem(name(text))).toBeUndefined(),
  );

  test.each([
    [".", /there is none/],
    ["192.0.2.1", /IP address/],
    ["kms.0x1", /IP address/],
    ["_kms.corp.test", /characters/],
    ["a\\032b.test", /characters/],
    ["-a.test", /hyphen/],
    ["a-.test", /hyphen/],
  ])("%s is none", (text, why) => expect(hostNameProblem(name(text))).toMatch(why));
});

describe("srvWish", () => {
  test("puts the owner together", () => {
    expect(srvWish(name("corp.test"), name("kms1.corp.test"), NUMBERS)).toEqual({
      ok: true,
      value: {
        ...NUMBERS,
        domain: "corp.test.",
        owner: "_vlmcs._tcp.corp.test.",
        target: "kms1.corp.test.",
      },
    });
  });

  test.each<[string, Partial<SrvNumbers>, RegExp]>([
    ["port 0", { port: 0 }, /port 0/],
    ["a large port", { port: 65_536 }, /port 65536/],
    ["half a port", { port: 1.5 }, /port 1.5/],
    ["a negative priority", { priority: -1 }, /priority -1/],
    ["a large weight", { weight: 65_536 }, /weight 65536/],
    ["a large TTL", { ttlSeconds: MAX_TTL_SECONDS + 1 }, /TTL 2147483648/],
    ["a TTL that is no number", { ttlSeconds: Number.NaN }, /TTL NaN/],
  ])("%s", (_what, change, why) => {
    const wish = srvWish(name("corp.test"), name("kms1.corp.test"), { ...NUMBERS, ...change });
    expect(wish.ok ? "" : wish.error).toMatch(why);
  });

  test("TTL 0 and the largest are fine", () => {
    for (const ttlSeconds of [0, MAX_TTL_SECONDS])
      expect(srvWish(name("corp.test"), name("kms1.corp.test"), { ...NUMBERS, ttlSeconds }).ok).toBe(true);
  });

  test("an owner that grows too long", () => {
    const long = ownerNameFromLabels([...Array(4).keys()].map(() => "a".repeat(60)));
    if (!long.ok) throw new Error(long.error);
    const wish = srvWish(long.value, name("kms1.corp.test"), NUMBERS);
    expect(wish.ok ? "" : wish.error).toMatch(/at most 255/);
  });
});
