// Reads one domain name from a message (RFC 1035 section 4.1.4). Every pointer must go strictly backwards, so that
// reading always ends; label octets are kept whatever they are (dots and NULs come out escaped).
import { err, ok, type Result } from "../result.ts";
import type { DnsDecodeError } from "./message.ts";
import { ownerNameFromLabels, type OwnerName } from "./owner-name.ts";

export type ReadName = {
  readonly name: OwnerName;
  /** Offset of the first octet after the name where it stands (after the first pointer, if there is one). */
  readonly end: number;
};

const HEADER_OCTETS = 12;
const MAX_NAME_OCTETS = 255;
/** A name of 255 octets has at most 127 labels, so an honest message never needs more pointers. */
const MAX_POINTERS = 127;

/** Reads the name at `start`. The offset of an error is that of the label or pointer that is wrong. */
export function readName(bytes: Uint8Array, start: number): Result<ReadName, DnsDecodeError> {
  const labels: string[] = [];
  let position = start;
  let segmentStart = start;
  let end = -1;
  let octets = 1;
  let pointers = 0;
  for (;;) {
    const length = bytes[position];
    if (length === undefined) return fail(position, "the name runs past the end of the message");
    if (length === 0) break;
    if (length >= 0xc0) {
      const target = pointerTarget(bytes, position, segmentStart, ++pointers);
      if (!target.ok) return target;
      if (end === -1) end = position + 2;
      position = segmentStart = target.value;
      continue;
    }
    if (length > 63) return fail(position, `label type ${length >>> 6} is unknown`);
    if (position + 1 + length > bytes.length)
      return fail(position, "the label runs past the end of the message");
    octets += length + 1;
    if (octets > MAX_NAME_OCTETS) return fail(position, "the name is longer than 255 octets");
    labels.push(readLabel(bytes, position + 1, length));
    position += length + 1;
  }
  const name = ownerNameFromLabels(labels);
  if (!name.ok) return fail(start, name.error);
  return ok({ name: name.value, end: end === -1 ? position + 1 : end });
}

function pointerTarget(
  bytes: Uint8Array,
  position: number,
  segmentStart: number,
  pointers: number,
): Result<number, DnsDecodeError> {
  const low = bytes[position + 1];
  if (low === undefined) return fail(position, "the pointer runs past the end of the message");
  const target = (((bytes[position] ?? 0) & 0x3f) << 8) | low;
  if (target < HEADER_OCTETS) return fail(position, "the pointer leads into the header");
  if (target >= segmentStart) return fail(position, "the pointer does not lead backwards");
  if (pointers > MAX_POINTERS) return fail(position, `the name has more than ${MAX_POINTERS} pointers`);
  return ok(target);
}

function readLabel(bytes: Uint8Array, start: number, length: number): string {
  let label = "";
  for (let index = start; index < start + length; index++) label += String.fromCharCode(bytes[index] ?? 0);
  return label;
}

function fail(offset: number, reason: string): Result<never, DnsDecodeError> {
  return err({ offset, reason });
}
