// Checks the rdata of the types that the tool reads and gives the names in it (RFC 1035, 2782, 3596, 6672).
// Compressed names are accepted everywhere: RFC 2782 forbids them in SRV, servers send them all the same.
import { err, ok, type Result } from "../result.ts";
import type { DnsDecodeError } from "./message.ts";
import { readName } from "./name-reader.ts";
import type { OwnerName } from "./owner-name.ts";
import { CLASS_IN, TYPE_CODES } from "./record-type.ts";

export type RdataPlace = {
  readonly typeCode: number;
  readonly classCode: number;
  readonly rdataStart: number;
  readonly rdataLength: number;
};

type Shape =
  | { readonly octets: number }
  /** Octets before the names, how many names, octets after them. */
  | { readonly before: number; readonly names: number; readonly after: number };

const NAME_ONLY: Shape = { before: 0, names: 1, after: 0 };
const SHAPES = new Map<number, Shape>([
  [TYPE_CODES.A, { octets: 4 }],
  [TYPE_CODES.AAAA, { octets: 16 }],
  [TYPE_CODES.NS, NAME_ONLY],
  [TYPE_CODES.CNAME, NAME_ONLY],
  [TYPE_CODES.PTR, NAME_ONLY],
  [TYPE_CODES.DNAME, NAME_ONLY],
  [TYPE_CODES.SOA, { before: 0, names: 2, after: 20 }],
  [TYPE_CODES.SRV, { before: 6, names: 1, after: 0 }],
]);
const NO_NAMES: readonly OwnerName[] = [];

/** Names in the rdata; none for types without names, unknown types and classes other than IN (never looked into). */
export function rdataNames(
  bytes: Uint8Array,
  place: RdataPlace,
): Result<readonly OwnerName[], DnsDecodeError> {
  const shape = place.classCode === CLASS_IN ? SHAPES.get(place.typeCode) : undefined;
  if (shape === undefined) return ok(NO_NAMES);
  if ("octets" in shape) {
    return shape.octets === place.rdataLength
      ? ok(NO_NAMES)
      : fail(place.rdataStart, `the address has ${place.rdataLength} octets`);
  }
  const end = place.rdataStart + place.rdataLength;
  const names: OwnerName[] = [];
  let position = place.rdataStart + shape.before;
  for (let index = 0; index < shape.names; index++) {
    if (position >= end) return fail(place.rdataStart, "the rdata is too short");
    const name = readName(bytes, position);
    if (!name.ok) return name;
    names.push(name.value.name);
    position = name.value.end;
  }
  if (position + shape.after !== end) return fail(position, "the rdata does not end where RDLENGTH says");
  return ok(names);
}

function fail(offset: number, reason: string): Result<never, DnsDecodeError> {
  return err({ offset, reason });
}
