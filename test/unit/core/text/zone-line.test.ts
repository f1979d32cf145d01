import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownerNameFromLabels, parseOwnerName } from "../../../../src/core/dns/owner-name.ts";
import { zoneLine, zoneName } from "../../../../src/core/text/zone-line.ts";

describe("names in zone-file lines", () => {
  test.each([
    ["kms1.corp.test", "kms1.corp.test."],
    ["kms1.corp.test.", "kms1.corp.test."],
    [".", "."],
    [String.raw`a\.b.test`, String.raw`a\046b.test.`],
    [String.raw`a\.`, String.raw`a\046.`],
    [String.raw`a\032|b\$.test`, String.raw`a\032\124b\036.test.`],
    ["*.corp.test", String.raw`\042.corp.test.`],
  ])("%s is written %s", (name, expected) => {
    expect(zoneName(name)).toBe(expected);
  });

  test("whatever the octets, the line holds the same name and nothing that a shell acts on but backslashes", () => {
    const label = fc
      .uint8Array({ minLength: 1, maxLength: 63 })
      .map((octets) => String.fromCharCode(...octets));
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
        const name = ownerNameFromLabels(labels);
        if (!name.ok) throw new Error(name.error);
        expect(zoneName(name.value)).toMatch(/^[a-z0-9_.\\-]+$/);
        expect(parseOwnerName(zoneName(name.value))).toEqual(name);
      }),
    );
  });

  test("a line says where it belongs", () => {
    expect(zoneLine("_vlmcs._tcp.corp.test", "SRV 0 0 1688 kms1.corp.test.")).toBe(
      "In the zone: _vlmcs._tcp.corp.test. IN SRV 0 0 1688 kms1.corp.test.",
    );
    expect(zoneLine("kms1.corp.test", "A <address>", 3600)).toBe(
      "In the zone: kms1.corp.test. 3600 IN A <address>",
    );
  });
});
