// DNS messages put together octet by octet, right or wrong, for tests of what reads them.
import { createWireWriter } from "../../src/core/dns/wire-writer.ts";
import { name } from "./facts.ts";

export type WireRecord = {
  /** Presentation text, or raw octets of the name. */
  readonly owner: string | Uint8Array;
  readonly type: number;
  readonly class?: number;
  readonly ttl?: number;
  readonly rdata: Uint8Array;
  /** Instead of the true length. */
  readonly rdlength?: number;
};

export type WireMessage = {
  readonly id?: number;
  readonly flags?: number;
  readonly questions?: readonly {
    readonly name: string | Uint8Array;
    readonly type: number;
    readonly class?: number;
  }[];
  readonly answers?: readonly WireRecord[];
  readonly authorities?: readonly WireRecord[];
  readonly additionals?: readonly WireRecord[];
  /** Instead of the true counts. */
  readonly counts?: readonly [number, number, number, number];
};

export const RESPONSE = 0x8400;

export function octets(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The uncompressed wire form of a name. */
export function nameWire(text: string): Uint8Array {
  const writer = createWireWriter();
  writer.name(name(text));
  return writer.finish();
}

/** Priority, weight, port, and the target as text or as raw octets. */
export function srvRdata(
  priority: number,
  weight: number,
  port: number,
  target: string | Uint8Array,
): Uint8Array {
  const writer = createWireWriter();
  for (const number of [priority, weight, port]) writer.u16(number);
  writer.octets(typeof target === "string" ? nameWire(target) : target);
  return writer.finish();
}

export function soaRdata(mname: string, rname: string, ...numbers: readonly number[]): Uint8Array {
  const writer = createWireWriter();
  writer.octets(nameWire(mname));
  writer.octets(nameWire(rname));
  for (const number of numbers) writer.u32(number);
  return writer.finish();
}

export function optRecord(udpSize: number, ttl = 0, rdata = octets()): WireRecord {
  return { owner: ".", type: 41, class: udpSize, ttl, rdata };
}

export function messageWire(message: WireMessage): Uint8Array {
  const { questions = [], answers = [], authorities = [], additionals = [] } = message;
  const writer = createWireWriter();
  writer.u16(message.id ?? 1);
  writer.u16(message.flags ?? RESPONSE);
  const counts = message.counts ?? [questions.length, answers.length, authorities.length, additionals.length];
  for (const count of counts) writer.u16(count);
  for (const question of questions) {
    writer.octets(typeof question.name === "string" ? nameWire(question.name) : question.name);
    writer.u16(question.type);
    writer.u16(question.class ?? 1);
  }
  for (const record of [...answers, ...authorities, ...additionals]) {
    writer.octets(typeof record.owner === "string" ? nameWire(record.owner) : record.owner);
    writer.u16(record.type);
    writer.u16(record.class ?? 1);
    writer.u32(record.ttl ?? 3600);
    writer.u16(record.rdlength ?? record.rdata.length);
    writer.octets(record.rdata);
  }
  return writer.finish();
}
