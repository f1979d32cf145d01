// Runs an asynchronous function for each item, several at a time.
import { InvariantError } from "../errors.ts";

/**
 * Never more than `limit` calls are under way, and items are drawn from `items` only when a call can begin. Abort: no
 * further call begins, and the promise resolves once those under way have settled. A call that throws stops new ones,
 * too; the promise then rejects with the first error, after the others have settled.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T, index: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  if (!Number.isInteger(limit) || limit < 1) throw new InvariantError(`a concurrency of ${limit} is none`);
  const iterator = items[Symbol.iterator]();
  const failures: unknown[] = [];
  let index = 0;

  /** Undefined where nothing more is to be begun. */
  function draw(): { readonly item: T; readonly index: number } | undefined {
    if (signal.aborted || failures.length > 0) return undefined;
    const next = iterator.next();
    return next.done === true ? undefined : { item: next.value, index: index++ };
  }

  async function runWorker(first: { readonly item: T; readonly index: number }): Promise<void> {
    try {
      for (let next: typeof first | undefined = first; next !== undefined; next = draw()) {
        await work(next.item, next.index);
      }
    } catch (error) {
      failures.push(error);
    }
  }

  const workers: Promise<void>[] = [];
  for (let first = draw(); first !== undefined; first = draw()) {
    workers.push(runWorker(first));
    if (workers.length === limit) break;
  }
  await Promise.all(workers);
  iterator.return?.();
  if (failures.length > 0) throw failures[0];
}
