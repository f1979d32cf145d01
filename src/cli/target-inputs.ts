// Targets of `probe` as people type them: HOST, HOST:PORT, addresses and CIDR blocks, checked before anything is sent.
import type { TargetInput } from "../app/probe-target.ts";
import { UsageError } from "../core/errors.ts";
import { ROOT, withoutTrailingDot } from "../core/dns/owner-name.ts";
import { familyOfAddress, formatAddress, parseAddress } from "../core/net/address.ts";
import { cidrAddresses, cidrSize, formatCidr, parseCidr, type Cidr } from "../core/net/cidr.ts";
import { formatEndpoint, parsePort, splitHostPort } from "../core/net/endpoint.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import { zoneProblem } from "./address-zone.ts";
import type { ListedWord, WordList } from "./read-lines.ts";
import { targetSlip } from "./typed-slips.ts";

type Block = { readonly cidr: Cidr; readonly port: number };
type Single = Omit<TargetInput, "index">;
type Refuse = (reason: string, hint?: string) => never;

export type TargetOptions = {
  /** The port of targets that name none. */
  readonly port: number;
  readonly maxTargets: number;
  /** What --max-targets can be raised to. */
  readonly mostTargets: number;
  /** An address of another family is refused. */
  readonly families: readonly (4 | 6)[];
};

export type TargetList = {
  readonly total: number;
  /** Whether any target is a name, so that somebody must resolve it. */
  readonly hasNames: boolean;
  /** Made one by one as they are needed; blocks are never expanded as a whole. */
  readonly targets: () => Generator<TargetInput>;
};

/** Words beyond this many are no longer compared with the earlier ones. */
const MOST_COMPARED = 1_000_000;

const HOW_TO_WRITE =
  "Write kms1.corp.example, kms1.corp.example:1689, 192.0.2.10, '[2001:db8::10]:1688' or 10.1.0.0/24.";

/** Throws UsageError for the first word that is no target, and for more than `maxTargets` addresses. */
export function targetInputs(words: WordList, options: TargetOptions): TargetList {
  let total = 0n;
  let hasNames = false;
  for (const item of distinct(words, options)) {
    total += "cidr" in item ? cidrSize(item.cidr) : 1n;
    hasNames ||= "host" in item && "name" in item.host;
  }
  if (total > BigInt(options.maxTargets)) throw tooMany(total, options);
  return { total: Number(total), hasNames, targets: () => expand(words, options) };
}

function tooMany(total: bigint, { maxTargets, mostTargets }: TargetOptions): UsageError {
  const isPossible = total <= BigInt(mostTargets);
  const raise = isPossible
    ? `, or raise it: --max-targets ${total}`
    : `; ${mostTargets} is the most it can be`;
  return new UsageError(`${total} addresses are more than the ${maxTargets} that --max-targets allows`, {
    hint: `Name a smaller block${raise}`,
  });
}

function* expand(words: WordList, options: TargetOptions): Generator<TargetInput> {
  let index = 0;
  for (const item of distinct(words, options)) {
    if ("cidr" in item) {
      for (const address of cidrAddresses(item.cidr)) {
        yield { index: index++, ...blockMember(formatAddress(address), item.port) };
      }
    } else {
      yield { index: index++, ...item };
    }
  }
}

/** The same host and port, or the same block, counts once; blocks that overlap are taken as they are. */
function* distinct(words: WordList, options: TargetOptions): Generator<Block | Single> {
  const seen = new Set<string>();
  for (const word of words) {
    const item = parseWord(word, options);
    const key = "cidr" in item ? `${formatCidr(item.cidr)} ${item.port}` : item.target;
    if (seen.has(key)) continue;
    if (seen.size < MOST_COMPARED) seen.add(key);
    yield item;
  }
}

function blockMember(address: string, port: number): Single {
  return { target: formatEndpoint({ address, port }), host: { address }, port, isBlockMember: true };
}

function parseWord({ text, where }: ListedWord, options: TargetOptions): Block | Single {
  const place = where === undefined ? "" : ` (${where})`;
  const refuse: Refuse = (reason, hint = HOW_TO_WRITE) => {
    throw new UsageError(`'${text}'${place} is no target: ${reason}`, { hint });
  };
  const item = text.includes("/") ? parseBlock(text, options, refuse) : parseSingle(text, options, refuse);
  const family = familyOf(item);
  if (family !== undefined && !options.families.includes(family)) {
    const flag = family === 6 ? "-4" : "-6";
    throw new UsageError(
      `'${text}'${place} is IPv${family}, but ${flag} asks for IPv${family === 6 ? 4 : 6} only`,
      { hint: `Leave out ${flag} or this target.` },
    );
  }
  return item;
}

/** Undefined for names, which may have addresses of both. */
function familyOf(item: Block | Single): 4 | 6 | undefined {
  if ("cidr" in item) return item.cidr.family;
  return "name" in item.host ? undefined : familyOfAddress(item.host.address);
}

function parseSingle(text: string, options: TargetOptions, refuse: Refuse): Single {
  const split = splitHostPort(text, options.port);
  const { host, port } = split.ok ? split.value : { host: text, port: options.port };
  const address = parseAddress(host);
  if (split.ok && address.ok) return literalTarget(formatAddress(address.value), port, refuse);
  const slip = targetSlip(text);
  if (slip !== undefined) return refuse(slip.reason, slip.hint);
  if (!split.ok) return refuse(split.error);
  if (!address.ok && (/^[\d.]+$/.test(host) || host.includes(":"))) return refuse(address.error);
  const name = parseTypedName(host);
  if (!name.ok) return refuse(name.error);
  if (name.value === ROOT) return refuse("the root of DNS is no host");
  const target = `${withoutTrailingDot(name.value)}:${port}`;
  return { target, host: { name: name.value }, port, isBlockMember: false };
}

function literalTarget(address: string, port: number, refuse: Refuse): Single {
  const problem = address.includes(":") ? zoneProblem(address) : undefined;
  if (problem !== undefined) return refuse(problem.reason, problem.hint);
  return { target: formatEndpoint({ address, port }), host: { address }, port, isBlockMember: false };
}

/** `10.1.0.0/24`, or with a port behind it: `10.1.0.0/24:1689`. */
function parseBlock(text: string, options: TargetOptions, refuse: Refuse): Block {
  const [, block = text, portText] = /^(.*\/\d+):(\d+)$/.exec(text) ?? [];
  const cidr = parseCidr(block);
  if (!cidr.ok) {
    const slip = targetSlip(text);
    return slip === undefined ? refuse(cidr.error) : refuse(slip.reason, slip.hint);
  }
  if (cidr.value.family === 6 && zoneProblem(block, () => []) !== undefined) {
    return refuse("link-local addresses need an interface, which a block can't name", "Write each address.");
  }
  if (portText === undefined) return { cidr: cidr.value, port: options.port };
  const port = parsePort(portText);
  return port.ok ? { cidr: cidr.value, port: port.value } : refuse(port.error);
}
