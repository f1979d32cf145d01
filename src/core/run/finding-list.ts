// The findings of a run: kept compact, given back in the order of reports, counted by severity.
import { compareFindings, type Finding, type FindingKey, type Severity } from "../checks/finding.ts";
import { createCompactList } from "./compact-list.ts";

export type SeverityCounts = Readonly<Record<Severity, number>>;

export type FindingList = {
  readonly add: (finding: Finding) => void;
  readonly counts: () => SeverityCounts;
  /** Findings with these ids come before all others from now on, in this order of ids. */
  readonly putFirst: (ids: readonly string[]) => void;
  /** In report order: what was put first, then by severity, subject and id. */
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
  let lead: ReadonlyMap<string, number> = new Map();

  function sorted(): readonly Key[] {
    const place = ({ id }: Key): number => lead.get(id) ?? lead.size;
    if (!isSorted) keys.sort((left, right) => place(left) - place(right) || compareFindings(left, right));
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
    putFirst: (ids) => {
      lead = new Map(ids.map((id, place) => [id, place]));
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
