// Turns what dns2's listeners decoded into a query. dns2 joins labels with dots, so a dot inside a label reads as two labels.
import type { Packet } from "dns2";
import { ownerNameFromLabels } from "../../core/dns/owner-name.ts";
import { TYPE_CODES } from "../../core/dns/record-type.ts";
import type { LabQuery, LabQuestion } from "./lab-message.ts";

/** `isWellFormed` is false where the answer must be FORMERR: not exactly one readable question, or a broken record. */
export type ReadQuery = { readonly query: LabQuery; readonly isWellFormed: boolean };

/** Undefined for a message that is itself a response: answering one could make two servers talk for ever. */
export function readQuery(
  packet: Packet,
  octets: Uint8Array,
  transport: "udp" | "tcp",
): ReadQuery | undefined {
  const { header } = packet;
  if (header.qr === 1) return undefined;
  const question = readQuestion(packet);
  const query: LabQuery = {
    id: header.id,
    opcode: header.opcode,
    recursionDesired: header.rd === 1,
    question: question ?? null,
    edns: readEdns(packet),
    transport,
    octets,
  };
  return { query, isWellFormed: packet.errors.length === 0 && question !== undefined };
}

function readQuestion(packet: Packet): LabQuestion | undefined {
  const [only, second] = packet.questions;
  if (only === undefined || second !== undefined) return undefined;
  const labels = only.name === "" ? [] : only.name.split(".");
  const name = ownerNameFromLabels(labels);
  return name.ok ? { name: name.value, labels, typeCode: only.type, classCode: only.class } : undefined;
}

function readEdns(packet: Packet): LabQuery["edns"] {
  const opt = packet.additionals.find((record) => record.type === TYPE_CODES.OPT);
  if (opt === undefined) return null;
  return { udpSize: Math.max(512, opt.class), version: (opt.ttl >>> 16) & 0xff };
}
