// Reports of domains or targets by their position in the input: open while probes come in, compact once complete.
import { createCompactList } from "./compact-list.ts";

export type IndexedReports<Draft, Report> = {
  /** The open draft at a position, made by `create` where there is none yet. */
  readonly draft: (index: number, create: () => Draft) => Draft;
  /** The draft at a position is complete: it is kept in its compact form. Gives the report, if there was a draft. */
  readonly close: (index: number) => Report | undefined;
  readonly size: () => number;
  /** The report at a position as far as it got; undefined where there is none yet. */
  readonly at: (index: number) => Report | undefined;
  /** In the order of the input; drafts that a cancelled run left open come as far as they got. */
  readonly inOrder: () => Iterable<Report>;
  /** The JSON text of each, in the order of the input. */
  readonly jsonInOrder: () => Iterable<string>;
};

export function createIndexedReports<Draft, Report>(
  reportOf: (draft: Draft) => Report,
): IndexedReports<Draft, Report> {
  const open = new Map<number, Draft>();
  const closed = createCompactList<Report>();
  /** Position in the input → index in the compact list. */
  const places: number[] = [];
  let most = 0;

  function* positions(): Generator<number> {
    for (let index = 0; index < most; index++) {
      if (places[index] !== undefined || open.has(index)) yield index;
    }
  }

  function at(index: number): Report | undefined {
    const [place, draft] = [places[index], open.get(index)];
    if (place !== undefined) return closed.get(place);
    return draft === undefined ? undefined : reportOf(draft);
  }

  return {
    draft: (index, create) => {
      let draft = open.get(index);
      if (draft === undefined) {
        draft = create();
        open.set(index, draft);
        most = Math.max(most, index + 1);
      }
      return draft;
    },
    close: (index) => {
      const draft = open.get(index);
      if (draft === undefined) return undefined;
      const report = reportOf(draft);
      places[index] = closed.push(report);
      open.delete(index);
      return report;
    },
    size: () => closed.length() + open.size,
    at,
    inOrder: function* inOrder() {
      for (const index of positions()) {
        const report = at(index);
        if (report !== undefined) yield report;
      }
    },
    jsonInOrder: function* jsonInOrder() {
      for (const index of positions()) {
        const [place, draft] = [places[index], open.get(index)];
        if (place !== undefined) yield closed.json(place);
        else if (draft !== undefined) yield JSON.stringify(reportOf(draft));
      }
    },
  };
}
