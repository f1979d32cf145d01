import { expect, test } from "vitest";
import { zoneProblem } from "../../../src/cli/address-zone.ts";

const interfaces = () => ["eth0", "lo"];

test.each(["192.0.2.1", "::1", "2001:db8::1", "fe80::1%eth0", "fe80::1%2", "fec0::1"])(
  "%s is fine",
  (address) => {
    expect(zoneProblem(address, interfaces)).toBeUndefined();
  },
);

test("a link-local address needs its interface", () => {
  expect(zoneProblem("fe80::1", interfaces)?.hint).toBe("Add it: '[fe80::1%eth0]'.");
  expect(zoneProblem("febf::1", interfaces)).toBeDefined();
});

test("an interface that is not here is refused, and those that are get named", () => {
  expect(zoneProblem("fe80::1%eth9", interfaces)).toEqual({
    reason: "this machine has no interface 'eth9'",
    hint: "There are: eth0, lo.",
  });
});
