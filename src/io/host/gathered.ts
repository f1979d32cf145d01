// Facts of one platform with the sources they came from, one line each.
import type { Endpoint } from "../../core/net/endpoint.ts";
import type { HostEnvironment } from "./host-environment.ts";
import type { HostFacts } from "./host-facts.ts";

export type Gathered = HostFacts & { readonly sources: readonly string[] };

/** Reads the set-up of one platform. Sources that are missing are named, never thrown. */
export type GatherDns = (environment: HostEnvironment, signal: AbortSignal) => Promise<Gathered>;

/** Facts under the name of their source. */
export function fromSource(source: string, facts: HostFacts): Gathered {
  return {
    ...facts,
    sources: [`${source}: ${count(facts.servers, "server")}, ${count(facts.suffixes, "suffix", "suffixes")}`],
  };
}

/** Nothing, and why. */
export function noFacts(source: string, reason: string): Gathered {
  return { servers: [], suffixes: [], sources: [`${source}: ${reason}`] };
}

export function joinGathered(parts: readonly Gathered[]): Gathered {
  return {
    servers: parts.flatMap((part) => part.servers),
    suffixes: parts.flatMap((part) => part.suffixes),
    sources: parts.flatMap((part) => part.sources),
  };
}

function count(items: readonly Endpoint[] | readonly unknown[], one: string, many = `${one}s`): string {
  return `${items.length} ${items.length === 1 ? one : many}`;
}
