import { expect, test } from "vitest";
import { domainOfZone } from "../../../../src/core/kms/domain-of-zone.ts";
import { name } from "../../../support/facts.ts";

test.each([
  ["corp.test", "corp.test."],
  ["_tcp.corp.test", "corp.test."],
  ["_vlmcs._tcp.corp.test", "corp.test."],
  ["_msdcs.corp.test", "corp.test."],
  ["_other.corp.test", "_other.corp.test."],
  ["corp._tcp.test", "corp._tcp.test."],
  ["_tcp", "."],
])("the zone %s serves %s", (zone, domain) => {
  expect(domainOfZone(name(zone))).toBe(domain);
});
