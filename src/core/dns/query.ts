// Encodes a standard query: header, one question of class IN, and an OPT record where EDNS is wanted (RFC 1035, 6891).
import type { DnsQuestion } from "./message.ts";
import { CLASS_IN, TYPE_CODES, typeCode } from "./record-type.ts";
import { createWireWriter } from "./wire-writer.ts";

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
  writer.u16(options.id);
  writer.u16(options.recursionDesired ? RD : 0);
  writer.u16(1);
  writer.u16(0);
  writer.u16(0);
  writer.u16(options.ednsUdpSize === null ? 0 : 1);
  writer.name(options.question.name);
  writer.u16(typeCode(options.question.type));
  writer.u16(CLASS_IN);
  if (options.ednsUdpSize !== null) {
    writer.u8(0);
    writer.u16(TYPE_CODES.OPT);
    writer.u16(options.ednsUdpSize);
    writer.u32(0);
    writer.u16(0);
  }
  return writer.finish();
}
