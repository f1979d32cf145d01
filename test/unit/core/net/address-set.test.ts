import { describe, expect, test } from "vitest";
import { type IpAddress, parseAddress } from "../../../../src/core/net/address.ts";
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  complementSet,
  intersectSets,
  isEmptySet,
  NO_ADDRESSES,
  setContains,
  setFromCidrs,
  setFromRange,
  setSize,
  setToCidrs,
  subtractSets,
  unionSets,
} from "../../../../src/core/net/address-set.ts";
import { formatCidr, parseCidr } from "../../../../src/core/net/cidr.ts";

function setOf(...texts: readonly string[]): AddressSet {
  return setFromCidrs(
    texts.map((text) => {
      const cidr = parseCidr(text);
      if (!cidr.ok) throw new Error(cidr.error);
      return cidr.value;
    }),
  );
}

function address(text: string): IpAddress {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

const texts = (set: AddressSet): string[] => setToCidrs(set).map(formatCidr);

describe("address sets", () => {
  test("adjacent and nested blocks merge into the fewest", () => {
    expect(texts(setOf("10.0.1.0/24", "10.0.0.0/24", "10.0.0.128/25"))).toEqual(["10.0.0.0/23"]);
    expect(texts(setOf("10.0.1.0/24", "10.0.2.0/24"))).toEqual(["10.0.1.0/24", "10.0.2.0/24"]);
  });

  test("the families stay apart, IPv4 first", () => {
    const set = setOf("2001:db8::/32", "10.0.0.0/8");
    expect(texts(set)).toEqual(["10.0.0.0/8", "2001:db8::/32"]);
    expect(setContains(set, address("10.1.2.3"))).toBe(true);
    expect(setContains(set, address("::10.1.2.3"))).toBe(false);
  });

  test("a hole in a block", () => {
    expect(texts(subtractSets(setOf("192.0.2.0/29"), setOf("192.0.2.3/32")))).toEqual([
      "192.0.2.0/31",
      "192.0.2.2/32",
      "192.0.2.4/30",
    ]);
  });

  test("everything and nothing", () => {
    expect(texts(complementSet(NO_ADDRESSES))).toEqual(["0.0.0.0/0", "::/0"]);
    expect(complementSet(unionSets(ALL_IPV4, ALL_IPV6))).toEqual(NO_ADDRESSES);
    expect(isEmptySet(NO_ADDRESSES)).toBe(true);
    expect(isEmptySet(intersectSets(ALL_IPV4, ALL_IPV6))).toBe(true);
    expect(isEmptySet(ALL_IPV6)).toBe(false);
    expect(setSize(ALL_IPV4)).toBe(1n << 32n);
    expect(setSize(unionSets(ALL_IPV4, ALL_IPV6))).toBe((1n << 128n) + (1n << 32n));
  });

  test("the edges of the address space", () => {
    const top = setOf("255.255.255.255/32");
    expect(setContains(top, address("255.255.255.255"))).toBe(true);
    expect(setContains(top, address("255.255.255.254"))).toBe(false);
    expect(setContains(complementSet(top), address("255.255.255.255"))).toBe(false);
    expect(setContains(setOf("0.0.0.0/32"), address("0.0.0.0"))).toBe(true);
  });

  test("ranges", () => {
    expect(texts(setFromRange(address("10.0.0.1"), address("10.0.0.6")))).toEqual([
      "10.0.0.1/32",
      "10.0.0.2/31",
      "10.0.0.4/31",
      "10.0.0.6/32",
    ]);
    expect(texts(setFromRange(address("::1"), address("::1")))).toEqual(["::1/128"]);
    expect(setFromRange(address("10.0.0.2"), address("10.0.0.1"))).toEqual(NO_ADDRESSES);
    expect(setFromRange(address("10.0.0.2"), address("::1"))).toEqual(NO_ADDRESSES);
  });
});
