// Gives way to everything else that waits: input, sockets, timers.
import { setImmediate as nextTurn } from "node:timers/promises";

/** Resolves in the next turn of the event loop. */
export const breathe = (): Promise<void> => nextTurn();
