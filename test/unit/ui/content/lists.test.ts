import { describe, expect, test } from "vitest";
import type { EndpointFacts } from "../../../../src/core/run/observation.ts";
import type { ListModel } from "../../../../src/ui/content/context.ts";
import { listOfScreen } from "../../../../src/ui/content/list-of-screen.ts";
import { SCREENS, type ScreenId, type UiState } from "../../../../src/ui/store/ui-state.ts";
import { lineText } from "../../../../src/ui/text/line.ts";
import { eventsOf, HEALTHY } from "../../../support/ui-runs.ts";
import { after, CONTENT, keys, SAMPLES, shown, typed } from "../../../support/ui-states.ts";

function list(state: UiState, screen: ScreenId): ListModel {
  return listOfScreen({ ...state, screen }, CONTENT) ?? expect.fail(screen);
}

function details(of: ListModel, index: number): string {
  return of
    .detailAt(index, 200)
    .map((line) => lineText(line, 200, false))
    .join("\n");
}

function rows(of: ListModel): readonly string[] {
  return Array.from({ length: of.count }, (_, index) => lineText(of.rowAt(index, 120), 120, false));
}

const LISTS = SCREENS.filter((screen) => screen !== "publish");

describe.each(LISTS)("the list of %s", (screen) => {
  const states = [SAMPLES.oneDown, SAMPLES.many, SAMPLES.mended, SAMPLES.unknown, SAMPLES.missing];

  test("names each row once, and has a text for each to copy", () => {
    for (const state of states) {
      const of = list(state, screen);
      const indexes = Array.from({ length: of.count }, (_, index) => index);
      if (screen !== "log") expect(new Set(indexes.map(of.keyAt)).size).toBe(of.count);
      for (const index of indexes.slice(0, 20)) {
        expect(of.keyAt(index)).not.toBe("");
        expect(of.cellText(index)).not.toBe("");
        expect(of.rowText(index)).not.toBe("");
        expect(of.detailAt(index, 80).length).toBeGreaterThan(0);
      }
    }
  });

  test("has nothing beyond its end", () => {
    const of = list(SAMPLES.oneDown, screen);
    for (const index of [-1, of.count, 1e6]) {
      expect(of.keyAt(index)).toBe("");
      expect(of.cellText(index)).toBe("");
      expect(of.rowText(index)).toBe("");
      expect(of.rowAt(index, 80)).toEqual([]);
      expect(details(of, index).trim()).toBe("");
    }
  });

  test("filtered, has the rows that match and says of how many", () => {
    const whole = list(SAMPLES.mended, screen);
    const filtered = list(
      after(SAMPLES.mended, ...keys(String(SCREENS.indexOf(screen) + 1), "/"), ...typed("KMS2")),
      screen,
    );
    expect(filtered.total).toBe(whole.total);
    for (let index = 0; index < filtered.count; index += 1)
      expect(`${filtered.rowText(index)} ${filtered.keyAt(index)}`.toLowerCase()).toContain("kms2");
    const none = list({ ...SAMPLES.mended, filter: { text: "no such", cursor: 0 } }, screen);
    expect(none.count).toBe(0);
    if (whole.total > 0)
      expect(none.empty.map((line) => lineText(line, 80, false)).join()).toContain("no such");
  });
});

describe("problems only", () => {
  test.each(["hosts", "firewall", "clients"] as const)("leaves out what is well: %s", (screen) => {
    const only = list({ ...SAMPLES.oneDown, hasProblemsOnly: true }, screen);
    expect(rows(only)).toHaveLength(1);
    expect(rows(only)[0]).toMatch(/kms2|10\.20\.3\.12/);
  });

  test("leaves out what is only to know, and what is mended", () => {
    expect(list({ ...SAMPLES.missing, hasProblemsOnly: true }, "findings").count).toBe(1);
    expect(list({ ...SAMPLES.mended, hasProblemsOnly: true }, "findings").count).toBe(0);
    expect(list({ ...SAMPLES.mended, hasProblemsOnly: true }, "log").count).toBe(3);
    expect(list({ ...SAMPLES.unknown, hasProblemsOnly: true }, "dns").count).toBe(2);
  });
});

describe("the firewall screen", () => {
  const of = (facts: Partial<EndpointFacts>): ListModel =>
    list(
      shown(
        eventsOf({
          ...HEALTHY,
          hosts: [{ name: "kms1.corp.example", endpoints: [{ address: "10.20.3.11", ...facts }] }],
        }),
      ),
      "firewall",
    );

  test.each([
    [{ state: "open" }, /let through/],
    [{ state: "refused" }, /not blocked on the way/],
    [{ state: "rejected" }, /a firewall rejects it/],
    [{ state: "filtered" }, /dropped by a firewall, or the host is off/],
    [
      { state: "filtered", host: { state: "up", evidence: "it answers ARP" } },
      /dropped by a firewall: the host is there/,
    ],
    [{ state: "filtered", host: { state: "absent", evidence: "no neighbour" } }, /the host is off/],
    [
      { state: "filtered", host: { state: "unknown", evidence: "" } },
      /dropped by a firewall, or the host is off/,
    ],
    [{ state: "unreachable" }, /no way to it/],
    [{ state: "error" }, /not known/],
  ] as const)("says of %j what it means", (facts, says) => {
    expect(rows(of(facts))[0]).toMatch(says);
    expect(details(of(facts), 0)).toMatch(says);
  });

  test("says in the lab that no firewall takes part", () => {
    expect(details(list({ ...SAMPLES.oneDown, lab: SAMPLES.lab.lab }, "firewall"), 0)).toContain("loopback");
  });
});

describe("the clients' choice", () => {
  test("has the odds of the first try by weight, the others later", () => {
    const hosts = [
      { name: "a.corp.example", weight: 30, endpoints: [{ address: "10.0.0.1" }] },
      { name: "b.corp.example", weight: 10, endpoints: [{ address: "10.0.0.2" }] },
      { name: "c.corp.example", priority: 5, endpoints: [{ address: "10.0.0.3" }] },
    ];
    const of = list(shown(eventsOf({ ...HEALTHY, hosts })), "clients");
    const shares = rows(of).map((text) => /(\d+\.\d) %|later/.exec(text)?.[0]);
    expect(shares[2]).toBe("later");
    const sum = shares.slice(0, 2).reduce((total, each) => total + Number.parseFloat(each ?? "0"), 0);
    expect(sum).toBeCloseTo(100, 0);
    expect(Number.parseFloat(shares[0] ?? "")).toBeGreaterThan(Number.parseFloat(shares[1] ?? ""));
  });
});
