// Writes the parts of a DNS message that the tool sends (RFC 1035 section 4). Names are never compressed.
import { ownerNameLabels, type OwnerName } from "./owner-name.ts";

export type WireWriter = {
  readonly u8: (value: number) => void;
  readonly u16: (value: number) => void;
  readonly u32: (value: number) => void;
  readonly octets: (octets: Uint8Array) => void;
  /** The name in full, as the octets stand in it. */
  readonly name: (name: OwnerName) => void;
  /** Octets written so far. */
  readonly length: () => number;
  /** Overwrites two octets written before, such as a length. */
  readonly patchU16: (offset: number, value: number) => void;
  /** A copy of what was written. */
  readonly finish: () => Uint8Array;
};

/** A writer that grows as needed. `capacity` is a first guess in octets. */
export function createWireWriter(capacity = 512): WireWriter {
  let bytes = new Uint8Array(capacity);
  let length = 0;

  const reserve = (count: number): void => {
    if (length + count <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + count));
    larger.set(bytes);
    bytes = larger;
  };
  const u8 = (value: number): void => {
    reserve(1);
    bytes[length++] = value;
  };
  const u16 = (value: number): void => {
    reserve(2);
    bytes[length++] = value >>> 8;
    bytes[length++] = value;
  };
  const name = (owner: OwnerName): void => {
    for (const label of ownerNameLabels(owner)) {
      reserve(label.length + 1);
      bytes[length++] = label.length;
      for (let index = 0; index < label.length; index++) bytes[length++] = label.charCodeAt(index);
    }
    u8(0);
  };

  return {
    u8,
    u16,
    u32: (value) => {
      u16(value >>> 16);
      u16(value);
    },
    octets: (octets) => {
      reserve(octets.length);
      bytes.set(octets, length);
      length += octets.length;
    },
    name,
    length: () => length,
    patchU16: (offset, value) => {
      bytes[offset] = value >>> 8;
      bytes[offset + 1] = value;
    },
    finish: () => bytes.slice(0, length),
  };
}
