// Runs an asynchronous function for each item, several at a time.
import { InvariantError } from "../errors.ts";

/**
 * Never more than `limit` calls are under way, and items are drawn from `items` only when a call can begin. Abort: no
 * further call begins, and the promise resolves once those under way have settled. A call that throws stops new ones,
 * and so does `items` when it throws; the promise then rejects with the first error, after the others have settled.
 * `items` is closed where it was not drawn to its end.
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
  let isExhausted = false;

  const mayBegin = (): boolean => !isExhausted && !signal.aborted && failures.length === 0;

  async function runWorker(): Promise<void> {
    try {
      while (mayBegin()) {
        const next = iterator.next();
        if (next.done === true) isExhausted = true;
        else await work(next.value, index++);
      }
    } catch (error) {
      failures.push(error);
    }
  }

  const workers: Promise<void>[] = [];
  while (workers.length < limit && mayBegin()) workers.push(runWorker());
  await Promise.all(workers);
  try {
    if (!isExhausted) iterator.return?.();
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 0) throw failures[0];
}
