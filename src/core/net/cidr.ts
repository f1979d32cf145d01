// Blocks of addresses written `10.0.0.0/8` or `2001:db8::/32` (RFC 4632, RFC 4291 section 2.3).
import { Netmask } from "netmask";
import { err, ok, type Result } from "../result.ts";
import { formatAddress, type IpAddress, type IpFamily, parseAddress } from "./address.ts";

export type Cidr = {
  readonly family: IpFamily;
  /** The lowest address of the block as an unsigned integer. */
  readonly first: bigint;
  readonly prefixLength: number;
};

const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

/**
 * Parses `ADDRESS/PREFIX`; bits of the address beyond the prefix are cleared. The forms that netmask would guess at
 * (`10.1/16`, octal and hexadecimal octets, no prefix, `/24abc`) are refused. Errors are one clause.
 */
export function parseCidr(text: string): Result<Cidr, string> {
  const slash = text.indexOf("/");
  const addressText = slash === -1 ? text : text.slice(0, slash);
  const address = parseAddress(addressText);
  if (!address.ok) return err(`'${text}' is not a block of addresses: ${address.error}`);
  if (address.value.zone !== undefined)
    return err(`'${text}' has a zone, which a block of addresses can't have`);
  const bits = ADDRESS_BITS[address.value.family];
  if (slash === -1)
    return err(`'${text}' has no prefix length: for this one address write '${addressText}/${bits}'`);
  const prefixText = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText) || Number(prefixText) > bits)
    return err(
      `'${text}' needs a prefix length from 0 to ${bits} after the slash${maskHint(addressText, prefixText)}`,
    );
  return toCidr(text, Number(prefixText));
}

/** `10.0.0.0/8`, `2001:db8::/32`. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress({ family: cidr.family, value: cidr.first })}/${cidr.prefixLength}`;
}

/** How many addresses the block has, network and broadcast addresses included. */
export function cidrSize(cidr: Cidr): bigint {
  return 1n << BigInt(ADDRESS_BITS[cidr.family] - cidr.prefixLength);
}

/** The highest address of the block. */
export function cidrLast(cidr: Cidr): bigint {
  return cidr.first + cidrSize(cidr) - 1n;
}

/**
 * Every address of the block in ascending order, made one by one. The network and broadcast addresses of IPv4 blocks are
 * included, as nmap does: whether they are special depends on the netmask of the far end, which can't be known here.
 */
export function* cidrAddresses(cidr: Cidr): Generator<IpAddress, void, void> {
  const last = cidrLast(cidr);
  for (let value = cidr.first; value <= last; value++) yield { family: cidr.family, value };
}

function toCidr(strictText: string, prefixLength: number): Result<Cidr, string> {
  const network = parseAddress(new Netmask(strictText).base);
  return network.ok
    ? ok({ family: network.value.family, first: network.value.value, prefixLength })
    : network;
}

/** For `10.0.0.0/255.0.0.0`: the prefix that is meant. */
function maskHint(addressText: string, maskText: string): string {
  const mask = parseAddress(maskText);
  if (addressText.includes(":") || !mask.ok || mask.value.family !== 4) return "";
  const ones = mask.value.value.toString(2).padStart(32, "0");
  return /^1*0*$/.test(ones) ? `: write '${addressText}/${ones.lastIndexOf("1") + 1}'` : "";
}
