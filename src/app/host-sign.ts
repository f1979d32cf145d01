// Whether a host whose port is silent is there at all: asked at other ports, and in this machine's neighbour table.
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { EndpointOutcome } from "../core/net/probe-outcome.ts";
import type { HostSign } from "../core/run/observation.ts";
import type { ReadNeighbour } from "./ports.ts";

/** The RPC endpoint mapper, which Windows hosts have open, and a port that nobody serves, which most others reset. */
const CONTROL_PORTS = [135, 1];

export type HostSignContext = {
  /** One connect, nothing sent. Null when cancelled. */
  readonly connect: (endpoint: Endpoint) => Promise<EndpointOutcome | null>;
  readonly readNeighbour: (address: string) => ReturnType<ReadNeighbour>;
  readonly timestamp: () => string;
};

/** Silence of everything is no sign of anything: then it can't be told from here. */
export async function lookForHost(
  { address, port }: Endpoint,
  { connect, readNeighbour, timestamp }: HostSignContext,
): Promise<HostSign> {
  const controls = CONTROL_PORTS.filter((control) => control !== port).map((control) => ({
    address,
    port: control,
  }));
  const outcomes = await Promise.all(controls.map(connect));
  const answered = outcomes.find((outcome) => outcome?.state === "open" || outcome?.state === "refused");
  if (answered !== undefined && answered !== null) {
    const { state } = answered;
    return { state: "up", evidence: `${formatEndpoint(answered)} ${state}, ${timestamp()}` };
  }
  const neighbour = await readNeighbour(address);
  const tried = `ports ${controls.map((control) => control.port).join(" and ")} of ${address} told nothing`;
  switch (neighbour) {
    case "present":
      return { state: "up", evidence: `${address} is REACHABLE in the neighbour table, ${timestamp()}` };
    case "absent":
      return { state: "absent", evidence: `${address} is FAILED in the neighbour table, ${timestamp()}` };
    case "unknown":
      return { state: "unknown", evidence: `${tried}, nor did the neighbour table, ${timestamp()}` };
  }
}
