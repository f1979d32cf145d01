// A diagnosis with the outside world that it needs: for the command, and again and again for the terminal interface.
import { diagnose, type DiagnoseInput } from "../app/diagnose.ts";
import type { AskSecondOpinion } from "../app/second-opinion-port.ts";
import type { RunEvent } from "../core/run/event.ts";
import { breathe } from "../io/host/breathe.ts";
import { systemClock } from "../io/host/clock.ts";
import { createHostEnvironment } from "../io/host/host-environment.ts";
import { createReadNeighbour } from "../io/host/neighbour.ts";
import { createProbeEndpoint } from "../io/rpc/probe-endpoint.ts";
import { askOptions } from "./dns-ports.ts";
import type { DomainsToAsk } from "./domains-to-ask.ts";
import type { NetworkSettings } from "./settings.ts";
import { openUpdatePorts } from "./update-ports.ts";
import { VERSION } from "./version.ts";

/** Domains, and connects, under way at once. */
const DOMAINS_AT_ONCE = 512;
const CONNECTS_AT_ONCE = 256;

export type DiagnosisWish = DomainsToAsk &
  Pick<DiagnoseInput, "expected" | "probesUpdates" | "symptom" | "paste" | "joinRules"> & {
    readonly network: NetworkSettings;
    readonly secondOpinion: AskSecondOpinion | undefined;
    /** Told at once; standard error where nobody else listens. */
    readonly announce?: (text: string) => void;
  };

export type OpenedDiagnosis = {
  readonly start: (signal: AbortSignal) => AsyncGenerator<RunEvent>;
  /** Frees the sockets. */
  readonly close: () => void;
};

export function openDiagnosis(wish: DiagnosisWish): OpenedDiagnosis {
  const {
    list,
    servers,
    suffixSources,
    network,
    expected,
    probesUpdates,
    symptom,
    paste,
    joinRules,
    secondOpinion,
    announce,
  } = wish;
  const { ports, close } = openUpdatePorts();
  const start = (signal: AbortSignal): AsyncGenerator<RunEvent> =>
    diagnose(
      {
        info: { version: VERSION, command: "diagnose" },
        domains: list.inputs(),
        total: list.total,
        servers,
        ask: askOptions(network),
        families: network.families,
        concurrency: network.concurrency ?? DOMAINS_AT_ONCE,
        nameServerPort: network.dnsPort,
        suffixSources,
        connect: {
          connectTimeoutMs: network.connectTimeoutMs,
          bindTimeoutMs: network.timeoutMs,
          connectOnly: false,
        },
        retries: network.retries,
        connects: network.concurrency ?? CONNECTS_AT_ONCE,
        expected,
        probesUpdates,
        symptom,
        paste,
        joinRules,
      },
      {
        ...ports,
        ...(announce === undefined ? {} : { announce }),
        ...(secondOpinion === undefined ? {} : { secondOpinion }),
        probeEndpoint: createProbeEndpoint(systemClock),
        readNeighbour: createReadNeighbour(createHostEnvironment()),
        breathe,
      },
      signal,
    );
  return { start, close };
}
