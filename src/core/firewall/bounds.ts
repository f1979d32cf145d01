// A set of addresses of which only a lower and an upper bound may be known: three-valued logic, address by address.
import {
  ALL_ADDRESSES,
  complementSet,
  intersectSets,
  isEmptySet,
  NO_ADDRESSES,
  subtractSets,
  type AddressSet,
} from "../net/address-set.ts";

export type Bounds = {
  /** Surely in the set. */
  readonly must: AddressSet;
  /** Perhaps in the set; holds all of `must`. */
  readonly may: AddressSet;
};

export const ALWAYS: Bounds = exactly(ALL_ADDRESSES);
export const NEVER: Bounds = exactly(NO_ADDRESSES);
export const PERHAPS: Bounds = { must: NO_ADDRESSES, may: ALL_ADDRESSES };

export function exactly(set: AddressSet): Bounds {
  return { must: set, may: set };
}

export function isExact({ must, may }: Bounds): boolean {
  return must === may || isEmptySet(subtractSets(may, must));
}

export function bothBounds(left: Bounds, right: Bounds): Bounds {
  if (left === ALWAYS) return right;
  if (right === ALWAYS) return left;
  const may = intersectSets(left.may, right.may);
  if (left.must === left.may && right.must === right.may) return exactly(may);
  return { must: intersectSets(left.must, right.must), may };
}

export function notBounds({ must, may }: Bounds): Bounds {
  if (must === may) return exactly(complementSet(must));
  return { must: complementSet(may), may: complementSet(must) };
}
