// Bounds how many attempts are under way, per server and in all; who comes first is served first.
import { onAbort } from "../../core/async/on-abort.ts";

export type Slots = {
  /** Resolves with the function that gives the slot back, or with null when `signal` aborts before there is one. */
  readonly acquire: (key: string, signal: AbortSignal) => Promise<(() => void) | null>;
};

export type SlotLimits = { readonly perKey: number; readonly total: number };

type Gate = {
  readonly enter: (signal: AbortSignal) => Promise<boolean>;
  readonly leave: () => void;
  readonly isIdle: () => boolean;
};

/** The waiting line of a server is kept only while somebody holds or awaits a slot of it. */
export function createSlots(limits: SlotLimits): Slots {
  const all = createGate(limits.total);
  const perKey = new Map<string, Gate>();

  const leaveKey = (key: string, gate: Gate): void => {
    gate.leave();
    if (gate.isIdle()) perKey.delete(key);
  };

  const acquire = async (key: string, signal: AbortSignal): Promise<(() => void) | null> => {
    let gate = perKey.get(key);
    if (gate === undefined) {
      gate = createGate(limits.perKey);
      perKey.set(key, gate);
    }
    if (!(await gate.enter(signal))) {
      if (gate.isIdle()) perKey.delete(key);
      return null;
    }
    if (!(await all.enter(signal))) {
      leaveKey(key, gate);
      return null;
    }
    return () => {
      all.leave();
      leaveKey(key, gate);
    };
  };

  return { acquire };
}

type Waiter = (entered: boolean) => void;

function createGate(limit: number): Gate {
  let inside = 0;
  // A set keeps the order of arrival and lets a cancelled waiter leave at once.
  const waiting = new Set<Waiter>();

  const enter = (signal: AbortSignal): Promise<boolean> => {
    if (signal.aborted) return Promise.resolve(false);
    if (inside < limit) {
      inside += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = (entered) => {
        withdraw();
        resolve(entered);
      };
      const withdraw = onAbort(signal, () => {
        waiting.delete(waiter);
        resolve(false);
      });
      waiting.add(waiter);
    });
  };

  const leave = (): void => {
    const [first] = waiting;
    if (first === undefined) {
      inside -= 1;
      return;
    }
    // The slot passes on: `inside` stays.
    waiting.delete(first);
    first(true);
  };

  return { enter, leave, isIdle: () => inside === 0 && waiting.size === 0 };
}
