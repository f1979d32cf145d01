import { describe, expect, test } from "vitest";
import { KMS_PORT, kmsOwnerName } from "../../../../src/core/kms/service.ts";
import { name } from "../../../support/facts.ts";

describe("the names of the service", () => {
  test.each([
    ["corp.test", "_vlmcs._tcp.corp.test."],
    ["CORP.Test.", "_vlmcs._tcp.corp.test."],
    ["a\\.b.test", "_vlmcs._tcp.a\\.b.test."],
    [".", "_vlmcs._tcp."],
  ])("the KMS records of %s stand at %s", (domain, owner) => {
    expect(kmsOwnerName(name(domain))).toEqual({ ok: true, value: owner });
  });

  test("a domain so long that its owner would exceed 255 octets has none", () => {
    const label = "a".repeat(59);
    // 4 labels of 60 octets with their lengths and the root: 241; `_vlmcs._tcp` takes 12.
    const fits = name(`${label}.${label}.${label}.${label}`);
    expect(kmsOwnerName(fits).ok).toBe(true);
    const tooLong = name(`${label}.${label}.${label}.${label}.ab`);
    expect(kmsOwnerName(tooLong)).toMatchObject({ ok: false });
  });

  test("the port is the one that is registered", () => {
    expect(KMS_PORT).toBe(1688);
  });
});
