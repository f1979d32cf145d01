// What a TSIG key may do in a zone, from the answers to the probes that it signed.
import { withoutTrailingDot, type OwnerName } from "../dns/owner-name.ts";
import { zoneName } from "../text/zone-line.ts";
import { BADSIG, RCODE, rcodeName, tsigErrorName } from "../dns/rcode.ts";

/**
 * verified: this code comes from the holder of the key · tsig-error: the record tells an error, hint: anything else that
 * anybody may have sent · none: nothing came.
 */
export type SignedAnswer =
  | { readonly kind: "verified"; readonly rcode: number }
  | {
      readonly kind: "tsig-error";
      readonly error: number;
      readonly rcode: number;
      readonly authenticated: boolean;
    }
  | { readonly kind: "hint"; readonly rcode: number }
  | { readonly kind: "none" };

export type KeyAnswers = {
  /** The key as `name (algorithm)`. */
  readonly key: string;
  readonly keyName: OwnerName;
  /** Where the record in question would stand. */
  readonly owner: OwnerName;
  /** To an update without prerequisite and change. */
  readonly zoneOnly: SignedAnswer;
  /** The next three are null where they were not asked for. */
  readonly prerequisiteOnly: SignedAnswer | null;
  readonly refusedAdd: SignedAnswer | null;
  readonly absentDelete: SignedAnswer | null;
  /** By how much the server's clock is ahead of ours; null where nothing was wrong with it. */
  readonly clockSkewSeconds: number | null;
};

/**
 * accepted: for this record · not-granted: the key is good, this record is not for it · not-allowed: the server knows the
 * key and refuses it here · switched-off: so are updates of the zone · unauthenticated: refused, and nobody signed for it.
 */
export type KeyStanding =
  | "accepted"
  | "not-granted"
  | "not-allowed"
  | "switched-off"
  | "key-unknown"
  | "wrong-secret"
  | "clock-skew"
  | "unauthenticated"
  | "not-found-out";

export type KeyVerdict = {
  readonly standing: KeyStanding;
  readonly because: string;
  /** What to do about it; null where there is nothing to do. */
  readonly remedy: string | null;
};

export function judgeKeyAnswers(answers: KeyAnswers): KeyVerdict {
  const verdict = judgeStanding(answers);
  const { clockSkewSeconds } = answers;
  if (clockSkewSeconds === null || verdict.standing === "clock-skew") return verdict;
  const clock = `${sayClockSkew(clockSkewSeconds)}; the probes were signed with the server's time`;
  const remedy = verdict.remedy === null ? SET_CLOCK : `${SET_CLOCK}. ${verdict.remedy}`;
  return { ...verdict, because: `${verdict.because}; ${clock}`, remedy };
}

const SET_CLOCK = "Set this machine's clock by NTP: signatures hold for five minutes";

export function sayClockSkew(seconds: number): string {
  return `the server's clock is ${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} this machine's`;
}

function judgeStanding(answers: KeyAnswers): KeyVerdict {
  const { key, zoneOnly } = answers;
  switch (zoneOnly.kind) {
    case "none":
      return notFoundOut(`the server did not answer the update signed with ${key}`);
    case "hint":
      return judgeHint(key, zoneOnly.rcode);
    case "tsig-error":
      return judgeTsigError(key, zoneOnly.error, answers.clockSkewSeconds);
    case "verified":
      if (zoneOnly.rcode === RCODE.NOERROR) return judgeRecord(answers);
      return isDenial(zoneOnly.rcode)
        ? {
            standing: "not-allowed",
            because: `the server knows the key ${key} and refuses its updates of this zone (${rcodeName(zoneOnly.rcode)}, signed by the server): the key or this address is not allowed here, or updates are switched off`,
            remedy: `Allow the key in this zone: on BIND by update-policy or allow-update, on Knot by an acl with 'key:' and 'action: update', on PowerDNS by TSIG-ALLOW-DNSUPDATE together with ALLOW-DNSUPDATE-FROM for this address`,
          }
        : notFoundOut(
            `${rcodeName(zoneOnly.rcode)} to the update signed with ${key} says nothing about the key`,
          );
  }
}

