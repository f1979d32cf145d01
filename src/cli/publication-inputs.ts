// What is to be published, as people type it: --domain, --zone, --host, --address, --clients and the numbers.
import { UsageError } from "../core/errors.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { parseAddress, type IpAddress } from "../core/net/address.ts";
import { parseCidr, type Cidr } from "../core/net/cidr.ts";
import { splitHostPort } from "../core/net/endpoint.ts";
import { planPublication, type Publication, type PublicationEntry } from "../core/plan/publication.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import { wishDomain, wishFor, wishHost, wishNumbers } from "./wish-inputs.ts";
import type { WishNumberFlags } from "./wish-options.ts";
import { DEFAULT_TTL_SECONDS } from "./wire/read-plan.ts";

export type PublicationFlags = WishNumberFlags & {
  readonly domain?: string;
  readonly zone?: string;
  readonly host?: readonly string[];
  readonly address?: readonly string[];
  readonly clients?: readonly string[];
};

type TypedHost = { readonly name: OwnerName; readonly port: number | undefined };
type AddressOf = { readonly host: OwnerName; readonly address: IpAddress };

/** Without --domain and --host there are no records, only clients. Throws UsageError. */
export function publicationOf(flags: PublicationFlags): Publication {
  const clients = clientBlocks(flags.clients ?? []);
  const entries = publicationEntries(flags);
  const publication = planPublication(entries, clients);
  if (publication.ok) return publication.value;
  throw new UsageError(publication.error.message, {
    hint: "For records that differ write a plan and give --plan FILE.",
  });
}

function publicationEntries(flags: PublicationFlags): readonly PublicationEntry[] {
  const { domain: domainText, host: hostTexts = [] } = flags;
  if (domainText === undefined || hostTexts.length === 0) {
    const given = [flags.zone, flags.address].some((flag) => flag !== undefined);
    if (domainText === undefined && hostTexts.length === 0 && !given) return [];
    throw new UsageError(
      domainText === undefined ? "the domain is not given" : "no KMS host is given for the domain",
      { hint: "A record needs both: --domain corp.example --host kms1.corp.example." },
    );
  }
  const domain = wishDomain(domainText);
  const zone = flags.zone === undefined ? domain : zoneOf(flags.zone);
  const hosts = hostTexts.map((text) => typedHost(text, domain));
  const addresses = addressesOf(flags.address ?? [], hosts);
  const numbers = wishNumbers(flags);
  const ttlSeconds = numbers.ttlSeconds ?? DEFAULT_TTL_SECONDS;
  return hosts.map(({ name, port }) => ({
    wish: { ...wishFor(domain, name, { ...numbers, port: port ?? numbers.port }), ttlSeconds, zone },
    addresses: addresses.filter(({ host }) => host === name).map(({ address }) => address),
  }));
}

function zoneOf(text: string): OwnerName {
  const zone = parseTypedName(text);
  if (zone.ok) return zone.value;
  throw new UsageError(`--zone '${text}' is no zone: ${zone.error}`, { hint: "Write it like corp.example." });
}

/** `HOST` or `HOST:PORT`. */
function typedHost(text: string, domain: OwnerName): TypedHost {
  const split = splitHostPort(text, 0);
  if (!split.ok) {
    throw new UsageError(`--host '${text}': ${split.error}`, {
      hint: "Write it like kms1.corp.example or kms1.corp.example:1689.",
    });
  }
  const { host, port } = split.value;
  return { name: wishHost(host, domain), port: port === 0 ? undefined : port };
}

/** `IP` where there is one host, else `HOST=IP`. */
function addressesOf(texts: readonly string[], hosts: readonly TypedHost[]): readonly AddressOf[] {
  const names = [...new Set(hosts.map(({ name }) => name))];
  return texts.map((text) => {
    const [, hostText, addressText = text] = /^([^=]*)=(.*)$/.exec(text) ?? [];
    const host = hostText === undefined ? onlyHost(names, text) : namedHost(names, hostText, text);
    const address = parseAddress(addressText);
    if (!address.ok) {
      throw new UsageError(`--address '${text}': ${address.error}`, { hint: "Write it like 192.0.2.10." });
    }
    if (address.value.zone === undefined) return { host, address: address.value };
    throw new UsageError(`--address '${text}' has a zone, which no address record can hold`);
  });
}

function onlyHost(names: readonly OwnerName[], text: string): OwnerName {
  const [first, ...others] = names;
  if (first !== undefined && others.length === 0) return first;
  throw new UsageError(`--address '${text}' could belong to any of ${names.length} hosts`, {
    hint: `Write whose it is: --address ${withoutTrailingDot(first ?? ("kms1." as OwnerName))}=${text}.`,
  });
}

function namedHost(names: readonly OwnerName[], hostText: string, text: string): OwnerName {
  const parsed = parseTypedName(hostText);
  const host = parsed.ok ? names.find((name) => name === parsed.value) : undefined;
  if (host !== undefined) return host;
  throw new UsageError(`--address '${text}': '${hostText}' is none of the hosts`, {
    hint: `There are: ${names.map(withoutTrailingDot).join(", ")}.`,
  });
}

/** The blocks of --clients. Throws UsageError. */
export function clientBlocks(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => {
    const cidr = parseCidr(text);
    if (cidr.ok) return cidr.value;
    throw new UsageError(`--clients: ${cidr.error}`, { hint: "Write it like 10.0.0.0/8 or fd00::/8." });
  });
}
