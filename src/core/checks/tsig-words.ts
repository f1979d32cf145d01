// Why a server did not take a signed message, for an operator: the errors of TSIG (RFC 8945 sections 5.2 and 5.3).
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { BADSIG, RCODE } from "../dns/rcode.ts";
import type { TsigOutcome } from "../dns/tsig/verify-answer.ts";

/** One clause; null where the answer tells no such error. `rcode`: of the answer; NOERROR denies nothing. */
export function tsigReason(keyName: OwnerName, tsig: TsigOutcome | null, rcode: number): string | null {
  if (tsig?.kind !== "error" || rcode === RCODE.NOERROR) return null;
  const key = `the key ${withoutTrailingDot(keyName)}`;
  switch (tsig.error) {
    case RCODE.BADKEY:
      return `the server does not know ${key} (or not for this zone)`;
    case BADSIG:
      return `the secret of ${key} differs from the server's`;
    case RCODE.BADTIME:
      return "the clocks of the server and of this machine differ";
    case RCODE.BADTRUNC:
      return `the server does not take a signature of ${key} as short as that`;
    default:
      return null;
  }
}
