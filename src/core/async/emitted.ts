// Turns work that emits values as it goes into a generator of these values, with back-pressure.

export type Emitter<E> = {
  readonly emit: (value: E) => void;
  /** Resolves once few enough values wait to be taken; work that emits much calls it between its pieces. */
  readonly room: () => Promise<void>;
};

/**
 * Yields what `work` emits, in order, until it has settled; throws what it throws, after the values. `room` resolves
 * while fewer than `capacity` values wait to be taken, for everyone who asks; so more wait only by what work emits
 * between two questions. When the consumer leaves early, `onLeft` is called and work is awaited.
 */
export async function* emitted<E>(
  capacity: number,
  work: (emitter: Emitter<E>) => Promise<void>,
  onLeft: () => void,
): AsyncGenerator<E, void, void> {
  let queue: E[] = [];
  /** Values that were emitted and not yet taken, here or in the queue. */
  let untaken = 0;
  let isDone = false;
  let hasLeft = false;
  let wakeConsumer = (): void => undefined;
  let waiting: (() => void)[] = [];

  const emit = (value: E): void => {
    if (hasLeft) return;
    queue.push(value);
    untaken += 1;
    wakeConsumer();
  };
  const room = (): Promise<void> =>
    untaken < capacity || hasLeft ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  const letIn = (): void => {
    const ready = waiting;
    waiting = [];
    for (const resolve of ready) resolve();
  };

  async function runWork(): Promise<void> {
    try {
      await work({ emit, room });
    } finally {
      isDone = true;
      wakeConsumer();
    }
  }

  const settled = runWork();
  // Awaited below; until then a failure must not count as unhandled.
  settled.catch(() => undefined);
  try {
    while (!isDone || queue.length > 0) {
      if (queue.length === 0) await new Promise<void>((resolve) => (wakeConsumer = resolve));
      const batch = queue;
      queue = [];
      for (const value of batch) {
        untaken -= 1;
        if (untaken < capacity && waiting.length > 0) letIn();
        yield value;
      }
    }
  } finally {
    hasLeft = true;
    letIn();
    if (!isDone) onLeft();
    await settled;
  }
}
