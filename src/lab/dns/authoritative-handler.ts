// A server that answers from its own zones and for nothing else.
import { RCODE } from "../../core/dns/rcode.ts";
import { answering } from "./answer-query.ts";
import { type DnsHandler, responseTo } from "./lab-message.ts";
import type { Zone } from "./zone.ts";
import { lookupInZones } from "./zone-lookup.ts";

/** `zones` is asked for each query, so that changes show at once. */
export function createAuthoritativeHandler(zones: () => readonly Zone[]): DnsHandler {
  return answering((query, question) => {
    const answer = lookupInZones(zones(), question.name, question.typeCode);
    if (answer.kind === "elsewhere") return responseTo(query, RCODE.REFUSED);
    const { answers, authorities, additionals } = answer;
    return {
      ...responseTo(query, answer.kind === "answer" ? answer.rcode : RCODE.NOERROR),
      // A referral is not an authoritative answer, an alias that leads to one is (RFC 1035: AA is about the first owner).
      authoritative: answer.kind === "answer" || answers.length > 0,
      answers,
      authorities,
      additionals,
    };
  });
}
