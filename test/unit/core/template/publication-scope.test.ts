// The values must have the shape that templates are checked against, else a checked template could fail when it is rendered.
import { describe, expect, test } from "vitest";
import { publicationScope } from "../../../../src/core/template/publication-scope.ts";
import { TEMPLATE_SCOPE, type Scope, type ScopeType } from "../../../../src/core/template/template-scope.ts";
import { parsePlan } from "../../../../src/cli/wire/read-plan.ts";
import { PLAN } from "../../../support/generated.ts";

/** The places where a scope and its type differ. */
function differences(scope: Scope, type: ScopeType, place: string): readonly string[] {
  const values = Object.entries(type.values).flatMap(([key, kind]) => {
    const is = typeof scope.values[key] === "number" ? "number" : typeof scope.values[key];
    return is === (kind === "text" ? "string" : "number") ? [] : [`${place}.${key} is ${is}`];
  });
  const extra = Object.keys(scope.values).filter((key) => !Object.hasOwn(type.values, key));
  const lists = Object.entries(type.lists).flatMap(([key, item]) => {
    const items = scope.lists[key];
    if (items === undefined) return [`${place}.${key} is missing`];
    return items.flatMap((each) => differences(each, item, `${place}.${key}`));
  });
  return [...values, ...extra.map((key) => `${place}.${key} is unknown`), ...lists];
}

const first = (scope: Scope, ...path: readonly string[]): Scope =>
  path.reduce<Scope>((at, key) => at.lists[key]?.[0] ?? { values: {}, lists: {} }, scope);

describe("publicationScope", () => {
  const scope = publicationScope(parsePlan(PLAN, "plan"), [1688]);

  test("has the shape of TEMPLATE_SCOPE, everywhere", () => {
    expect(differences(scope, TEMPLATE_SCOPE, "root")).toEqual([]);
    for (const list of ["records", "ipv4", "ipv6", "zones", "hosts", "publishers", "clients4", "clients6"])
      expect(scope.lists[list]?.length, list).toBeGreaterThan(0);
  });

  test("names are relative to the zone that holds them", () => {
    const names = (list: string): unknown[] => scope.lists[list]?.map(({ values }) => values["name"]) ?? [];
    expect(names("records")).toEqual(["_vlmcs._tcp", "_vlmcs._tcp", "_vlmcs._tcp.sales", "_vlmcs._tcp.eu"]);
    expect(names("addresses")).toEqual(["kms1", "kms1", "kms2", "kms2", "kms3"]);
  });

  test("the top of a zone is @, and the root zone leaves the name whole", () => {
    const plan = (zone: string, host: string): Scope =>
      publicationScope(
        parsePlan(
          `domains: [{ domain: corp.test, zone: ${zone}, hosts: [{ host: ${host}, addresses: [192.0.2.1] }] }]`,
          "plan",
        ),
        [],
      );
    const top = plan("corp.test", "corp.test");
    expect(first(top, "addresses").values["name"]).toBe("@");
    expect(first(top, "zones", "aRrsets").lists).toMatchObject({ below: [], top: [{}] });
    expect(first(top, "zones", "srvRrsets").lists).toMatchObject({ below: [{}], top: [] });
    expect(first(plan(".", "kms1.corp.test"), "addresses").values["name"]).toBe("kms1.corp.test");
  });

  test("a name outside of every zone is its own top", () => {
    const outside = publicationScope(
      parsePlan(
        "domains: [{ domain: corp.test, hosts: [{ host: kms.b.test, addresses: [192.0.2.1] }] }]",
        "plan",
      ),
      [],
    );
    expect(first(outside, "addresses").values).toMatchObject({
      owner: "kms.b.test",
      zone: "kms.b.test",
      name: "@",
    });
    expect(first(outside, "zones").lists["addresses"]).toEqual([]);
  });

  test.each([
    [0, "00:00:00"],
    [3600, "01:00:00"],
    [86_399, "23:59:59"],
    [90_061, "1.01:01:01"],
    [2_147_483_647, "24855.03:14:07"],
  ])("a TTL of %d s is the time span %s", (ttl, span) => {
    const plan = `domains: [{ domain: corp.test, hosts: [{ host: k.corp.test, ttl: ${ttl} }] }]`;
    expect(first(publicationScope(parsePlan(plan, "plan"), []), "records").values["ttlSpan"]).toBe(span);
  });

  test("hosts that publish the same are one publisher, those that differ are several", () => {
    expect(scope.lists["publishers"]?.length).toBe(3);
    const alike =
      "domains: [{ domain: corp.test, hosts: [{ host: a.corp.test }, { host: b.corp.test, port: 1689 }] }]";
    const { lists } = publicationScope(parsePlan(alike, "plan"), []);
    expect(lists["publishers"]?.length).toBe(1);
    expect(lists["hosts"]?.map(({ values }) => values["port"])).toEqual([1688, 1689]);
  });
});
