// The host that a client names: one that is set by hand counts before the one from DNS.
import type { NamedHost } from "./slmgr-facts.ts";
import { hostAndPort } from "./value-shapes.ts";

/** `HOST:PORT` each, or anything else where there is none. */
export function namedHost(registered: string, fromDns: string): NamedHost | null {
  const set = hostAndPort(registered);
  if (set !== undefined) return { name: set.host, port: set.port, source: "registered" };
  const found = hostAndPort(fromDns);
  return found === undefined ? null : { name: found.host, port: found.port, source: "dns" };
}
