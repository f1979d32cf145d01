// What every use case is told about the run it is part of, and the frame around its events.
import { emitted, type Emitter } from "../core/async/emitted.ts";
import { EVENT_SCHEMA_VERSION, type RunEvent, type RunFinished, type RunStarted } from "../core/run/event.ts";
import type { Clock } from "./ports.ts";

export type RunPorts = {
  readonly clock: Clock;
  /** RFC 3339 UTC text of now. */
  readonly timestamp: () => string;
};

export type RunInfo = { readonly version: string; readonly command: string };

export type EventEmitter = Emitter<RunEvent>;

/** Events that may wait for a slow reader before the work pauses. */
const CAPACITY = 512;

/**
 * The events of a run: `run-started` first, then what `work` emits, and `run-finished` always last, also when cancelled.
 * A consumer that leaves early aborts the signal that `work` gets.
 */
export function runEvents(
  info: RunInfo,
  ports: RunPorts,
  signal: AbortSignal,
  work: (events: EventEmitter, signal: AbortSignal) => Promise<void>,
): AsyncGenerator<RunEvent, void, void> {
  const left = new AbortController();
  const either = AbortSignal.any([signal, left.signal]);
  return emitted<RunEvent>(
    CAPACITY,
    async (events) => {
      const beganMs = ports.clock.monotonicMs();
      events.emit(runStarted(info, ports));
      await work(events, either);
      events.emit(runFinished(ports, beganMs, signal));
    },
    () => left.abort(),
  );
}

function runStarted(info: RunInfo, ports: RunPorts): RunStarted {
  return {
    type: "run-started",
    schema: EVENT_SCHEMA_VERSION,
    tool: "kms-doctor",
    version: info.version,
    command: info.command,
    startedAt: ports.timestamp(),
  };
}

function runFinished(ports: RunPorts, beganMs: number, signal: AbortSignal): RunFinished {
  const elapsedMs = Math.round((ports.clock.monotonicMs() - beganMs) * 10) / 10;
  return { type: "run-finished", elapsedMs, partial: signal.aborted };
}
