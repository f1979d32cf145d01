// The addresses of a host name: A and AAAA, asked at one server after the other until one has some.
import type { OwnerName } from "../core/dns/owner-name.ts";
import { formatEndpoint } from "../core/net/endpoint.ts";
import type { AddressLookup, ServerAnswer } from "../core/run/observation.ts";
import { inquire, sumUp, type AskedServer, type Inquiry } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

export type ResolveHostContext = {
  readonly ask: AskDns;
  readonly servers: readonly AskedServer[];
  readonly options: AskDnsOptions;
  readonly timestamp: () => string;
  /** Told what each server said. */
  readonly observe: (answer: ServerAnswer) => void;
};

/** What one server said of both families. */
type Word = {
  readonly server: string;
  readonly status: AddressLookup["status"];
  readonly addresses: readonly string[];
  readonly aliases: readonly OwnerName[];
  readonly said: string;
};

const TYPES = ["A", "AAAA"] as const;

/**
 * Both families are always asked: that a name has no address can only be said of both. A server that has none is not
 * believed before the others were asked, too.
 */
export async function resolveHost(
  name: OwnerName,
  context: ResolveHostContext,
  signal: AbortSignal,
): Promise<AddressLookup> {
  const words: Word[] = [];
  for (const server of context.servers) {
    const word = await askBoth(name, server, context, signal);
    words.push(word);
    if (word.status === "found" || signal.aborted) break;
  }
  const deciding = bestOf(words);
  const at = context.timestamp();
  if (deciding === undefined) {
    return { name, status: "failed", addresses: [], aliases: [], source: "no DNS server that answers", at };
  }
  const { status, addresses, aliases } = deciding;
  const source =
    status === "found" ? deciding.server : words.map(({ server, said }) => `${server} ${said}`).join("; ");
  return { name, status, addresses, aliases, source, at };
}

async function askBoth(
  name: OwnerName,
  server: AskedServer,
  { ask, options, timestamp, observe }: ResolveHostContext,
  signal: AbortSignal,
): Promise<Word> {
  const inquiries = await Promise.all(
    TYPES.map(async (type) => {
      const inquiry = await inquire(ask, server.endpoint, { name, type }, options, signal);
      observe(sumUp(inquiry, server, { name, type }, timestamp));
      return inquiry;
    }),
  );
  const addresses = inquiries.flatMap(({ response }) =>
    response?.kind === "found" ? response.records.map((record) => record.address) : [],
  );
  return {
    server: formatEndpoint(server.endpoint),
    status: addresses.length > 0 ? "found" : absenceOf(inquiries),
    addresses: [...new Set(addresses)],
    aliases: [...new Set(inquiries.flatMap((inquiry) => inquiry.aliases))],
    said: inquiries.map(({ last, response }) => response?.kind ?? last.outcome.kind).join(", "),
  };
}

/** Why a server gave no address; 'none' needs its word on both families. */
function absenceOf(inquiries: readonly Inquiry[]): "nodata" | "nxdomain" | "failed" {
  const kinds = inquiries.map(({ response }) => response?.kind);
  if (!kinds.every((kind) => kind === "nodata" || kind === "nxdomain")) return "failed";
  return kinds.includes("nxdomain") ? "nxdomain" : "nodata";
}

/** Addresses win over 'none', and 'none' wins over 'can't tell'. */
function bestOf(words: readonly Word[]): Word | undefined {
  return (
    words.find(({ status }) => status === "found") ??
    words.find(({ status }) => status !== "failed") ??
    words[0]
  );
}
