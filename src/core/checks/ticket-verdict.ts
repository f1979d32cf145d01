// What the account of a Kerberos ticket may do in a zone, from the answers to the probes that were signed with it (RFC 3645).
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { BADSIG, RCODE, rcodeName, tsigErrorName } from "../dns/rcode.ts";
import type { SigningFailure } from "./gss-failure.ts";
import type { KeyVerdict, SignedAnswer } from "./key-verdict.ts";
import { grantSteps, nodeRightStep } from "./node-right.ts";
import { sayTicket } from "./signer-identity.ts";

export type TicketAnswers = {
  /** `admin@CORP.EXAMPLE`; null where it is not known. */
  readonly account: string | null;
  /** Where the record in question would stand. */
  readonly owner: OwnerName;
  readonly activeDirectory: boolean;
  /** Whether there are records there already. */
  readonly isPublished: boolean;
  /** Why the first probe could not be signed; null where it was. */
  readonly failure: SigningFailure | null;
  /** To an update without prerequisite and change. */
  readonly zoneOnly: SignedAnswer;
  /** The next three are null where they were not asked for. */
  readonly prerequisiteOnly: SignedAnswer | null;
  readonly refusedAdd: SignedAnswer | null;
  readonly absentDelete: SignedAnswer | null;
};

/**
 * Samba and Windows send the request's own signature back with a refusal: such codes are hints, and count here only against the
 * account. That it is accepted is told by signed answers alone, except for the prerequisite that did not hold.
 */
export function judgeTicketAnswers(answers: TicketAnswers): KeyVerdict {
  const { account, failure, zoneOnly } = answers;
  const ticket = sayTicket(account);
  if (failure !== null) return { standing: "not-found-out", ...failure };
  if (zoneOnly.kind === "none") return notFoundOut(`no answer came to the update signed with ${ticket}`);
  if (zoneOnly.kind === "tsig-error") return judgeError(ticket, zoneOnly.error);
  if (zoneOnly.kind === "verified" && zoneOnly.rcode === RCODE.NOERROR) return judgeRecord(answers);
  if (!isDenial(zoneOnly.rcode))
    return notFoundOut(
      `${rcodeName(zoneOnly.rcode)} to the update signed with ${ticket} says nothing about it`,
    );
  return zoneOnly.kind === "hint" && answers.activeDirectory
    ? {
        standing: "switched-off",
        because: `the server accepted ${ticket} and refuses even an update without changes (${rcodeName(zoneOnly.rcode)}): updates of this zone are switched off`,
        remedy:
          "Switch secure updates on: on Windows in the properties of the zone (Dynamic updates: Secure only), on Samba 'allow dns updates = secure only' in smb.conf",
      }
    : {
        standing: "not-allowed",
        because: `the server accepted ${ticket} and refuses its updates of this zone (${rcodeName(zoneOnly.rcode)}): the account is not allowed here, or updates are switched off`,
        remedy: grantSteps(account, answers.owner),
      };
}

function judgeError(ticket: string, error: number): KeyVerdict {
  switch (error) {
    case RCODE.BADKEY:
      return {
        standing: "key-unknown",
        because: `BADKEY: the server no longer knows what was negotiated with ${ticket}: it was restarted, or several servers answer at this address`,
        remedy: "Name one server by its own address: --primary ADDR[:PORT]",
      };
    case BADSIG:
      return notFoundOut(`BADSIG: the server does not take the signature made with ${ticket}`);
    case RCODE.BADTIME:
      return {
        standing: "clock-skew",
        because: `BADTIME: the clocks of this machine and of the server differ by more than five minutes`,
        remedy: "Set the clocks of this machine and of the server by NTP",
      };
    default:
      return notFoundOut(`the server answers ${tsigErrorName(error)} to the signature made with ${ticket}`);
  }
}

function judgeRecord(answers: TicketAnswers): KeyVerdict {
  const { account, owner, prerequisiteOnly, refusedAdd, absentDelete } = answers;
  const record = `${withoutTrailingDot(owner)} SRV`;
  const ticket = sayTicket(account);
  if (rcodeOf(prerequisiteOnly) === RCODE.NOERROR)
    return notFoundOut(
      `the server takes updates signed with ${ticket} and ignores prerequisites: the record itself was not tried`,
    );
  if (rcodeOf(absentDelete) === RCODE.SERVFAIL)
    return {
      standing: "not-granted",
      because: `the server accepted ${ticket}, and the account has no right to change the node of this record (${record})`,
      remedy: nodeRightStep(owner),
    };
  if (isDenial(rcodeOf(refusedAdd)) || isDenial(rcodeOf(absentDelete)))
    return {
      standing: "not-granted",
      because: `the server accepted ${ticket}, and this record (${record}) is not granted to the account: an empty update passes, one with the record does not`,
      remedy: grantSteps(account, owner),
    };
  const isTaken =
    rcodeOf(refusedAdd) === RCODE.YXRRSET &&
    absentDelete?.kind === "verified" &&
    absentDelete.rcode === RCODE.NOERROR;
  if (!isTaken)
    return notFoundOut(
      `an empty update signed with ${ticket} is taken; what happens to this record (${record}) could not be found out`,
    );
  const open =
    answers.activeDirectory && !answers.isPublished
      ? "; whether the account may create the node, which is not there yet, shows only when it is written (by default every account of the domain may)"
      : "";
  return {
    standing: "accepted",
    because: `updates signed with ${ticket} are accepted for this record (${record})${open}`,
    remedy: null,
  };
}

function rcodeOf(answer: SignedAnswer | null): number | null {
  if (answer === null || answer.kind === "none") return null;
  return answer.rcode;
}

function isDenial(rcode: number | null): boolean {
  return rcode === RCODE.REFUSED || rcode === RCODE.NOTAUTH;
}

function notFoundOut(because: string): KeyVerdict {
  return { standing: "not-found-out", because, remedy: null };
}
