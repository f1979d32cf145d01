import { describe, expect, test } from "vitest";
import {
  formatEndpoint,
  parseEndpoint,
  parsePort,
  splitHostPort,
} from "../../../../src/core/net/endpoint.ts";

describe("endpoints", () => {
  test.each([
    ["192.0.2.1", "192.0.2.1:53"],
    ["192.0.2.1:5353", "192.0.2.1:5353"],
    ["::1", "[::1]:53"],
    ["[::1]", "[::1]:53"],
    ["[::1]:5353", "[::1]:5353"],
    ["[FE80::1%eth0]:1", "[fe80::1%eth0]:1"],
  ])("%s is %s", (text, expected) => {
    const endpoint = parseEndpoint(text, 53);
    expect(endpoint.ok && formatEndpoint(endpoint.value)).toBe(expected);
  });

  test.each([
    ["dns.example", "not an IPv4 or IPv6 address"],
    ["192.0.2.1:70000", "a number from 1 to 65535"],
    ["192.0.2.1:0", "a number from 1 to 65535"],
    ["192.0.2.1:", "is not a port"],
    ["[::1]:x", "is not a port"],
    ["[192.0.2.1]:53", "no IPv6 address"],
    [":53", "the host is empty"],
    ["::1]:53", "not an IPv6 address"],
  ])("%s is refused: %s", (text, reason) => {
    const endpoint = parseEndpoint(text, 53);
    expect(endpoint.ok ? "accepted" : endpoint.error).toContain(reason);
  });

  test("a host name keeps its text", () => {
    expect(splitHostPort("kms1.corp.test:1689", 1688)).toEqual({
      ok: true,
      value: { host: "kms1.corp.test", port: 1689 },
    });
  });

  test("the bounds of a port", () => {
    expect(parsePort("1")).toEqual({ ok: true, value: 1 });
    expect(parsePort("65535")).toEqual({ ok: true, value: 65_535 });
    expect(parsePort("65536").ok).toBe(false);
    expect(parsePort("1e3").ok).toBe(false);
  });
});
