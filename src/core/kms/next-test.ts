// What to run next: the test that tells the two likeliest causes apart.
import { ACTIVATION_CAUSES } from "./error-codes/causes.ts";
import type { RankedCause } from "./rank-causes.ts";

/** `ranked` as rankCauses gives it; `code` names the symptom. One or two sentences. */
export function nextTest(code: string, ranked: readonly RankedCause[]): string {
  const [first, second] = ranked.filter(({ standing }) => standing !== "ruled-out");
  if (first === undefined)
    return `${ranked.length === 0 ? "No causes are known for this code" : "None of the known causes fits what was seen"}. ${READ_EVENTS}`;
  const { text, check, fix } = ACTIVATION_CAUSES[first.id];
  if (first.standing === "confirmed") {
    const after = second === undefined ? READ_EVENTS : `${ACTIVATION_CAUSES[second.id].check}.`;
    return `${fix}. If ${code} comes back after that: ${after}`;
  }
  return second === undefined
    ? `To be sure of '${text}': ${check}.`
    : `To tell '${text}' from '${ACTIVATION_CAUSES[second.id].text}': ${check}.`;
}

const READ_EVENTS =
  "Read the newest events 12288 and 12289 in the Application log of the client: they name the host that was asked, and the code.";
