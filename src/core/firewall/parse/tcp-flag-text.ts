// TCP flags by their names, as nftables and iptables write them.
import { TCP_FLAGS } from "../question.ts";

const NAMES: Readonly<Record<string, number>> = { ...TCP_FLAGS, ece: TCP_FLAGS.ecn, none: 0, all: 63 };

/** The bits of flags such as `syn`, `ALL` or `0x02`; undefined where one is unknown. */
export function flagBits(names: readonly string[]): number | undefined {
  let bits = 0;
  for (const name of names) {
    const word = name.toLowerCase();
    const bit = Object.hasOwn(NAMES, word)
      ? NAMES[word]
      : /^(0x[0-9a-f]{1,2}|\d{1,3})$/.test(word)
        ? Number(word)
        : NaN;
    if (bit === undefined || Number.isNaN(bit) || bit > 255) return undefined;
    bits |= bit;
  }
  return bits;
}
