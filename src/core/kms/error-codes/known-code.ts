// One code of the table: what it means, and the causes it can have.
import type { CauseId } from "./causes.ts";

export type KnownCode = {
  /** `0xC004F074`, or the number of an event of the licensing service. */
  readonly code: string;
  /** As the header files of Windows call it; null where there is none, or where it is not certain. */
  readonly symbol: string | null;
  /** Sentences for administrators. */
  readonly meaning: string;
  /** False where no document confirms the meaning; it then says so. */
  readonly isConfirmed: boolean;
  /** Likeliest first, as long as nothing was seen. */
  readonly causes: readonly CauseId[];
};

/** A row of the table; several codes may share one. */
export function knownCode(
  code: string,
  symbol: string | null,
  meaning: string,
  ...causes: readonly CauseId[]
): KnownCode {
  return { code, symbol, meaning, isConfirmed: true, causes };
}
