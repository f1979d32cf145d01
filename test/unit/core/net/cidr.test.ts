import { describe, expect, test } from "vitest";
import { formatAddress } from "../../../../src/core/net/address.ts";
import {
  type Cidr,
  cidrAddresses,
  cidrLast,
  cidrSize,
  formatCidr,
  parseCidr,
} from "../../../../src/core/net/cidr.ts";

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe("parseCidr", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/32", "255.255.255.255/32"],
    ["192.168.1.130/25", "192.168.1.128/25"],
    ["2001:DB8::1/32", "2001:db8::/32"],
    ["::/0", "::/0"],
    ["::1/128", "::1/128"],
    ["fe80::1/10", "fe80::/10"],
    ["::ffff:10.1.2.3/104", "::ffff:10.0.0.0/104"],
    ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"],
  ])("%s is %s", (text, canonical) => {
    expect(formatCidr(cidr(text))).toBe(canonical);
  });

  test.each([
    ["10.1/16", "'10.1' is not an IPv4 or IPv6 address"],
    ["10/8", "'10' is not an IPv4 or IPv6 address"],
    ["010.0.0.0/8", "'010.0.0.0' is not an IPv4 or IPv6 address"],
    ["0x0a.0.0.0/8", "'0x0a.0.0.0' is not an IPv4 or IPv6 address"],
    ["167772160/8", "is not an IPv4 or IPv6 address"],
    ["/8", "'' is not an IPv4 or IPv6 address"],
    ["", "is not a block of addresses"],
    ["10.0.0.0", "write '10.0.0.0/32'"],
    ["2001:db8::", "write '2001:db8::/128'"],
    ["10.0.0.0/", "a prefix length from 0 to 32"],
    ["10.0.0.0/33", "a prefix length from 0 to 32"],
    ["10.0.0.0/-1", "a prefix length from 0 to 32"],
    ["10.0.0.0/08", "a prefix length from 0 to 32"],
    ["10.0.0.0/8x", "a prefix length from 0 to 32"],
    ["10.0.0.0/8/8", "a prefix length from 0 to 32"],
    ["10.0.0.0/ 8", "a prefix length from 0 to 32"],
    ["10.0.0.0/255.0.0.0", "write '10.0.0.0/8'"],
    ["10.0.0.0/255.255.255.255", "write '10.0.0.0/32'"],
    ["10.0.0.0/0.0.0.0", "write '10.0.0.0/0'"],
    ["10.0.0.0/255.0.255.0", "a prefix length from 0 to 32 after the slash"],
    ["::/129", "a prefix length from 0 to 128"],
    ["::/255.0.0.0", "a prefix length from 0 to 128"],
    ["fe80::1%eth0/64", "has a zone"],
    ["fe80::%eth0", "has a zone"],
    ["corp.test/24", "is not a block of addresses"],
  ])("%j is refused", (text, clause) => {
    const parsed = parseCidr(text);
    expect(parsed.ok ? "" : parsed.error).toContain(clause);
  });
});

describe("sizes and addresses", () => {
  test.each([
    ["10.0.0.0/8", 1n << 24n, "10.255.255.255"],
    ["10.0.0.1/32", 1n, "10.0.0.1"],
    ["0.0.0.0/0", 1n << 32n, "255.255.255.255"],
    ["::/0", 1n << 128n, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["2001:db8::/126", 4n, "2001:db8::3"],
  ])("%s", (text, size, last) => {
    expect(cidrSize(cidr(text))).toBe(size);
    expect(formatAddress({ family: cidr(text).family, value: cidrLast(cidr(text)) })).toBe(last);
  });

  test("all addresses of a block, network and broadcast included", () => {
    expect([...cidrAddresses(cidr("192.0.2.0/30"))].map(formatAddress)).toEqual([
      "192.0.2.0",
      "192.0.2.1",
      "192.0.2.2",
      "192.0.2.3",
    ]);
  });

  test("addresses are made lazily, and the walk ends at the top of the address space", () => {
    expect(formatAddress([...cidrAddresses(cidr("::/0")).take(2)].at(-1) ?? { family: 4, value: 0n })).toBe(
      "::1",
    );
    expect([...cidrAddresses(cidr("255.255.255.254/31"))]).toHaveLength(2);
  });
});
