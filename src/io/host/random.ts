// Randomness from the operating system: ids and ports that nobody can guess (RFC 5452), and seeds for simulations.
import { randomFillSync } from "node:crypto";

export type RandomSource = {
  /** 0 to 65,535. */
  readonly uint16: () => number;
  /** 0 (included) to 1 (excluded), 48 bits. */
  readonly unit: () => number;
};

const POOL_SIZE = 2048;

/** Draws from the system's CSPRNG, in batches. */
export function createSystemRandom(): RandomSource {
  const pool = new Uint16Array(POOL_SIZE);
  let used = POOL_SIZE;
  const uint16 = (): number => {
    if (used === POOL_SIZE) {
      randomFillSync(pool);
      used = 0;
    }
    return pool[used++] ?? 0;
  };
  const unit = (): number => uint16() / 2 ** 16 + uint16() / 2 ** 32 + uint16() / 2 ** 48;
  return { uint16, unit };
}
