// Large runs trade some speed for a small footprint: V8 would otherwise let garbage pile up to several times what lives.
import { setFlagsFromString } from "node:v8";

/** From this many domains or targets on memory matters more than speed. */
const LARGE_RUN = 20_000;
/** The first release line whose V8 knows `--memory-saver-mode`; a flag that V8 does not know makes it complain on stderr. */
const HAS_MEMORY_SAVER = 26;

/** For what runs for hours and shows little: garbage is collected before it piles up. */
export function keepMemorySmall(): void {
  setFlagsFromString(knowsMemorySaver() ? "--memory-saver-mode" : "--semi-space-growth-factor=1");
}

/** V8 collects earlier from now on. */
export function preferSmallMemory(subjects: number): void {
  if (subjects < LARGE_RUN) return;
  setFlagsFromString(knowsMemorySaver() ? "--memory-saver-mode" : "--optimize-for-size");
}

function knowsMemorySaver(): boolean {
  const [major = 0] = process.versions.node.split(".").map(Number);
  return major >= HAS_MEMORY_SAVER;
}
