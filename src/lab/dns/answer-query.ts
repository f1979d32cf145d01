// The checks that every role makes before it looks a name up (RFC 1035 section 4.1.1, RFC 6891 section 6.1.3).
import { RCODE } from "../../core/dns/rcode.ts";
import { CLASS_IN } from "../../core/dns/record-type.ts";
import {
  type DnsHandler,
  type LabQuery,
  type LabQuestion,
  type LabResponse,
  responseTo,
} from "./lab-message.ts";

const QUERY_OPCODE = 0;
/** Transfers and the mail types of old: 251 to 254; ANY (255) is answered. */
const FIRST_META_TYPE = 251;
const LAST_META_TYPE = 254;

/** Makes a handler of a function that answers well-formed questions of class IN. */
export function answering(lookUp: (query: LabQuery, question: LabQuestion) => LabResponse): DnsHandler {
  return async (query) => ({ kind: "response", response: check(query) ?? lookUpQuestion(query, lookUp) });
}

function check(query: LabQuery): LabResponse | undefined {
  if (query.edns !== null && query.edns.version > 0) return responseTo(query, RCODE.BADVERS);
  if (query.opcode !== QUERY_OPCODE) return responseTo(query, RCODE.NOTIMP);
  if (query.question === null) return responseTo(query, RCODE.FORMERR);
  if (query.question.classCode !== CLASS_IN) return responseTo(query, RCODE.REFUSED);
  const { typeCode } = query.question;
  return typeCode >= FIRST_META_TYPE && typeCode <= LAST_META_TYPE
    ? responseTo(query, RCODE.NOTIMP)
    : undefined;
}

function lookUpQuestion(
  query: LabQuery,
  lookUp: (query: LabQuery, question: LabQuestion) => LabResponse,
): LabResponse {
  return query.question === null ? responseTo(query, RCODE.FORMERR) : lookUp(query, query.question);
}
