// Feeds targets with random and mutated input from a seeded generator, so that every run can be repeated.
import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { createHash } from "node:crypto";
import path from "node:path";
import { fileURLToPath } from "node:url";

export type FuzzTarget = {
  readonly name: string;
  /** Throws only where an invariant is broken. */
  readonly run: (bytes: Uint8Array) => void;
  /** Valid inputs to mutate. */
  readonly seeds?: readonly Uint8Array[];
};

export type FuzzFailure = { readonly target: string; readonly input: Uint8Array; readonly error: unknown };

const CORPUS = fileURLToPath(new URL("corpus/", import.meta.url));
const MAX_LENGTH = 2048;

/** xorshift32: small, fast, and the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Inputs that once broke the target; they are tried first in every run. */
export function knownCrashers(target: string): readonly Uint8Array[] {
  const folder = path.join(CORPUS, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => readFileSync(path.join(folder, file)));
}

export function keepCrasher({ target, input }: FuzzFailure): string {
  const folder = path.join(CORPUS, target);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, createHash("sha256").update(input).digest("hex").slice(0, 16));
  writeFileSync(file, input);
  return file;
}

/** Runs `count` inputs; returns the first failure. */
export function fuzz(target: FuzzTarget, count: number, seed: number): FuzzFailure | undefined {
  const random = seededRandom(seed);
  const seeds = [...(target.seeds ?? []), ...knownCrashers(target.name)];
  for (const input of knownCrashers(target.name)) {
    const failure = tryInput(target, input);
    if (failure !== undefined) return failure;
  }
  for (let index = 0; index < count; index++) {
    const failure = tryInput(target, nextInput(seeds, random));
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function tryInput(target: FuzzTarget, input: Uint8Array): FuzzFailure | undefined {
  try {
    target.run(input);
    return undefined;
  } catch (error) {
    return { target: target.name, input, error };
  }
}

function nextInput(seeds: readonly Uint8Array[], random: () => number): Uint8Array {
  const base = seeds[Math.floor(random() * seeds.length)];
  if (base === undefined || random() < 0.2) return randomBytes(Math.floor(random() * 200), random);
  return mutate(base, random);
}

function randomBytes(length: number, random: () => number): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

const INTERESTING = [0x00, 0x01, 0x0c, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xff] as const;

/** A handful of small changes: bits, interesting octets, cuts, repeats, insertions. */
function mutate(base: Uint8Array, random: () => number): Uint8Array {
  let bytes = Uint8Array.from(base);
  for (let change = 0; change <= random() * 6; change++) {
    const at = Math.floor(random() * bytes.length);
    const kind = random();
    if (kind < 0.3) bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    else if (kind < 0.6) bytes[at] = INTERESTING[Math.floor(random() * INTERESTING.length)] ?? 0;
    else if (kind < 0.75) bytes = bytes.slice(0, at);
    else if (kind < 0.9)
      bytes = Uint8Array.from([...bytes.slice(0, at), ...randomBytes(4, random), ...bytes.slice(at)]);
    else bytes = Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(Math.floor(at / 2))]);
  }
  return bytes.slice(0, MAX_LENGTH);
}
