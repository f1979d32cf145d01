// Reads `scutil --dns` of macOS: the general resolver, supplemental ones for a domain (VPN), and those of each interface.
import type { Endpoint } from "../../core/net/endpoint.ts";
import { serverOf } from "./host-facts.ts";

export type ScutilResolver = {
  /** The domain that this resolver is for; null for the general one. */
  readonly domain: string | null;
  readonly search: readonly string[];
  readonly servers: readonly Endpoint[];
  /** Listed under "for scoped queries": used only by programs bound to an interface. */
  readonly scoped: boolean;
  /** Multicast DNS; never asked over unicast. */
  readonly multicast: boolean;
};

type Draft = { -readonly [Key in keyof ScutilResolver]: ScutilResolver[Key] } & {
  port: number;
  addresses: string[];
};

export function parseScutilDns(text: string): readonly ScutilResolver[] {
  const drafts: Draft[] = [];
  let scoped = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("DNS configuration")) scoped = line.includes("scoped");
    else if (/^resolver #\d+/.test(line)) drafts.push(newDraft(scoped));
    else readField(line, drafts.at(-1));
  }
  return drafts.map(({ domain, search, scoped: inScope, multicast, addresses, port }) => ({
    domain,
    search,
    servers: addresses.flatMap((address) => serverOf(address, port)),
    scoped: inScope,
    multicast,
  }));
}

function newDraft(scoped: boolean): Draft {
  return { domain: null, search: [], servers: [], scoped, multicast: false, port: 53, addresses: [] };
}

function readField(line: string, draft: Draft | undefined): void {
  const colon = line.indexOf(":");
  if (colon === -1 || draft === undefined) return;
  const field = line
    .slice(0, colon)
    .replace(/\[\d+\]\s*$/, "")
    .trim();
  const value = line.slice(colon + 1).trim();
  if (field === "domain") draft.domain = value;
  else if (field === "search domain") draft.search = [...draft.search, value];
  else if (field === "nameserver") draft.addresses.push(value);
  else if (field === "port" && /^\d{1,5}$/.test(value)) draft.port = Number(value);
  else if (field === "options" && value.includes("mdns")) draft.multicast = true;
}
