import { describe, expect, test } from "vitest";
import { lookupInZones } from "../../../src/lab/dns/zone-lookup.ts";
import { createZoneStore } from "../../../src/lab/zone-store.ts";
import { a, name, srv, zone } from "../../support/zone-builder.ts";

const SRV = 33;
const owner = name("_vlmcs._tcp.corp.test");
const kms1 = { target: name("kms1.corp.test"), port: 1688 };

function store() {
  return createZoneStore([
    { id: "corp.test", zone: zone("corp.test", a("kms1.corp.test", "127.0.0.1")) },
    { id: "copy", zone: zone("corp.test") },
    { id: "other.test", zone: zone("other.test") },
  ]);
}

describe("createZoneStore", () => {
  test("publishing shows at once in every copy and bumps the serial of that zone only", () => {
    const lab = store();
    expect(lab.addSrv(name("corp.test"), kms1)).toBe(true);
    for (const id of ["corp.test", "copy"])
      expect(lookupInZones(lab.zones([id]), owner, SRV)).toMatchObject({
        answers: [srv("_vlmcs._tcp.corp.test", "kms1.corp.test")],
      });
    expect(lab.serial(owner)).toBe(2);
    expect(lab.serial(name("other.test"))).toBe(1);
  });

  test("publishing twice changes nothing the second time", () => {
    const lab = store();
    lab.addSrv(name("corp.test"), kms1);
    expect(lab.addSrv(name("corp.test"), { ...kms1, ttlSeconds: 60 })).toBe(false);
    expect(lab.serial(owner)).toBe(2);
  });

  test("removing takes exactly that record and bumps the serial", () => {
    const lab = store();
    const other = { ...kms1, port: 1689 };
    lab.addSrv(name("corp.test"), kms1);
    lab.addSrv(name("corp.test"), other);
    expect(lab.removeSrv(name("corp.test"), kms1)).toBe(true);
    expect(lookupInZones(lab.zones(["copy"]), owner, SRV)).toMatchObject({
      answers: [srv("_vlmcs._tcp.corp.test", "kms1.corp.test", 1689)],
    });
    expect(lab.serial(owner)).toBe(4);
    expect(lab.removeSrv(name("corp.test"), kms1)).toBe(false);
    expect(lab.serial(owner)).toBe(4);
  });

  test("the last record leaves no empty name behind", () => {
    const lab = store();
    lab.add(srv("_vlmcs._tcp.corp.test", "kms1.corp.test"));
    lab.remove(srv("_vlmcs._tcp.corp.test", "kms1.corp.test"));
    expect(lookupInZones(lab.zones(), owner, SRV)).toMatchObject({ rcode: 3 });
  });

  test("unknown zones are bugs", () => {
    expect(() => store().add(a("x.corp.example", "127.0.0.1"))).toThrow(
      "no zone of the lab holds x.corp.example",
    );
    expect(() => store().serial(name("corp.example"))).toThrow("no zone");
    expect(() => store().zones(["nope"])).toThrow("no zone 'nope'");
    const tooLong = name(Array.from({ length: 4 }, () => "a".repeat(60)).join("."));
    expect(() => store().addSrv(tooLong, kms1)).toThrow("at most 255 are allowed");
  });
});
