// What an evaluation means for those who should get in, and for those who should not.
import { parseCidr, type Cidr } from "../net/cidr.ts";
import { InvariantError } from "../errors.ts";
import {
  ALL_ADDRESSES,
  intersectSets,
  isEmptySet,
  NO_ADDRESSES,
  setFromCidrs,
  subtractSets,
  type AddressSet,
} from "../net/address-set.ts";
import { universeOf, type Evaluation } from "./evaluate.ts";
import type { Question } from "./question.ts";

export type Exposure = {
  /** Those who should get in, of the host's family; null: not said. */
  readonly clients: AddressSet | null;
  /** Clients that surely do not get through. */
  readonly blocked: AddressSet;
  /** Others that surely do; cut to what can be the address of a machine. */
  readonly exposed: AddressSet;
};

/** No machine sends from these: this network, loopback, multicast, reserved; IPv4-mapped addresses are no IPv6 ones on the wire. */
const NO_SOURCES = ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "::ffff:0:0/96", "ff00::/8"];

export function exposureOf(
  { lower, upper }: Evaluation,
  question: Question,
  clients: readonly Cidr[],
): Exposure {
  const sources = intersectSets(universeOf(question), validSources());
  if (clients.length === 0) {
    // Nobody said who the clients are, but they are not everybody.
    const isOpenToAll = isEmptySet(subtractSets(sources, lower)) && !isEmptySet(sources);
    return { clients: null, blocked: NO_ADDRESSES, exposed: isOpenToAll ? sources : NO_ADDRESSES };
  }
  const wanted = intersectSets(setFromCidrs(clients), universeOf(question));
  return {
    clients: wanted,
    blocked: intersectSets(subtractSets(wanted, upper), sources),
    exposed: intersectSets(subtractSets(lower, wanted), sources),
  };
}

/** What can be the source address of a packet of another machine. */
export function validSources(): AddressSet {
  const not = NO_SOURCES.map((text) => {
    const cidr = parseCidr(text);
    if (!cidr.ok) throw new InvariantError(cidr.error);
    return cidr.value;
  });
  return subtractSets(ALL_ADDRESSES, setFromCidrs(not));
}