function judgeHint(key: string, rcode: number): KeyVerdict {
  if (!isDenial(rcode))
    return notFoundOut(
      `the answer ${rcodeName(rcode)} to the update signed with ${key} is not signed by the server: anybody may have sent it`,
    );
  return {
    standing: "unauthenticated",
    because: `the update signed with ${key} is refused with ${rcodeName(rcode)}, and the answer is not signed: the server does not tell whether it knows no such key, or holds another secret or algorithm for it, or a clock is wrong, or it takes no updates (PowerDNS answers all of these so)`,
    remedy: `Compare name, algorithm and secret of ${key} with the server's (PowerDNS: pdnsutil list-tsig-keys), then the clocks; the server's log tells which it was`,
  };
}

function judgeTsigError(key: string, error: number, clockSkewSeconds: number | null): KeyVerdict {
  switch (error) {
    case RCODE.BADKEY:
      return {
        standing: "key-unknown",
        because: `BADKEY: the server knows no key ${key}: it has another name or algorithm there, or (Knot) stands in no acl of this zone`,
        remedy: `Compare name and algorithm of ${key} with the server's, character by character; on Knot name the key in an acl of the zone, too`,
      };
    case BADSIG:
      return {
        standing: "wrong-secret",
        because: `BADSIG: the server knows the key ${key}, and its secret is another one`,
        remedy: `Copy the secret of ${key} from the server again, or make a new key on both sides (tsig-keygen)`,
      };
    case RCODE.BADTIME: {
      const skew = clockSkewSeconds === null ? "" : ` (${sayClockSkew(clockSkewSeconds)})`;
      return {
        standing: "clock-skew",
        because: `BADTIME: the clocks of this machine and of the server differ by more than five minutes${skew}, so that the signature with ${key} does not hold`,
        remedy: "Set the clocks of this machine and of the server by NTP: signatures hold for five minutes",
      };
    }
    default:
      return notFoundOut(`the server answers ${tsigErrorName(error)} to the signature with ${key}`);
  }
}

/** NOERROR to an empty update is not enough: BIND looks at the grants of a key record by record. */
function judgeRecord(answers: KeyAnswers): KeyVerdict {
  const record = `${withoutTrailingDot(answers.owner)} SRV`;
  const { key, keyName, owner, prerequisiteOnly, refusedAdd, absentDelete } = answers;
  if (isVerified(prerequisiteOnly, RCODE.NOERROR))
    return notFoundOut(
      `the server takes updates signed with ${key} and ignores prerequisites: the record itself was not tried`,
    );
  if (isRecordDenial(refusedAdd) || isRecordDenial(absentDelete) || isVerified(absentDelete, RCODE.SERVFAIL))
    return {
      standing: "not-granted",
      because: `the key ${key} is good, and this record (${record}) is not granted to it: an empty update signed with it passes, one with the record does not`,
      remedy: `Grant the record to the key: in BIND's update-policy of the zone: grant ${zoneName(keyName)} name ${zoneName(owner)} SRV; on Knot by update-owner-name and update-type of the acl`,
    };
  if (isVerified(refusedAdd, RCODE.YXRRSET) && isVerified(absentDelete, RCODE.NOERROR))
    return {
      standing: "accepted",
      because: `updates signed with ${key} are accepted for this record (${record})`,
      remedy: null,
    };
  return notFoundOut(
    `an empty update signed with ${key} is taken; what happens to this record (${record}) could not be found out`,
  );
}

/** Knot denies a record with BADKEY, which it can't sign; it took an empty update by the same key before. */
function isRecordDenial(answer: SignedAnswer | null): boolean {
  if (answer === null || answer.kind === "none" || answer.kind === "hint") return false;
  return answer.kind === "verified" ? isDenial(answer.rcode) : answer.error === RCODE.BADKEY;
}

function isVerified(answer: SignedAnswer | null, rcode: number): boolean {
  return answer?.kind === "verified" && answer.rcode === rcode;
}

function isDenial(rcode: number): boolean {
  return rcode === RCODE.REFUSED || rcode === RCODE.NOTAUTH;
}

function notFoundOut(because: string): KeyVerdict {
  return { standing: "not-found-out", because, remedy: null };
}
