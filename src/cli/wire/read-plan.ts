// Reads a plan file into what is to be published. A mistake is told with file, line and what to write instead.
import { ConfigError } from "../../core/errors.ts";
import { withoutTrailingDot, type OwnerName } from "../../core/dns/owner-name.ts";
import { KMS_PORT } from "../../core/kms/service.ts";
import { parseAddress, type IpAddress } from "../../core/net/address.ts";
import { parseCidr } from "../../core/net/cidr.ts";
import { planPublication, type Publication, type PublicationEntry } from "../../core/plan/publication.ts";
import { srvWish } from "../../core/plan/srv-wish.ts";
import { parseTypedName } from "../../io/dns/idn.ts";
import { planSchema, type PlanFile } from "./plan-schema.ts";
import { parseYaml, type YamlPath } from "../../io/fs/read-yaml.ts";

/** Seconds; what a KMS host publishes itself. */
export const DEFAULT_TTL_SECONDS = 3600;

const MAX_LENGTH = 4 * 1024 * 1024;

type Domain = PlanFile["domains"][number];
type Host = Domain["hosts"][number];
type Refuse = (path: YamlPath, message: string, hint?: string) => never;

/** `file` is only for the messages. Throws ConfigError. */
export function parsePlan(text: string, file: string): Publication {
  if (text.length > MAX_LENGTH) throw new ConfigError(`${file} is longer than ${MAX_LENGTH} characters`);
  const { value, errorAt } = parseYaml(text, file, planSchema);
  const refuse: Refuse = (path, message, hint) => {
    throw errorAt(path, message, hint);
  };
  const entries: PublicationEntry[] = [];
  const paths: YamlPath[] = [];
  for (const [index, domain] of value.domains.entries()) {
    for (const [number, host] of domain.hosts.entries()) {
      const at = ["domains", index, "hosts", number];
      paths.push([...at, "host"]);
      entries.push(entryOf(domain, host, at, refuse));
    }
  }
  const clients = (value.clients ?? []).map((block, index) => {
    const cidr = parseCidr(block);
    return cidr.ok ? cidr.value : refuse(["clients", index], cidr.error);
  });
  const publication = planPublication(entries, clients);
  if (publication.ok) return publication.value;
  return refuse(paths[publication.error.entry] ?? [], publication.error.message);
}

function entryOf(domain: Domain, host: Host, at: YamlPath, refuse: Refuse): PublicationEntry {
  const base = at.slice(0, 2);
  const domainName = domainAt([...base, "domain"], domain.domain, refuse);
  const zone = domain.zone === undefined ? domainName : nameAt([...base, "zone"], domain.zone, refuse);
  const hostPath = [...at, "host"];
  const target = hostAt(hostPath, host.host, domainName, refuse);
  const ttlSeconds = host.ttl ?? DEFAULT_TTL_SECONDS;
  const wish = srvWish(domainName, target, {
    port: host.port ?? KMS_PORT,
    priority: host.priority ?? 0,
    weight: host.weight ?? 0,
    ttlSeconds,
  });
  if (!wish.ok) return refuse(hostPath, `'${host.host}' can't be published: ${wish.error}`);
  return {
    wish: { ...wish.value, ttlSeconds, zone },
    addresses: (host.addresses ?? []).map((text, number) =>
      addressAt([...at, "addresses", number], text, refuse),
    ),
  };
}

function domainAt(path: YamlPath, text: string, refuse: Refuse): OwnerName {
  const name = nameAt(path, text, refuse);
  return name.startsWith("_vlmcs._tcp.")
    ? refuse(path, `'${text}' is the owner of the record, not the domain`, "Leave out _vlmcs._tcp.")
    : name;
}

/** A name of one label is nearly always meant to lie in the domain, and would not. */
function hostAt(path: YamlPath, text: string, domain: OwnerName, refuse: Refuse): OwnerName {
  const name = nameAt(path, text, refuse);
  if (text.includes(".")) return name;
  const full = `${text}.${withoutTrailingDot(domain)}`;
  return refuse(
    path,
    `'${text}' has no domain`,
    `Write ${full} in full, or '${text}.' where it really has none.`,
  );
}

function nameAt(path: YamlPath, text: string, refuse: Refuse): OwnerName {
  const name = parseTypedName(text);
  if (name.ok) return name.value;
  return refuse(path, `'${text}' is no name: ${name.error}`, "Write it like corp.example.");
}

function addressAt(path: YamlPath, text: string, refuse: Refuse): IpAddress {
  const address = parseAddress(text);
  if (!address.ok) return refuse(path, address.error);
  return address.value.zone === undefined
    ? address.value
    : refuse(path, `'${text}' has a zone, which no address record can hold`);
}
