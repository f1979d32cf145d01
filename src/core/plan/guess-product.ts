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
  /** The answer tells an error of TSIG (RFC 8945 section 5.2): all servers give NOTAUTH with it. Default: false. */
  readonly hasTsigError?: boolean | undefined;
};

/** The name of a product that `generate` knows. */
export function guessProduct(refusal: Refusal): string {
  const { rcode, authoritative, hasQuestion, activeDirectory, hasTsigError = false } = refusal;
  if (activeDirectory) return "windows-powershell";
  // Only Knot denies with NOTAUTH whom it knows, only PowerDNS sets aa on answers to updates, only NSD leaves all sections out.
  if (rcode === RCODE.NOTAUTH && !hasTsigError) return "knotc";
  if (authoritative) return "pdnsutil";
  if (rcode === RCODE.NOTIMP) return hasQuestion ? "unbound" : "nsd";
  return "bind-zone";
}
