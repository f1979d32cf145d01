// Decodes a DNS message: core/dns/message-layout decides what is well formed and gives all names, owners, TTLs and the
// OPT record; dns2 decodes the header and the rdata of each record at the place that the strict pass gives.
// dns2 never sees a message that the strict pass refused, and it never walks over one by itself: its own walk joins labels
// with dots (a dot inside a label is lost), follows pointers forwards, clamps a TTL with the top bit set to 2^31-1 (RFC 2181
// says 0), drops the extended RCODE together with an OPT record whose options it dislikes, and leaves out records that it
// can't decode. In those places the strict pass wins; IPv4-mapped addresses are rewritten, dns2 prints them in hex.
import { Packet } from "dns2";
import type { DnsDecodeError, DnsMessage } from "../../core/dns/message.ts";
import { readLayout, type RecordLayout } from "../../core/dns/message-layout.ts";
import { ROOT } from "../../core/dns/owner-name.ts";
import type { DnsRecord } from "../../core/dns/record.ts";
import { CLASS_IN, knownTypeName } from "../../core/dns/record-type.ts";
import { formatAddress, parseAddress } from "../../core/net/address.ts";
import { ok, type Result } from "../../core/result.ts";

type Reader = InstanceType<typeof Packet.Reader>;
type Rdata = Partial<Parameters<typeof Packet.Resource.encode>[0]>;
type RdataDecoder = { readonly decode: (this: Rdata, reader: Reader, length: number) => Rdata };

/** The rdata decoders of dns2 are public but missing from its type declarations. */
const RDATA = Packet.Resource as unknown as Readonly<Record<"A" | "AAAA" | "SOA" | "SRV", RdataDecoder>>;

/** Decodes one message without a TCP length prefix. The time is linear in its length. */
export function decodeMessage(bytes: Uint8Array): Result<DnsMessage, DnsDecodeError> {
  const layout = readLayout(bytes);
  if (!layout.ok) return layout;
  const { question, answers, authorities, additionals, edns, trailingBytes } = layout.value;
  const reader = new Packet.Reader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const header = Packet.Header.parse(reader);
  const decode = (record: RecordLayout): DnsRecord => decodeRecord(record, reader);
  return ok({
    id: header.id,
    isResponse: header.qr === 1,
    opcode: header.opcode,
    authoritative: header.aa === 1,
    truncated: header.tc === 1,
    recursionDesired: header.rd === 1,
    recursionAvailable: header.ra === 1,
    rcode: ((edns?.extendedRcode ?? 0) << 4) | header.rcode,
    question,
    answers: answers.map(decode),
    authorities: authorities.map(decode),
    additionals: additionals.map(decode),
    edns: edns === null ? null : { udpSize: edns.udpSize, version: edns.version },
    trailingBytes,
  });
}

function decodeRecord(layout: RecordLayout, reader: Reader): DnsRecord {
  const { owner, ttlSeconds } = layout;
  const type = layout.classCode === CLASS_IN ? knownTypeName(layout.typeCode) : undefined;
  const [first = ROOT, second = ROOT] = layout.names;
  switch (type) {
    case "A":
      return { owner, ttlSeconds, type, address: decodeRdata(type, layout, reader).address ?? "" };
    case "AAAA":
      return {
        owner,
        ttlSeconds,
        type,
        address: canonicalAddress(decodeRdata(type, layout, reader).address ?? ""),
      };
    case "NS":
    case "CNAME":
    case "PTR":
    case "DNAME":
      return { owner, ttlSeconds, type, target: first };
    case "SRV": {
      const { priority = 0, weight = 0, port = 0 } = decodeRdata(type, layout, reader);
      return { owner, ttlSeconds, type, priority, weight, port, target: first };
    }
    case "SOA": {
      const {
        serial = 0,
        refresh = 0,
        retry = 0,
        expiration,
        minimum = 0,
      } = decodeRdata(type, layout, reader);
      const expire = Number(expiration ?? 0);
      return {
        owner,
        ttlSeconds,
        type,
        mname: first,
        rname: second,
        serial,
        refresh,
        retry,
        expire,
        minimum,
      };
    }
    case "OPT":
    case undefined:
      return { owner, ttlSeconds, type: "OTHER", typeCode: layout.typeCode, rdataLength: layout.rdataLength };
  }
}

/** The strict pass has checked length and names of this rdata, so that dns2 finds nothing to object to. */
function decodeRdata(type: keyof typeof RDATA, layout: RecordLayout, reader: Reader): Rdata {
  reader.offset = layout.rdataStart * 8;
  return RDATA[type].decode.call({}, reader, layout.rdataLength);
}

function canonicalAddress(text: string): string {
  const address = parseAddress(text);
  return address.ok ? formatAddress(address.value) : text;
}
