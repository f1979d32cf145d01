// A capture file with UDP datagrams to port 53, made without a network, for tshark to read.
import { createWireWriter } from "../../src/core/dns/wire-writer.ts";

const LINKTYPE_RAW = 101;

export function pcapOf(datagrams: readonly Uint8Array[]): Uint8Array {
  const writer = createWireWriter();
  writer.u32(0xa1b2c3d4);
  writer.u16(2);
  writer.u16(4);
  for (const value of [0, 0, 65_535, LINKTYPE_RAW]) writer.u32(value);
  for (const datagram of datagrams) {
    const udpLength = datagram.length + 8;
    const packetLength = udpLength + 20;
    for (const value of [0, 0, packetLength, packetLength]) writer.u32(value);
    // IPv4: header of 20 octets, no fragments, TTL 64, protocol UDP; checksums left out.
    for (const value of [0x4500, packetLength, 0, 0, 0x4011, 0]) writer.u16(value);
    for (const value of [0x7f00_0001, 0x7f00_0001]) writer.u32(value);
    for (const value of [40_000, 53, udpLength, 0]) writer.u16(value);
    writer.octets(datagram);
  }
  return writer.finish();
}
