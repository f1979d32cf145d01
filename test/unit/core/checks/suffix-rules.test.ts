import { describe, expect, test } from "vitest";
import { judge } from "../../../../src/core/checks/rule.ts";
import { suffixNone, suffixNotCovered } from "../../../../src/core/checks/suffixes.ts";
import type { DomainFacts } from "../../../../src/core/run/observation.ts";
import { answer, name, nothing } from "../../../support/facts.ts";

function domain(text: string, presence: "found" | "nxdomain" | null): DomainFacts {
  const said = presence === "nxdomain" ? nothing("nxdomain") : answer({ presence, records: [] });
  return {
    domain: text,
    owner: name(`_vlmcs._tcp.${text}`),
    answers: [said],
    records: said.records,
    lookups: new Map(),
  };
}

function subjects(domains: readonly DomainFacts[]): readonly string[] {
  const facts = {
    suffixes: domains.map(({ domain: text }) => text),
    sources: ["/etc/resolv.conf: nothing"],
    domains,
  };
  return judge([suffixNone, suffixNotCovered], facts).map(({ id, subject }) => `${id} ${subject}`);
}

describe("what the machine's suffixes lead to", () => {
  test("none at all", () => {
    expect(subjects([])).toEqual(["suffix-none this machine"]);
  });

  test("one is covered, the other is not", () => {
    expect(subjects([domain("a.test", "found"), domain("b.test", "nxdomain")])).toEqual([
      "suffix-not-covered _vlmcs._tcp.b.test",
    ]);
  });

  test("all covered, none covered, or not known: nothing of this kind", () => {
    expect(subjects([domain("a.test", "found"), domain("b.test", "found")])).toEqual([]);
    expect(subjects([domain("a.test", "nxdomain"), domain("b.test", "nxdomain")])).toEqual([]);
    expect(subjects([domain("a.test", "found"), domain("b.test", null)])).toEqual([]);
  });
});
