// This machine's neighbour table (ARP, IPv6 neighbour discovery), as Linux shows it to every user.
import type { ReadNeighbour } from "../../app/ports.ts";
import { commandText } from "./command-text.ts";
import type { HostEnvironment } from "./host-environment.ts";

/**
 * Only entries that were confirmed or given up count: a stale one says that somebody was there once. Other systems
 * print their tables in the user's language, so there it is not known.
 */
export function createReadNeighbour(environment: HostEnvironment): ReadNeighbour {
  return async (address, signal) => {
    if (environment.platform !== "linux") return "unknown";
    const shown = commandText(await environment.run("ip", ["-j", "neigh", "show", "to", address], signal));
    return shown.ok ? stateIn(shown.value) : "unknown";
  };
}

function stateIn(json: string): Awaited<ReturnType<ReadNeighbour>> {
  const states = new Set(entriesOf(json).flatMap(({ state }) => (Array.isArray(state) ? state : [])));
  if (states.has("REACHABLE")) return "present";
  return states.has("FAILED") && states.size === 1 ? "absent" : "unknown";
}

/** One object for each interface that knows the address; anything else is no table. */
function entriesOf(json: string): readonly { readonly state?: unknown }[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.filter((entry) => typeof entry === "object" && entry !== null) : [];
  } catch {
    return [];
  }
}
