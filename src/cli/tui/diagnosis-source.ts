// The runs that the terminal interface shows: live ones, and a recorded one.
import type { RunEvent } from "../../core/run/event.ts";
import type { UiPorts } from "../../ui/ports.ts";
import { domainsToAsk } from "../domains-to-ask.ts";
import { openDiagnosis } from "../open-diagnosis.ts";
import type { Recording } from "../wire/read-recording.ts";
import type { PlaceHolder } from "./network-place.ts";

export function liveDiagnosis(place: PlaceHolder, announce: (text: string) => void): UiPorts["diagnose"] {
  return async function* run(domains, signal): AsyncGenerator<RunEvent> {
    const { network } = place.current;
    const { list, servers, suffixSources } = await domainsToAsk(domains, undefined, network);
    const { start, close } = openDiagnosis({
      list,
      servers,
      suffixSources,
      network,
      expected: null,
      probesUpdates: true,
      symptom: undefined,
      secondOpinion: undefined,
      announce,
    });
    try {
      yield* start(signal);
    } finally {
      close();
    }
  };
}

export function recordedDiagnosis({ events }: Recording): UiPorts["diagnose"] {
  return () => events();
}
