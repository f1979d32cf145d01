import { describe, expect, test } from "vitest";
import { CAUSES, withoutExplained, type TiedFinding } from "../../../../src/core/checks/causality.ts";
import type { FindingId } from "../../../../src/core/checks/finding-id.ts";

function tied(id: FindingId, ties: Partial<Omit<TiedFinding, "finding">>): TiedFinding {
  const texts = { subject: id, title: "t", detail: "d", evidence: ["e"], remedy: ["r"] };
  return { finding: { id, severity: "error", ...texts }, owners: [], hosts: [], servers: [], ...ties };
}

function left(...findings: readonly TiedFinding[]): readonly string[] {
  return withoutExplained(findings).map(({ id }) => id);
}

const KEY = { owner: "owners", host: "hosts", server: "servers" } as const;

describe("the table of causes", () => {
  test.each(CAUSES.map((entry) => [entry.cause, entry.explains, entry] as const))(
    "%s explains %s where they are about the same, and only then",
    (cause, explains, { tie }) => {
      const about = (thing: string): Partial<TiedFinding> => ({ [KEY[tie]]: [thing] });
      expect(left(tied(cause, about("a")), tied(explains, about("a")))).toEqual([cause]);
      expect(left(tied(explains, about("a")), tied(cause, about("a")))).toEqual([cause]);
      expect(left(tied(cause, about("a")), tied(explains, about("b")))).toEqual([cause, explains]);
      expect(left(tied(explains, about("a")))).toEqual([explains]);
      const elsewhere = tie === "owner" ? { hosts: ["a"] } : { owners: ["a"] };
      expect(left(tied(cause, elsewhere), tied(explains, elsewhere))).toEqual([cause, explains]);
    },
  );

  test("nothing explains itself, and no two explain each other", () => {
    for (const { cause, explains } of CAUSES) {
      expect(cause).not.toBe(explains);
      expect(CAUSES.some((other) => other.cause === explains && other.explains === cause)).toBe(false);
    }
  });
});
