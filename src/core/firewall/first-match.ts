// First match wins, for many sets at once: which of them gets which address. One sweep over all edges, so that a hundred
// thousand rules take no longer than sorting them.
import type { AddressSet } from "../net/address-set.ts";

type Edges = AddressSet["v4"];

export type FirstMatches = {
  /** For each set, the addresses that no earlier set has. */
  readonly taken: readonly AddressSet[];
  /** What no set has. */
  readonly rest: AddressSet;
};

/** Looks at the addresses of `within` only. */
export function firstMatches(sets: readonly AddressSet[], within: AddressSet): FirstMatches {
  const v4 = sweep(
    sets.map((set) => set.v4),
    within.v4,
  );
  const v6 = sweep(
    sets.map((set) => set.v6),
    within.v6,
  );
  return {
    taken: sets.map((_, index) => ({ v4: v4.taken[index] ?? [], v6: v6.taken[index] ?? [] })),
    rest: { v4: v4.rest, v6: v6.rest },
  };
}

type Event = { readonly at: bigint; readonly index: number };

const WITHIN = -1;

function sweep(
  sets: readonly Edges[],
  within: Edges,
): { readonly taken: bigint[][]; readonly rest: bigint[] } {
  const events: Event[] = within.map((at) => ({ at, index: WITHIN }));
  for (const [index, edges] of sets.entries()) for (const at of edges) events.push({ at, index });
  events.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  const taken: bigint[][] = sets.map(() => []);
  const rest: bigint[] = [];
  const active = sets.map(() => false);
  const heap: number[] = [];
  let isWithin = false;
  let owner: bigint[] | undefined;
  for (let place = 0; place < events.length;) {
    const at = events[place]?.at ?? 0n;
    for (; events[place]?.at === at; place++) {
      const index = events[place]?.index ?? WITHIN;
      if (index === WITHIN) {
        isWithin = !isWithin;
      } else {
        active[index] = active[index] === false;
        if (active[index]) pushHeap(heap, index);
      }
    }
    while (heap.length > 0 && active[heap[0] ?? 0] === false) popHeap(heap);
    const first = heap[0];
    const next = isWithin ? (first === undefined ? rest : taken[first]) : undefined;
    if (next === owner) continue;
    owner?.push(at);
    next?.push(at);
    owner = next;
  }
  return { taken, rest };
}

/** A binary heap with the smallest number on top. */
function pushHeap(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= value) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = value;
}

function popHeap(heap: number[]): void {
  const value = heap.pop() ?? 0;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
    const below = heap[child] ?? 0;
    if (below >= value) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = value;
}
