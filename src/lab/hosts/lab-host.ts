// A host of a running lab that can be stopped and started again on the same port.
import type { Clock } from "../../app/ports.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { listenError } from "../listen-error.ts";
import type { HostBehaviour } from "./behaviour-names.ts";
import { startBehaviour } from "./behaviours.ts";

export type LabHost = {
  /** Its name in the scenario. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly behaviour: HostBehaviour;
  /** Ends all connections; from then on the port refuses. Nothing happens when it is stopped already. */
  readonly stop: () => Promise<void>;
  /** Listens again. Nothing happens when it is running. Throws EnvironmentError when the port was taken meanwhile. */
  readonly start: () => Promise<void>;
};

/** Throws EnvironmentError when it can't listen. */
export async function startLabHost(
  name: string,
  behaviour: HostBehaviour,
  wanted: Endpoint,
  clock: Clock,
): Promise<LabHost> {
  const listen = (endpoint: Endpoint) =>
    startBehaviour(behaviour, endpoint, clock).catch((cause: NodeJS.ErrnoException) => {
      throw listenError(`host '${name}'`, endpoint, cause);
    });
  const first = await listen(wanted);
  const { endpoint } = first;
  let running: typeof first | undefined = first;
  // One after the other, so that a start waits until a stop has freed the port.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (step: () => Promise<void>): Promise<void> => (turn = turn.then(step, step));
  return {
    name,
    behaviour,
    ...endpoint,
    stop: () =>
      inTurn(async () => {
        const stopped = running;
        running = undefined;
        await stopped?.stop();
      }),
    start: () =>
      inTurn(async () => {
        running ??= await listen(endpoint);
      }),
  };
}
