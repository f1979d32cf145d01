import { describe, expect, test } from "vitest";
import { createZoneStore } from "../../../src/lab/zone-store.ts";
import { a, zone } from "../../support/zone-builder.ts";

const before = zone("corp.test", a("kms1.corp.test", "127.0.0.1"));
const after = zone("corp.test");
const other = zone("other.test");

describe("createZoneStore", () => {
  test("another state of a zone is seen at once, and copies under other names stay", () => {
    const store = createZoneStore([
      { id: "corp.test", zone: before },
      { id: "copy", zone: before },
      { id: "other.test", zone: other },
    ]);
    store.replace("corp.test", after);
    expect(store.zones()).toEqual([after, before, other]);
    expect(store.named(["copy", "corp.test"])).toEqual([
      { id: "copy", zone: before },
      { id: "corp.test", zone: after },
    ]);
  });

  test("unknown zones are bugs", () => {
    const store = createZoneStore([]);
    expect(() => store.zones(["nope"])).toThrow("no zone 'nope'");
    expect(() => store.replace("nope", after)).toThrow("no zone 'nope'");
  });
});
