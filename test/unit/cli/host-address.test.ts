import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { addressText, mustBeReachable } from "../../../src/cli/host-address.ts";

const ELSEWHERE = [{ address: "192.0.2.53", port: 53 }];
const LAB = [{ address: "127.0.0.1", port: 5353 }];

describe("addresses that no host can have", () => {
  test.each([
    ["0.0.0.0", "this network"],
    ["::", "unspecified address"],
    ["224.0.0.251", "multicast"],
    ["ff02::1", "multicast"],
    ["255.255.255.255", "limited broadcast"],
    ["240.0.0.1", "reserved"],
    ["127.0.0.1", "loopback"],
    ["::1", "loopback"],
    ["::ffff:192.0.2.1", "IPv4-mapped"],
  ])("%s is refused: %s", (text, why) => {
    expect(() => mustBeReachable(text, ELSEWHERE)).toThrow(UsageError);
    expect(() => mustBeReachable(text, ELSEWHERE)).toThrow(why);
  });

  test.each(["192.0.2.1", "10.0.0.1", "2001:db8::1", "fd00::1", "169.254.1.1", "64:ff9b::c000:201"])(
    "%s is not",
    (text) => {
      expect(() => mustBeReachable(text, ELSEWHERE)).not.toThrow();
    },
  );

  test.each(["127.0.0.1", "::1"])("%s is taken where the name server is on loopback", (text) => {
    expect(() => mustBeReachable(text, LAB)).not.toThrow();
    expect(() => mustBeReachable(text, [{ address: "::1", port: 53 }])).not.toThrow();
  });
});

test("in its canonical text; what is no address is refused", () => {
  expect(addressText("2001:DB8:0::12")).toBe("2001:db8::12");
  expect(() => addressText("kms1")).toThrow("--address 'kms1'");
  expect(() => addressText("fe80::1%eth0")).toThrow("zone index");
});
