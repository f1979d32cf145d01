// What was found out about the dynamic updates of one zone: the observations, and what they come to.
import type { KeyVerdict } from "./key-verdict.ts";
import type { OwnerName } from "../dns/owner-name.ts";

/**
 * disabled: refused, without a sign that a signature would help · open: anyone at this address may write ·
 * tsig, gss-tsig: the kind of signature is known · signed: a signature is needed, its kind is not known ·
 * unknown: no answer that tells.
 */
export type UpdatePolicy = "disabled" | "open" | "tsig" | "gss-tsig" | "signed" | "unknown";

export type UpdatePolicyFacts = {
  readonly zone: OwnerName;
  /** The server whose word this is, as `127.0.0.1:53`; null where none could be found. */
  readonly primary: string | null;
  readonly policy: UpdatePolicy;
  /** The answer to an update without signature and without changes, as a mnemonic; null where there was none. */
  readonly rcode: string | null;
  /** True where no key was tried, and one might lift the refusal: without one this can't be seen. */
  readonly keyMightHelp: boolean;
  /** What a key may do in the zone; null where none was tried. */
  readonly keyVerdict: KeyVerdict | null;
  /** The server has the records of an Active Directory domain; false where it has not, or was not asked. */
  readonly activeDirectory: boolean;
  /** Who answered what, when; first of all what the probes leave behind. */
  readonly evidence: readonly string[];
  readonly serialBefore: number | null;
  readonly serialAfter: number | null;
  /** What was different after the probes, which change nothing: somebody else wrote meanwhile, or the server is broken. */
  readonly alarm: string | null;
};
