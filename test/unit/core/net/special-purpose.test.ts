import { describe, expect, test } from "vitest";
import { parseAddress } from "../../../../src/core/net/address.ts";
import { type AddressClassification, classifyAddress } from "../../../../src/core/net/special-purpose.ts";

function classify(text: string): AddressClassification {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return classifyAddress(parsed.value);
}

describe("classifyAddress", () => {
  test.each([
    ["0.0.0.0", "unspecified", false, "0.0.0.0/8"],
    ["8.8.8.8", "global", true, "0.0.0.0/0"],
    ["10.255.255.255", "private", false, "10.0.0.0/8"],
    ["11.0.0.0", "global", true, "0.0.0.0/0"],
    ["100.64.0.1", "shared", false, "100.64.0.0/10"],
    ["100.128.0.1", "global", true, "0.0.0.0/0"],
    ["127.0.0.2", "loopback", false, "127.0.0.0/8"],
    ["169.254.1.1", "link-local", false, "169.254.0.0/16"],
    ["172.31.0.1", "private", false, "172.16.0.0/12"],
    ["172.32.0.1", "global", true, "0.0.0.0/0"],
    ["192.0.0.8", "protocol", false, "192.0.0.0/24"],
    ["192.0.0.9", "anycast-service", true, "192.0.0.9/32"],
    ["192.0.2.7", "documentation", false, "192.0.2.0/24"],
    ["192.88.99.1", "6to4-relay", false, "192.88.99.0/24"],
    ["192.168.4.4", "private", false, "192.168.0.0/16"],
    ["192.175.48.1", "anycast-service", true, "192.175.48.0/24"],
    ["198.19.255.255", "benchmark", false, "198.18.0.0/15"],
    ["203.0.113.9", "documentation", false, "203.0.113.0/24"],
    ["239.1.1.1", "multicast", false, "224.0.0.0/4"],
    ["240.0.0.1", "reserved", false, "240.0.0.0/4"],
    ["255.255.255.255", "broadcast", false, "255.255.255.255/32"],
    ["::", "unspecified", false, "::/128"],
    ["::1", "loopback", false, "::1/128"],
    ["::2", "reserved", false, "::/0"],
    ["64:ff9b:1::1", "nat64-local", false, "64:ff9b:1::/48"],
    ["100::1", "discard", false, "100::/64"],
    ["100:0:0:1::1", "discard", false, "100:0:0:1::/64"],
    ["2001:0:1::1", "teredo", false, "2001::/32"],
    ["2001:2::1", "benchmark", false, "2001:2::/48"],
    ["2001:2f::1", "orchid", true, "2001:20::/28"],
    ["2001:30::1", "protocol", true, "2001:30::/28"],
    ["2001:1ff::1", "protocol", false, "2001::/23"],
    ["2001:200::1", "global", true, "2000::/3"],
    ["2001:db8:ffff::1", "documentation", false, "2001:db8::/32"],
    ["3fff:fff::1", "documentation", false, "3fff::/20"],
    ["3fff:1000::1", "global", true, "2000::/3"],
    ["2620:4f:8000::1", "anycast-service", true, "2620:4f:8000::/48"],
    ["4000::1", "reserved", false, "::/0"],
    ["5f00::1", "srv6", false, "5f00::/16"],
    ["fd00::1", "private", false, "fc00::/7"],
    ["fe80::1", "link-local", false, "fe80::/10"],
    ["fec0::1", "reserved", false, "::/0"],
    ["ff02::1", "multicast", false, "ff00::/8"],
  ])("%s is %s", (text, name, isGlobal, block) => {
    expect(classify(text)).toMatchObject({ class: name, isGlobal, block, embedded: null });
  });

  test.each([
    ["::ffff:10.1.2.3", "private", false, "10.1.2.3"],
    ["::ffff:8.8.8.8", "global", true, "8.8.8.8"],
    ["64:ff9b::192.168.0.1", "private", false, "192.168.0.1"],
    ["64:ff9b::8.8.8.8", "global", true, "8.8.8.8"],
    ["2002:0808:0808::1", "6to4", true, "8.8.8.8"],
    ["2002:0a01:0203:ffff::1", "6to4", false, "10.1.2.3"],
  ])("%s: the embedded address decides (%s)", (text, name, isGlobal, embedded) => {
    expect(classify(text)).toMatchObject({ class: name, isGlobal, embedded });
  });
});
