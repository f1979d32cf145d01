// Whether a decoded message is an answer to a question that was sent (RFC 5452 section 9.1), and if not, why not.
import type { IgnoredAnswers } from "./exchange.ts";
import type { DnsMessage, DnsQuestion } from "./message.ts";
import { RCODE } from "./rcode.ts";
import { CLASS_IN, typeCode } from "./record-type.ts";

export type Mismatch = Extract<keyof IgnoredAnswers, "wrongQuestion" | "notAResponse">;

/** Null for an answer. The id and the source are compared by the caller. Letter case of the name does not count. */
export function findMismatch(message: DnsMessage, question: DnsQuestion): Mismatch | null {
  if (!message.isResponse || message.opcode !== 0) return "notAResponse";
  return asksFor(message, question) || refusesWithoutQuestion(message) ? null : "wrongQuestion";
}

/** True when the message's question is this one. */
function asksFor(message: DnsMessage, question: DnsQuestion): boolean {
  const asked = message.question;
  if (asked === null) return false;
  return (
    asked.name === question.name && asked.typeCode === typeCode(question.type) && asked.classCode === CLASS_IN
  );
}

/** Some servers answer what they do not understand with a bare header. It says nothing about any name. */
function refusesWithoutQuestion(message: DnsMessage): boolean {
  if (message.question !== null) return false;
  if (message.rcode === RCODE.NOERROR || message.rcode === RCODE.NXDOMAIN) return false;
  return message.answers.length === 0 && message.authorities.length === 0;
}
