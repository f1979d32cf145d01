// The record that octets stand for, of the types that the lab's zones hold (RFC 1035, 2782, 3596, 6672).
import type { DnsDecodeError } from "../../core/dns/message.ts";
import type { RecordLayout } from "../../core/dns/message-layout.ts";
import { rdataNames } from "../../core/dns/rdata-names.ts";
import { CLASS_IN, knownTypeName } from "../../core/dns/record-type.ts";
import { formatAddress } from "../../core/net/address.ts";
import { ok, type Result } from "../../core/result.ts";
import { ROOT } from "../../core/dns/owner-name.ts";
import type { LabRecord } from "./lab-message.ts";

/** Whatever the class says: a deletion carries its rdata in class NONE. Null for types that the lab does not hold. */
export function readLabRecord(
  bytes: Uint8Array,
  layout: RecordLayout,
): Result<LabRecord | null, DnsDecodeError> {
  const { owner, ttlSeconds, typeCode, rdataStart } = layout;
  const inside = rdataNames(bytes, { ...layout, classCode: CLASS_IN });
  if (!inside.ok) return inside;
  const [first = ROOT, second = ROOT] = inside.value;
  const head = { owner, ttlSeconds };
  const type = knownTypeName(typeCode);
  switch (type) {
    case "A":
    case "AAAA":
      return ok({ ...head, type, address: addressAt(bytes, rdataStart, type === "A" ? 4 : 16) });
    case "CNAME":
    case "DNAME":
    case "NS":
    case "PTR":
      return ok({ ...head, type, target: first });
    case "SRV": {
      const [priority, weight, port] = [0, 2, 4].map((offset) => u16(bytes, rdataStart + offset));
      return ok({
        ...head,
        type,
        priority: priority ?? 0,
        weight: weight ?? 0,
        port: port ?? 0,
        target: first,
      });
    }
    case "SOA": {
      const numbers = rdataStart + layout.rdataLength - SOA_NUMBER_OCTETS;
      return ok({
        ...head,
        type,
        mname: first,
        rname: second,
        serial: u32(bytes, numbers),
        refresh: u32(bytes, numbers + 4),
        retry: u32(bytes, numbers + 8),
        expire: u32(bytes, numbers + 12),
        minimum: u32(bytes, numbers + 16),
      });
    }
    case "OPT":
    case undefined:
      return ok(null);
  }
}

const SOA_NUMBER_OCTETS = 20;

function addressAt(bytes: Uint8Array, start: number, octets: 4 | 16): string {
  let value = 0n;
  for (const octet of bytes.subarray(start, start + octets)) value = (value << 8n) | BigInt(octet);
  return formatAddress({ family: octets === 4 ? 4 : 6, value });
}

function u16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

function u32(bytes: Uint8Array, offset: number): number {
  return u16(bytes, offset) * 0x1_0000 + u16(bytes, offset + 2);
}
