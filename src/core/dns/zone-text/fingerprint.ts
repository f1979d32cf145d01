// A number for a text: tells changed texts apart by accident, not by malice (FNV-1a, 32 bits).

const OFFSET = 0x811c_9dc5;
const PRIME = 0x0100_0193;

/** Goes on from an earlier hash with a whole, short text. */
export function hashText(text: string, from = OFFSET): number {
  return hashRange(text, 0, text.length, from);
}

/** Of the characters from `start` to `end`. */
export function hashRange(text: string, start: number, end: number, from = OFFSET): number {
  let hash = from;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

export function hashNumber(value: number, from: number): number {
  return Math.imul(Math.imul(from ^ (value & 0xffff), PRIME) ^ (value >>> 16), PRIME);
}
