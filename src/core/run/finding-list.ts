// The findings of a run: kept compact, given back in the order of reports, counted by severity.
import { compareFindings, type Finding, type FindingKey, type Severity } from "../checks/finding.ts";
import { createCompactList } from "./compact-list.ts";

export type SeverityCounts = Readonly<Record<Severity, number>>;

export type FindingList = {
  readonly add: (finding: Finding) => void;
  readonly counts: () => SeverityCounts;
  /** In report order: severity, then subject, then id. */
  readonly inOrder: () => Iterable<Finding>;
  /** The JSON text of each, in report order. */
  readonly jsonInOrder: () => Iterable<string>;
};

type Key = FindingKey & { readonly index: number };

export function createFindingList(): FindingList {
  const list = createCompactList<Finding>();
  const keys: Key[] = [];
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  let isSorted = true;

  function sorted(): readonly Key[] {
    if (!isSorted) keys.sort(compareFindings);
    isSorted = true;
    return keys;
  }

  return {
    add: (finding) => {
      const { severity, subject, id } = finding;
      keys.push({ severity, subject, id, index: list.push(finding) });
      counts[severity] += 1;
      isSorted = false;
    },
    counts: () => counts,
    inOrder: function* inOrder() {
      for (const { index } of sorted()) yield list.get(index);
    },
    jsonInOrder: function* jsonInOrder() {
      for (const { index } of sorted()) yield list.json(index);
    },
  };
}
