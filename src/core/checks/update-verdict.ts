// From the answers to the probes to the policy of the zone. Without a key, some things can't be told apart: then it says so.
import { RCODE, rcodeName } from "../dns/rcode.ts";
import type { UpdatePolicy } from "./update-policy-facts.ts";

/** Response codes to probes that touch records; null where nothing was answered, or where the probe was not sent. */
export type RecordAnswers = {
  /** To a prerequisite that cannot hold. */
  readonly prerequisiteOnly: number | null;
  /** To the same with the wanted record; not sent where the server ignores prerequisites. */
  readonly refusedAdd: number | null;
  readonly absentDelete: number | null;
};

export type UpdateAnswers = {
  /** The server answers for the zone from its own data. */
  readonly authoritative: boolean;
  /** It has an answer for the zone at all: a server that refuses even that is the wrong one. */
  readonly answersForZone: boolean;
  /** The code for an update without signature, prerequisite and change; null where nothing was answered. */
  readonly zoneOnly: number | null;
  /** Asked for where the empty update passed: over UDP, or only over TCP as with BIND's update-policy. */
  readonly records: RecordAnswers | null;
  /** Whether the server negotiates GSS-TSIG; null where that was not asked or not answered. */
  readonly negotiatesGss: boolean | null;
  /** The zone belongs to Active Directory, whose servers know no other signature than GSS-TSIG. */
  readonly activeDirectory: boolean;
};

export type UpdateVerdict = {
  readonly policy: UpdatePolicy;
  readonly keyMightHelp: boolean;
  readonly because: string;
};

export function judgeUpdateAnswers(answers: UpdateAnswers): UpdateVerdict {
  if (answers.records !== null) return judgeAccepted(answers.records);
  switch (answers.zoneOnly) {
    case null:
      return unknown("the server did not answer the update");
    case RCODE.NOTIMP:
      return disabled("the server does not implement dynamic updates", false);
    case RCODE.REFUSED:
      return judgeRefused(answers);
    // Knot denies with NOTAUTH what others refuse; from a server that does not serve the zone it means just that.
    case RCODE.NOTAUTH:
      return answers.authoritative
        ? judgeRefused(answers)
        : unknown("the server is not authoritative for the zone");
    default:
      return unknown(`${rcodeName(answers.zoneOnly)} says nothing about the policy`);
  }
}

/**
 * That an empty update passes is not enough: BIND checks an update-policy record by record (and lets unsigned empty updates
 * pass over TCP), and Active Directory servers look at rights only after the prerequisites.
 */
function judgeAccepted({ prerequisiteOnly, refusedAdd, absentDelete }: RecordAnswers): UpdateVerdict {
  if (prerequisiteOnly === RCODE.NOERROR)
    return open("it takes unsigned updates, and it ignores prerequisites: the record itself was not tried");
  if (isDenial(refusedAdd) || isDenial(absentDelete) || absentDelete === RCODE.SERVFAIL)
    return signed(
      "empty unsigned updates are taken and those with this record are denied: rights are granted by name, to holders of a key; --key FILE or --gss tells whether yours is one",
    );
  if (refusedAdd === RCODE.YXRRSET && absentDelete === RCODE.NOERROR)
    return open("unsigned updates from this address are taken, this record included");
  return unknown("an empty unsigned update is taken; what happens to records could not be found out");
}

function judgeRefused(answers: UpdateAnswers): UpdateVerdict {
  const { authoritative, answersForZone, negotiatesGss, activeDirectory } = answers;
  if (!authoritative && !answersForZone) return unknown("the server refuses to answer for the zone at all");
  if (!authoritative)
    return disabled(
      "the server answers for the zone without being authoritative, and takes no updates",
      false,
    );
  if (negotiatesGss !== true)
    return disabled(
      "unsigned updates from this address are refused; whether a TSIG key would lift that can't be seen without one: repeat with --key FILE",
      true,
    );
  if (!activeDirectory)
    return signed(
      "unsigned updates are refused and the server negotiates GSS-TSIG; which signature this zone takes, if any, can be seen only with one: repeat with --gss or --key FILE",
    );
  const because =
    "unsigned updates are refused, the server negotiates GSS-TSIG, and the zone belongs to Active Directory; that updates are switched off for the zone altogether can be excluded only with a Kerberos ticket: repeat with --gss";
  return { policy: "gss-tsig", keyMightHelp: true, because };
}

function isDenial(rcode: number | null): boolean {
  return rcode === RCODE.REFUSED || rcode === RCODE.NOTAUTH;
}

function open(because: string): UpdateVerdict {
  return { policy: "open", keyMightHelp: false, because };
}

function signed(because: string): UpdateVerdict {
  return { policy: "signed", keyMightHelp: true, because };
}

function disabled(because: string, keyMightHelp: boolean): UpdateVerdict {
  return { policy: "disabled", keyMightHelp, because };
}

function unknown(because: string): UpdateVerdict {
  return { policy: "unknown", keyMightHelp: false, because };
}
