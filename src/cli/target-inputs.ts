// Targets of `probe` as people type them: HOST, HOST:PORT, addresses and CIDR blocks, checked before anything is sent.
import type { TargetInput } from "../app/probe-target.ts";
import { UsageError } from "../core/errors.ts";
import { withoutTrailingDot } from "../core/dns/owner-name.ts";
import { formatAddress, parseAddress } from "../core/net/address.ts";
import { cidrAddresses, cidrSize, parseCidr, type Cidr } from "../core/net/cidr.ts";
import { formatEndpoint, parsePort, splitHostPort } from "../core/net/endpoint.ts";
import { parseTypedName } from "../io/dns/idn.ts";
import type { ListedWord, WordList } from "./read-lines.ts";

type Block = { readonly cidr: Cidr; readonly port: number };
type Single = Omit<TargetInput, "index">;

export type TargetList = {
  readonly total: number;
  /** Whether any target is a name, so that somebody must resolve it. */
  readonly hasNames: boolean;
  /** Made one by one as they are needed; blocks are never expanded as a whole. */
  readonly targets: () => Generator<TargetInput>;
};

/** Throws UsageError for the first word that is no target, and for more than `maxTargets` addresses. */
export function targetInputs(words: WordList, defaultPort: number, maxTargets: number): TargetList {
  let total = 0n;
  let hasNames = false;
  for (const word of words) {
    const item = parseWord(word, defaultPort);
    total += "cidr" in item ? cidrSize(item.cidr) : 1n;
    hasNames ||= "host" in item && "name" in item.host;
  }
  if (total > BigInt(maxTargets)) {
    throw new UsageError(`${total} addresses are more than the ${maxTargets} that --max-targets allows`, {
      hint: `Name a smaller block, or raise it: --max-targets ${total}`,
    });
  }
  return { total: Number(total), hasNames, targets: () => expand(words, defaultPort) };
}

function* expand(words: WordList, defaultPort: number): Generator<TargetInput> {
  let index = 0;
  for (const word of words) {
    const item = parseWord(word, defaultPort);
    if ("cidr" in item) {
      for (const address of cidrAddresses(item.cidr)) {
        yield { index: index++, ...blockMember(formatAddress(address), item.port) };
      }
    } else {
      yield { index: index++, ...item };
    }
  }
}

function blockMember(address: string, port: number): Single {
  return { target: formatEndpoint({ address, port }), host: { address }, port, isBlockMember: true };
}

function parseWord({ text, where }: ListedWord, defaultPort: number): Block | Single {
  const refuse = (reason: string): never => {
    throw new UsageError(`'${text}'${where === undefined ? "" : ` (${where})`} is no target: ${reason}`, {
      hint: "Write kms1.corp.example, kms1.corp.example:1689, 192.0.2.10, '[2001:db8::10]:1688' or 10.1.0.0/24.",
    });
  };
  if (text.includes("/")) return parseBlock(text, defaultPort, refuse);
  const split = splitHostPort(text, defaultPort);
  if (!split.ok) return refuse(split.error);
  const { host, port } = split.value;
  const address = parseAddress(host);
  if (address.ok) {
    const literal = formatAddress(address.value);
    return {
      target: formatEndpoint({ address: literal, port }),
      host: { address: literal },
      port,
      isBlockMember: false,
    };
  }
  if (/^[\d.]+$/.test(host)) return refuse(address.error);
  const name = parseTypedName(host);
  if (!name.ok) return refuse(name.error);
  const target = `${withoutTrailingDot(name.value)}:${port}`;
  return { target, host: { name: name.value }, port, isBlockMember: false };
}

/** `10.1.0.0/24`, or with a port behind it: `10.1.0.0/24:1689`. */
function parseBlock(text: string, defaultPort: number, refuse: (reason: string) => never): Block {
  const [, block = text, portText] = /^(.*\/\d+):(\d+)$/.exec(text) ?? [];
  const cidr = parseCidr(block);
  if (!cidr.ok) return refuse(cidr.error);
  if (portText === undefined) return { cidr: cidr.value, port: defaultPort };
  const port = parsePort(portText);
  return port.ok ? { cidr: cidr.value, port: port.value } : refuse(port.error);
}
