// A growing list that keeps its values as JSON text in large octet chunks: a hundred thousand reports then cost what
// their text costs, and the garbage collector has nothing to walk.

export type CompactList<T> = {
  readonly length: () => number;
  /** Adds a value (plain data only) and gives its index. */
  readonly push: (value: T) => number;
  /** The value at an index that push gave. */
  readonly get: (index: number) => T;
  /** Its JSON text. */
  readonly json: (index: number) => string;
};

const CHUNK_OCTETS = 1 << 20;

export function createCompactList<T>(): CompactList<T> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const chunks: Uint8Array[] = [];
  // Three lists of small integers take far less than a list of objects.
  const chunkOf: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let used = CHUNK_OCTETS;

  /** UTF-8 takes at most three octets for a UTF-16 unit. */
  function reserve(octets: number): Uint8Array {
    const last = chunks.at(-1);
    if (last !== undefined && used + octets <= last.length) return last;
    const chunk = new Uint8Array(Math.max(CHUNK_OCTETS, octets));
    chunks.push(chunk);
    used = 0;
    return chunk;
  }

  function json(index: number): string {
    const chunk = chunks[chunkOf[index] ?? -1];
    if (chunk === undefined) throw new RangeError(`there is no entry ${index}`);
    return decoder.decode(chunk.subarray(starts[index], ends[index]));
  }

  return {
    length: () => starts.length,
    push: (value) => {
      const text = JSON.stringify(value);
      const chunk = reserve(text.length * 3);
      const { written } = encoder.encodeInto(text, chunk.subarray(used));
      chunkOf.push(chunks.length - 1);
      starts.push(used);
      used += written;
      ends.push(used);
      return starts.length - 1;
    },
    get: (index) => JSON.parse(json(index)) as T,
    json,
  };
}
