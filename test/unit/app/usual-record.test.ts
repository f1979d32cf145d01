import { expect, test } from "vitest";
import { usualRecord } from "../../../src/app/usual-record.ts";
import { name } from "../../support/facts.ts";

const LONG = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}`;

test.each([
  ["corp.test", "corp.test", "_vlmcs._tcp.corp.test."],
  ["corp.test", "host.corp.test", "_vlmcs._tcp.corp.test."],
  ["corp.test", "_vlmcs._tcp.sales.corp.test", "_vlmcs._tcp.sales.corp.test."],
  ["corp.test", "_vlmcs._tcp.other.test", "_vlmcs._tcp.corp.test."],
  ["_tcp.corp.test", "_tcp.corp.test", "_vlmcs._tcp.corp.test."],
  ["_vlmcs._tcp.corp.test", "_vlmcs._tcp.corp.test", "_vlmcs._tcp.corp.test."],
  ["_msdcs.corp.test", "_msdcs.corp.test", "_vlmcs._tcp._msdcs.corp.test."],
  [LONG, LONG, `${LONG}.`],
  [".", ".", "_vlmcs._tcp."],
])("in the zone %s, asked about %s: %s", (zone, asked, owner) => {
  expect(usualRecord(name(zone), name(asked)).owner).toBe(owner);
});

test("its host is in the domain, not in a zone of service names", () => {
  const zone = name("_tcp.corp.test");
  expect(usualRecord(zone, zone)).toMatchObject({ target: "kms.corp.test.", port: 1688 });
});
