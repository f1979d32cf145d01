// Which DNS product a server seems to be, from the way in which it refused an update. A hint for the next command, no more.
import { RCODE } from "../dns/rcode.ts";

export type Refusal = {
  readonly rcode: number;
  /** Flag aa of the answer to the update. */
  readonly authoritative: boolean;
  /** The answer repeats the zone section. */
  readonly hasQuestion: boolean;
  /** The zone belongs to Active Directory. */
  readonly activeDirectory: boolean;
};

/** The name of a product that `generate` knows. */
export function guessProduct({ rcode, authoritative, hasQuestion, activeDirectory }: Refusal): string {
  if (activeDirectory) return "windows-powershell";
  // Only Knot denies with NOTAUTH, only PowerDNS sets aa on answers to updates, only NSD leaves all sections out.
  if (rcode === RCODE.NOTAUTH) return "knotc";
  if (authoritative) return "pdnsutil";
  if (rcode === RCODE.NOTIMP) return hasQuestion ? "unbound" : "nsd";
  return "bind-zone";
}
