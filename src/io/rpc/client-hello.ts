// A TLS ClientHello that only asks whether somebody speaks TLS (RFC 5246 section 7.4.1.2); the handshake is never finished.

/** One record: version 1.2, suites of TLS 1.2 and 1.3, groups and signature schemes that every server knows. */
export function encodeClientHello(): Uint8Array {
  const extensions = [
    extension(0x000a, [0x00, 0x06, 0x00, 0x1d, 0x00, 0x17, 0x00, 0x18]),
    extension(0x000b, [0x01, 0x00]),
    extension(0x000d, [0x00, 0x0a, 0x04, 0x03, 0x08, 0x04, 0x04, 0x01, 0x05, 0x01, 0x02, 0x01]),
  ].flat();
  // A fixed value instead of randomness: nothing secret ever follows.
  const random = Array.from({ length: 32 }, (_, index) => index);
  const suites = [0xc02f, 0xc030, 0xc02b, 0xc02c, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035].flatMap(
    u16,
  );
  const body = [0x03, 0x03, ...random, 0, ...sized(suites), 1, 0, ...sized(extensions)];
  const handshake = [0x01, 0x00, ...sized(body)];
  return Uint8Array.from([0x16, 0x03, 0x01, ...sized(handshake)]);
}

const u16 = (value: number): readonly number[] => [value >> 8, value & 0xff];
const sized = (content: readonly number[]): readonly number[] => [...u16(content.length), ...content];
const extension = (type: number, content: readonly number[]): readonly number[] => [
  ...u16(type),
  ...sized(content),
];
