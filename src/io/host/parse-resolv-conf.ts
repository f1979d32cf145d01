// Reads /etc/resolv.conf (resolv.conf(5)): nameserver, domain, search, options.
import { parseAddress } from "../../core/net/address.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { serverOf } from "./host-facts.ts";

export type ResolvConf = {
  readonly servers: readonly Endpoint[];
  readonly domain: string | null;
  readonly search: readonly string[];
  /** Names with at least so many dots are tried as they are first; the C library's default is 1. */
  readonly ndots: number;
  /** `nameserver` lines whose address can't be read. */
  readonly unreadable: readonly string[];
};

/** Of `domain` and `search` the last line counts, as in the C library. Comments begin with `#` or `;` in the first column. */
export function parseResolvConf(text: string): ResolvConf {
  const servers: Endpoint[] = [];
  const unreadable: string[] = [];
  let domain: string | null = null;
  let search: readonly string[] = [];
  let ndots = 1;
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#") || line.startsWith(";")) continue;
    const [keyword = "", ...words] = line.trim().split(/\s+/);
    const first = words[0];
    if (first === undefined) continue;
    if (keyword === "nameserver") {
      if (parseAddress(first).ok) servers.push(...serverOf(first));
      else unreadable.push(first);
    } else if (keyword === "domain") {
      domain = first;
      search = [];
    } else if (keyword === "search") {
      domain = null;
      search = words;
    } else if (keyword === "options") {
      ndots = ndotsOf(words) ?? ndots;
    }
  }
  return { servers, domain, search, ndots, unreadable };
}

function ndotsOf(options: readonly string[]): number | undefined {
  const match = options.map((option) => /^ndots:(\d{1,3})$/.exec(option)).findLast((found) => found !== null);
  return match === undefined || match === null ? undefined : Math.min(Number(match[1]), 15);
}
