import { describe, expect, test } from "vitest";
import { parseAddress } from "../../../../src/core/net/address.ts";
import { formatCidr, parseCidr } from "../../../../src/core/net/cidr.ts";
import { planPublication, type PublicationEntry } from "../../../../src/core/plan/publication.ts";
import { srvWish } from "../../../../src/core/plan/srv-wish.ts";
import { name } from "../../../support/facts.ts";

type Given = {
  readonly zone?: string;
  readonly port?: number;
  readonly priority?: number;
  readonly ttl?: number;
  readonly addresses?: readonly string[];
};

function entry(domain: string, host: string, given: Given = {}): PublicationEntry {
  const ttlSeconds = given.ttl ?? 3600;
  const numbers = { port: given.port ?? 1688, priority: given.priority ?? 0, weight: 0, ttlSeconds };
  const wish = srvWish(name(domain), name(host), numbers);
  if (!wish.ok) throw new Error(wish.error);
  return {
    wish: { ...wish.value, ttlSeconds, zone: name(given.zone ?? domain) },
    addresses: (given.addresses ?? []).map((text) => {
      const address = parseAddress(text);
      if (!address.ok) throw new Error(address.error);
      return address.value;
    }),
  };
}

function problem(...entries: readonly PublicationEntry[]): string {
  const planned = planPublication(entries, []);
  return planned.ok ? "none" : `${planned.error.entry}: ${planned.error.message}`;
}

describe("planPublication", () => {
  test("joins what is asked for twice, and finds the zone of each address", () => {
    const addresses = ["2001:db8::1", "192.0.2.1", "192.0.2.1"];
    const planned = planPublication(
      [
        entry("corp.test", "kms2.corp.test", { addresses: ["192.0.2.2"] }),
        entry("corp.test", "kms1.lab.corp.test", { addresses }),
        entry("corp.test", "kms1.lab.corp.test", { addresses }),
        entry("lab.corp.test", "kms.other.test", { addresses: ["192.0.2.9"] }),
      ],
      [],
    );
    if (!planned.ok) throw new Error(planned.error.message);
    expect(planned.value.records.map(({ owner, target }) => `${owner} ${target}`)).toEqual([
      "_vlmcs._tcp.corp.test. kms2.corp.test.",
      "_vlmcs._tcp.corp.test. kms1.lab.corp.test.",
      "_vlmcs._tcp.lab.corp.test. kms.other.test.",
    ]);
    expect(
      planned.value.addresses.map(({ owner, zone, address }) => `${owner} ${zone} IPv${address.family}`),
    ).toEqual([
      "kms.other.test. null IPv4",
      "kms1.lab.corp.test. lab.corp.test. IPv4",
      "kms1.lab.corp.test. lab.corp.test. IPv6",
      "kms2.corp.test. corp.test. IPv4",
    ]);
  });

  test.each<readonly [string, readonly PublicationEntry[]]>([
    ["none", [entry("sales.corp.test", "kms1.corp.test", { zone: "corp.test" })]],
    ["none", [entry("corp.test", "kms1.corp.test"), entry("corp.test", "kms1.corp.test", { port: 1689 })]],
    [
      "0: the zone sales.corp.test does not hold the domain corp.test",
      [entry("corp.test", "kms1.corp.test", { zone: "sales.corp.test" })],
    ],
    [
      "0: the zone orp.test does not hold the domain corp.test",
      [entry("corp.test", "kms1.corp.test", { zone: "orp.test" })],
    ],
    [
      "0: a.lab.corp.test is put into the zone corp.test, but lab.corp.test is a zone of its own",
      [
        entry("a.lab.corp.test", "kms1.corp.test", { zone: "corp.test" }),
        entry("lab.corp.test", "kms1.corp.test"),
      ],
    ],
    [
      "1: kms1.corp.test:1688 is given twice for corp.test, with different priority or weight",
      [entry("corp.test", "kms1.corp.test"), entry("corp.test", "kms1.corp.test", { priority: 1 })],
    ],
    [
      "1: the SRV records of _vlmcs._tcp.corp.test must have one TTL, not 3600 and 60",
      [entry("corp.test", "kms1.corp.test"), entry("corp.test", "kms2.corp.test", { ttl: 60 })],
    ],
    [
      "1: the A records of kms1.corp.test must have one TTL, not 3600 and 60",
      [
        entry("corp.test", "kms1.corp.test", { addresses: ["192.0.2.1"] }),
        entry("b.test", "kms1.corp.test", { addresses: ["192.0.2.2"], ttl: 60 }),
      ],
    ],
  ])("%s", (expected, entries) => {
    expect(problem(...entries)).toBe(expected);
  });

  test("client blocks inside of others are left out, whatever their order", () => {
    const blocks = [
      "fd00::/8",
      "10.1.0.0/16",
      "10.0.0.0/8",
      "10.0.0.0/8",
      "fd00::/64",
      "192.0.2.0/25",
      "192.0.2.128/25",
    ];
    const clients = blocks.map((text) => {
      const cidr = parseCidr(text);
      if (!cidr.ok) throw new Error(cidr.error);
      return cidr.value;
    });
    const planned = planPublication([], clients);
    expect(planned.ok && planned.value.clients.map(formatCidr)).toEqual([
      "10.0.0.0/8",
      "192.0.2.0/25",
      "192.0.2.128/25",
      "fd00::/8",
    ]);
  });
});
