// Reads `resolvectl dns` and `resolvectl domain`: a line per link, `Global:` or `Link 2 (eth0):`, then the words.
import { serverOf } from "./host-facts.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";

export type ResolvectlLine = { readonly link: string; readonly words: readonly string[] };

export function parseResolvectl(text: string): readonly ResolvectlLine[] {
  const lines: ResolvectlLine[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(Global|Link \d+ \([^)]*\)):\s*(.*)$/.exec(line);
    if (match === null) continue;
    const words = (match[2] ?? "").split(/\s+/).filter((word) => word !== "");
    lines.push({ link: match[1] ?? "", words });
  }
  return lines;
}

/** `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`, `fe80::1%eth0`, each perhaps with `#server.name` (for TLS). */
export function resolvectlServer(word: string): readonly Endpoint[] {
  const [place = ""] = word.split("#");
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?(%.+)?$/.exec(place);
  if (bracketed !== null)
    return serverOf(`${bracketed[1] ?? ""}${bracketed[3] ?? ""}`, Number(bracketed[2] ?? 53));
  const withPort = /^([\d.]+):(\d{1,5})$/.exec(place);
  if (withPort !== null) return serverOf(withPort[1] ?? "", Number(withPort[2]));
  return serverOf(place);
}

/** Domains that are also searched; those with `~` only route questions. */
export function searchDomains(words: readonly string[]): readonly string[] {
  return words.filter((word) => !word.startsWith("~"));
}
