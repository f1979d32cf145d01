// The rdata of the records that the tool publishes, as octets (RFC 1035 3.4.1, 2782, 3596). The target is never compressed.
import { parseAddress } from "../net/address.ts";
import type { SrvRecord } from "./record.ts";
import { createWireWriter } from "./wire-writer.ts";

export function srvRdataWire(record: Pick<SrvRecord, "priority" | "weight" | "port" | "target">): Uint8Array {
  const writer = createWireWriter(64);
  for (const value of [record.priority, record.weight, record.port]) writer.u16(value);
  writer.name(record.target);
  return writer.finish();
}

/** Four octets for a literal IPv4 address, sixteen for an IPv6 one; other text is a bug of the caller. */
export function addressRdataWire(address: string): Uint8Array {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw new RangeError(parsed.error);
  const { family, value } = parsed.value;
  const octets = family === 4 ? 4 : 16;
  return Uint8Array.from({ length: octets }, (_, index) =>
    Number((value >> BigInt(8 * (octets - 1 - index))) & 0xffn),
  );
}
