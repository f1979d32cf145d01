// Appends integers of either byte order to a growing buffer; the counterpart of DataView for encoders.
import type { ByteOrder } from "./pdu-header.ts";

export type ByteWriter = {
  readonly u8: (value: number) => void;
  readonly u16: (value: number) => void;
  readonly u32: (value: number) => void;
  readonly u64: (value: bigint) => void;
  readonly bytes: (value: Uint8Array) => void;
  /** Appends zero octets until the length is a multiple of `boundary`. */
  readonly align: (boundary: number) => void;
  readonly finish: () => Uint8Array;
};

export function createByteWriter(byteOrder: ByteOrder): ByteWriter {
  const little = byteOrder === "little";
  let buffer = new Uint8Array(128);
  let view = new DataView(buffer.buffer);
  let used = 0;
  const claim = (size: number): number => {
    const at = used;
    used += size;
    if (used > buffer.length) {
      const larger = new Uint8Array(Math.max(used, buffer.length * 2));
      larger.set(buffer);
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    return at;
  };
  return {
    u8: (value) => {
      const at = claim(1);
      view.setUint8(at, value);
    },
    u16: (value) => {
      const at = claim(2);
      view.setUint16(at, value, little);
    },
    u32: (value) => {
      const at = claim(4);
      view.setUint32(at, value, little);
    },
    u64: (value) => {
      const at = claim(8);
      view.setBigUint64(at, value, little);
    },
    bytes: (value) => {
      const at = claim(value.length);
      buffer.set(value, at);
    },
    align: (boundary) => {
      claim((boundary - (used % boundary)) % boundary);
    },
    finish: () => buffer.slice(0, used),
  };
}
