import { describe, expect, test } from "vitest";
import {
  compareAddresses,
  formatAddress,
  isAddress,
  parseAddress,
} from "../../../../src/core/net/address.ts";

function canonical(text: string): string {
  const parsed = parseAddress(text);
  return parsed.ok ? formatAddress(parsed.value) : `refused: ${parsed.error}`;
}

describe("literal addresses", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::ffff:192.0.2.1", "::ffff:192.0.2.1"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["fe80::1%eth0", "fe80::1%eth0"],
  ])("%s is written %s", (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  test.each([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "1.2.3.256",
    "01.2.3.4",
    "0x1.2.3.4",
    "1.2.3.4 ",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "g::1",
    "::1.2.3",
    "1.2.3.4::",
    "fe80::1%",
    "fe80::1%a b",
  ])("'%s' is refused", (text) => {
    expect(isAddress(text)).toBe(false);
  });

  test("order by family, then by value", () => {
    const sorted = ["::1", "10.0.0.2", "::", "10.0.0.10", "10.0.0.2"]
      .flatMap((text) => {
        const parsed = parseAddress(text);
        return parsed.ok ? [parsed.value] : [];
      })
      .sort(compareAddresses)
      .map(formatAddress);
    expect(sorted).toEqual(["10.0.0.2", "10.0.0.2", "10.0.0.10", "::", "::1"]);
  });
});
