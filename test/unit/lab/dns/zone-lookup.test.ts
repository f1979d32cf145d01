import { describe, expect, test } from "vitest";
import { RCODE } from "../../../../src/core/dns/rcode.ts";
import { TYPE_CODES } from "../../../../src/core/dns/record-type.ts";
import { ANY_TYPE, enclosingZone, lookupInZones } from "../../../../src/lab/dns/zone-lookup.ts";
import { createZone, nextSerial } from "../../../../src/lab/dns/zone.ts";
import { a, cname, name, ns, soa, srv, zone } from "../../../support/zone-builder.ts";

const corp = zone(
  "corp.test",
  ns("corp.test", "ns1.corp.test"),
  a("ns1.corp.test", "127.0.0.1"),
  srv("_vlmcs._tcp.corp.test", "kms1.corp.test"),
  srv("_vlmcs._tcp.corp.test", "kms2.other.test"),
  a("kms1.corp.test", "127.0.0.2"),
  cname("alias.corp.test", "kms1.corp.test"),
  cname("chain.corp.test", "alias.corp.test"),
  cname("dangling.corp.test", "gone.corp.test"),
  cname("out.corp.test", "www.elsewhere.test"),
  cname("loop1.corp.test", "loop2.corp.test"),
  cname("loop2.corp.test", "loop1.corp.test"),
  a("a.deep.corp.test", "127.0.0.3"),
  srv("*.wild.corp.test", "kms1.corp.test"),
  a("real.wild.corp.test", "127.0.0.4"),
  ns("sub.corp.test", "ns.sub.corp.test"),
  a("ns.sub.corp.test", "127.0.0.5"),
  a("hidden.sub.corp.test", "127.0.0.6"),
);
const other = zone("other.test", a("kms2.other.test", "127.0.0.7"));
const zones = [corp, other];

function look(text: string, type: keyof typeof TYPE_CODES) {
  return lookupInZones(zones, name(text), TYPE_CODES[type]);
}

describe("lookupInZones", () => {
  test("an RRset, with the addresses of its targets from all zones", () => {
    expect(look("_vlmcs._tcp.corp.test", "SRV")).toEqual({
      kind: "answer",
      rcode: RCODE.NOERROR,
      answers: [
        srv("_vlmcs._tcp.corp.test", "kms1.corp.test"),
        srv("_vlmcs._tcp.corp.test", "kms2.other.test"),
      ],
      authorities: [],
      additionals: [a("kms1.corp.test", "127.0.0.2"), a("kms2.other.test", "127.0.0.7")],
    });
  });

  test.each([
    ["gone.corp.test", "A", RCODE.NXDOMAIN],
    ["x.kms1.corp.test", "A", RCODE.NXDOMAIN],
    ["kms1.corp.test", "AAAA", RCODE.NOERROR],
    ["deep.corp.test", "A", RCODE.NOERROR],
    ["_tcp.corp.test", "SRV", RCODE.NOERROR],
    ["corp.test", "A", RCODE.NOERROR],
    ["wild.corp.test", "SRV", RCODE.NOERROR],
    ["b.wild.corp.test", "A", RCODE.NOERROR],
  ] as const)("%s %s: nothing, rcode %i, and the SOA with the negative TTL", (text, type, rcode) => {
    expect(look(text, type)).toEqual({
      kind: "answer",
      rcode,
      answers: [],
      authorities: [soa("corp.test", { ttlSeconds: 300 })],
      additionals: [],
    });
  });

  test("the apex has its SOA and NS records", () => {
    expect(look("corp.test", "SOA")).toMatchObject({ answers: [soa("corp.test")] });
    expect(look("corp.test", "NS")).toMatchObject({
      answers: [ns("corp.test", "ns1.corp.test")],
      additionals: [a("ns1.corp.test", "127.0.0.1")],
    });
  });

  test("ANY gives every record at the name", () => {
    expect(lookupInZones(zones, name("corp.test"), ANY_TYPE)).toMatchObject({
      answers: [soa("corp.test"), ns("corp.test", "ns1.corp.test")],
    });
  });

  test("aliases are followed, and an alias itself can be asked for", () => {
    expect(look("chain.corp.test", "A")).toMatchObject({
      rcode: RCODE.NOERROR,
      answers: [
        cname("chain.corp.test", "alias.corp.test"),
        cname("alias.corp.test", "kms1.corp.test"),
        a("kms1.corp.test", "127.0.0.2"),
      ],
    });
    expect(look("alias.corp.test", "CNAME")).toMatchObject({
      answers: [cname("alias.corp.test", "kms1.corp.test")],
    });
  });

  test("an alias to nothing is NXDOMAIN with the alias (RFC 6604)", () => {
    expect(look("dangling.corp.test", "A")).toMatchObject({
      rcode: RCODE.NXDOMAIN,
      answers: [cname("dangling.corp.test", "gone.corp.test")],
      authorities: [{ type: "SOA" }],
    });
  });

  test("an alias out of the zones ends there; a loop ends", () => {
    expect(look("out.corp.test", "A")).toMatchObject({
      rcode: RCODE.NOERROR,
      answers: [cname("out.corp.test", "www.elsewhere.test")],
    });
    expect(look("loop1.corp.test", "A")).toMatchObject({ kind: "answer", rcode: RCODE.NOERROR });
  });

  test("a wildcard answers for names that do not exist, under their own name", () => {
    expect(look("x.y.wild.corp.test", "SRV")).toMatchObject({
      answers: [srv("x.y.wild.corp.test", "kms1.corp.test")],
    });
    expect(look("real.wild.corp.test", "SRV")).toMatchObject({ rcode: RCODE.NOERROR, answers: [] });
  });

  test.each(["sub.corp.test", "hidden.sub.corp.test", "x.y.sub.corp.test"])(
    "%s lies below a zone cut",
    (text) => {
      expect(look(text, "A")).toEqual({
        kind: "referral",
        answers: [],
        authorities: [ns("sub.corp.test", "ns.sub.corp.test")],
        additionals: [a("ns.sub.corp.test", "127.0.0.5")],
      });
    },
  );

  test("a name in no zone", () => {
    expect(look("corp.example", "A")).toEqual({ kind: "elsewhere" });
    expect(lookupInZones([], name("."), TYPE_CODES.NS)).toEqual({ kind: "elsewhere" });
  });

  test("the closest zone wins, a root zone comes last", () => {
    const child = zone("sub.corp.test", a("sub.corp.test", "127.0.0.8"));
    const all = [zone("."), corp, child];
    expect(enclosingZone(all, name("x.sub.corp.test"))?.apex).toBe("sub.corp.test.");
    expect(enclosingZone(all, name("xsub.corp.test"))?.apex).toBe("corp.test.");
    expect(enclosingZone(all, name("example"))?.apex).toBe(".");
  });
});

describe("zones", () => {
  test("equal records are kept once, a record outside is a bug", () => {
    const twice = zone("corp.test", a("x.corp.test", "127.0.0.1"), a("x.corp.test", "127.0.0.1", 60));
    expect(twice.records.get(name("x.corp.test"))).toHaveLength(1);
    expect(() => createZone(soa("corp.test"), [a("x.corp.example", "127.0.0.1")])).toThrow(
      "outside the zone",
    );
  });

  test("serials go up and wrap past 0 (RFC 1982)", () => {
    expect(nextSerial(1)).toBe(2);
    expect(nextSerial(0xffff_fffe)).toBe(0xffff_ffff);
    expect(nextSerial(0xffff_ffff)).toBe(1);
  });
});
