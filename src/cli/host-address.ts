// The addresses of a KMS host as people type them, and those that no host can be reached at (RFC 6890).
import { UsageError } from "../core/errors.ts";
import { formatAddress, parseAddress, type IpAddress } from "../core/net/address.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import { classifyAddress, type AddressClass } from "../core/net/special-purpose.ts";

const IMPOSSIBLE: readonly AddressClass[] = ["unspecified", "multicast", "broadcast"];

/** In its canonical text. Throws UsageError for what is no address. */
export function addressText(text: string): string {
  return formatAddress(parsed(text));
}

/** Throws UsageError where no client could reach a host there. Loopback is for labs, whose DNS server is there, too. */
export function mustBeReachable(text: string, named: readonly Endpoint[]): void {
  const { class: kind, name, block, embedded } = classifyAddress(parsed(text));
  const refuse = (reason: string, hint: string): never => {
    throw new UsageError(`--address '${text}': ${reason}`, { hint });
  };
  const hint = "Give an address that clients can connect to.";
  if (block === "::ffff:0:0/96")
    refuse("no host has an IPv4-mapped address in DNS", `Write --address ${embedded ?? ""}.`);
  if (block === "240.0.0.0/4" || IMPOSSIBLE.includes(kind))
    refuse(`no host has such an address (${name})`, hint);
  if (kind === "loopback" && !named.some(({ address }) => isLoopback(address)))
    refuse("clients would look for the host on themselves (loopback)", hint);
}

function isLoopback(text: string): boolean {
  const address = parseAddress(text);
  return address.ok && classifyAddress(address.value).class === "loopback";
}

function parsed(text: string): IpAddress {
  const address = parseAddress(text);
  if (address.ok && text.includes("%"))
    throw new UsageError(`--address '${text}': an address in DNS has no zone index`, {
      hint: "Give an address that other machines can use.",
    });
  if (address.ok) return address.value;
  throw new UsageError(`--address '${text}': ${address.error}`, {
    hint: "Write a literal address of the host: 192.0.2.12 or 2001:db8::12.",
  });
}
