// The addresses of a host name: A and AAAA, asked at one server after the other until one can tell.
import type { OwnerName } from "../core/dns/owner-name.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import type { AddressLookup } from "../core/run/observation.ts";
import { inquire, type Inquiry } from "./ask-server.ts";
import type { AskDns, AskDnsOptions } from "./ports.ts";

export type ResolveHostContext = {
  readonly ask: AskDns;
  readonly servers: readonly Endpoint[];
  readonly families: readonly (4 | 6)[];
  readonly options: AskDnsOptions;
  readonly timestamp: () => string;
};

export async function resolveHost(
  name: OwnerName,
  context: ResolveHostContext,
  signal: AbortSignal,
): Promise<AddressLookup> {
  const failed: string[] = [];
  for (const server of context.servers) {
    const inquiries = await Promise.all(
      context.families.map((family) =>
        inquire(context.ask, server, { name, type: family === 4 ? "A" : "AAAA" }, context.options, signal),
      ),
    );
    const lookup = lookupOf(name, server, inquiries, context.timestamp());
    if (lookup !== undefined) return lookup;
    failed.push(`${formatEndpoint(server)} ${inquiries.map(sayFailure).join(", ")}`);
    if (signal.aborted) break;
  }
  const source = failed.length > 0 ? failed.join("; ") : "no DNS server to ask";
  return { name, status: "failed", addresses: [], aliases: [], source, at: context.timestamp() };
}

/** Undefined where the server could not tell for every family and found nothing either. */
function lookupOf(
  name: OwnerName,
  server: Endpoint,
  inquiries: readonly Inquiry<"A" | "AAAA">[],
  at: string,
): AddressLookup | undefined {
  const addresses = inquiries.flatMap(({ response }) =>
    response?.kind === "found" ? response.records.map((record) => record.address) : [],
  );
  const aliases = [...new Set(inquiries.flatMap((inquiry) => inquiry.aliases))];
  const source = formatEndpoint(server);
  if (addresses.length > 0)
    return { name, status: "found", addresses: [...new Set(addresses)], aliases, source, at };
  const kinds = inquiries.map(({ response }) => response?.kind);
  if (!kinds.every((kind) => kind === "nodata" || kind === "nxdomain")) return undefined;
  const status = kinds.includes("nxdomain") ? "nxdomain" : "nodata";
  return { name, status, addresses: [], aliases, source, at };
}

function sayFailure({ last, response }: Inquiry): string {
  return response?.kind ?? last.outcome.kind;
}
