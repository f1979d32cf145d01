// The outside world of the terminal interface. Each part is loaded when it is first needed: the first frame waits for none of them.
import { formatEndpoint } from "../../core/net/endpoint.ts";
import { systemClock } from "../../io/host/clock.ts";
import { BELL, copySequence } from "../../io/host/terminal.ts";
import type { LabPorts, UiPorts } from "../../ui/ports.ts";
import type { ChangeFlags } from "../change-options.ts";
import type { Recording } from "../wire/read-recording.ts";
import { checkDomain, checkWish } from "./check-wish.ts";
import { saveColumns } from "./column-file.ts";
import type { PlaceHolder } from "./network-place.ts";

export type UiWorld = {
  readonly place: PlaceHolder;
  readonly flags: ChangeFlags;
  /** What is shown in place of this network; undefined: nothing is. */
  readonly recording: Recording | undefined;
  /** What is said while checks go on. */
  readonly announce: (text: string) => void;
};

export type OpenedUiPorts = { readonly ports: UiPorts; readonly close: () => Promise<void> };

export function openUiPorts({ place, flags, recording, announce }: UiWorld): OpenedUiPorts {
  const changes = once(async () => (await import("./change-source.ts")).changeSource(place, flags, announce));
  const lab = once(async () => (await import("./lab-source.ts")).labSource(place));
  const snippets = once(async () => (await import("./snippet-source.ts")).snippetSource);
  const labPorts: LabPorts = {
    scenarios: async () => (await lab()).scenarios(),
    open: async (name) => (await lab()).open(name),
    flip: async (id) => (await lab()).flip(id),
    close: async () => (await lab()).close(),
  };
  const ports: UiPorts = {
    nowMs: systemClock.nowMs,
    schedule: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    machine: async (signal) => {
      const { readHostDns } = await import("../dns-ports.ts");
      const { servers, suffixes, sources } = await readHostDns(signal);
      const { network } = place.current;
      return {
        suffixes: suffixes.map(({ suffix }) => suffix),
        resolvers: (network.servers.length > 0 ? network.servers : servers).map(formatEndpoint),
        sources,
      };
    },
    diagnose: async function* run(domains, signal) {
      const { liveDiagnosis, recordedDiagnosis } = await import("./diagnosis-source.ts");
      const source = recording === undefined ? liveDiagnosis(place, announce) : recordedDiagnosis(recording);
      yield* source(domains, signal);
    },
    updatePolicy: async function* policy(...args) {
      yield* (await changes()).updatePolicy(...args);
    },
    change: async function* change(...args) {
      yield* (await changes()).change(...args);
    },
    undo: async function* undo(...args) {
      yield* (await changes()).undo(...args);
    },
    checkDomain,
    checkWish,
    products: async () => (await snippets()).products(),
    snippet: async (...args) => (await snippets()).snippet(...args),
    zoneFile: async (...args) => (await import("./zone-file-source.ts")).editZone(...args),
    saveText: async (...args) => (await import("./save-files.ts")).saveText(...args),
    saveColumns,
    exportRun: async (...args) => (await import("./save-files.ts")).exportRun(...args),
    readRules: async (...args) => (await import("./rules-source.ts")).readRules(...args),
    readPaste: async (text) => (await import("./read-pasted.ts")).readPasted(text),
    copy: (text) => void process.stdout.write(copySequence(text, process.env["TMUX"] !== undefined)),
    bell: () => void process.stdout.write(BELL),
    lab: labPorts,
  };
  return { ports, close: async () => (lab.isMade() ? labPorts.close() : undefined) };
}

/** Makes its value at the first call, and gives the same one from then on. */
function once<T>(make: () => Promise<T>): (() => Promise<T>) & { readonly isMade: () => boolean } {
  let made: Promise<T> | undefined;
  return Object.assign(() => (made ??= make()), { isMade: () => made !== undefined });
}
