// Encodes a standard query: header, one question of class IN, and an OPT record where EDNS is wanted (RFC 1035, 6891).
import type { DnsQuestion } from "./message.ts";
import { CLASS_IN, TYPE_CODES, typeCode } from "./record-type.ts";
import { ROOT } from "./owner-name.ts";
import { createWireWriter } from "./wire-writer.ts";
import { writeHeader, writeQuestion, writeRecord } from "./write-message.ts";

export type QueryOptions = {
  /** 16 bits from a source that cannot be guessed (RFC 5452). */
  readonly id: number;
  readonly question: DnsQuestion;
  readonly recursionDesired: boolean;
  /** The UDP payload size that the OPT record offers; null for a query without OPT. */
  readonly ednsUdpSize: number | null;
};

/** Offers what passes every path without fragments (DNS flag day 2020). */
export const EDNS_UDP_SIZE = 1232;

const RD = 0x0100;

/** The message without a TCP length prefix. */
export function encodeQuery(options: QueryOptions): Uint8Array {
  const writer = createWireWriter(320);
  const { id, question, recursionDesired, ednsUdpSize } = options;
  writeHeader(writer, id, recursionDesired ? RD : 0, [1, 0, 0, ednsUdpSize === null ? 0 : 1]);
  writeQuestion(writer, question.name, typeCode(question.type), CLASS_IN);
  if (ednsUdpSize !== null) {
    const opt = { owner: ROOT, typeCode: TYPE_CODES.OPT, classCode: ednsUdpSize, ttlSeconds: 0 };
    writeRecord(writer, opt, new Uint8Array());
  }
  return writer.finish();
}
