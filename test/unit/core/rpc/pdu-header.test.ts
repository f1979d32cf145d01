import { describe, expect, test } from "vitest";
import {
  bodyEnd,
  decodePduHeader,
  decodeWholePduHeader,
  encodePdu,
  readPduHeader,
} from "../../../../src/core/rpc/pdu-header.ts";
import { fromHex } from "../../../support/hex.ts";
import { BIND_NDR } from "../../../support/rpc-vectors.ts";

const header = (text: string): Uint8Array => fromHex(text);

describe("PDU header", () => {
  test("reads a recorded bind", () => {
    expect(decodePduHeader(BIND_NDR)).toEqual({
      ok: true,
      value: {
        versionMajor: 5,
        versionMinor: 0,
        ptype: 11,
        flags: 3,
        byteOrder: "little",
        charset: 0,
        floatFormat: 0,
        fragLength: 72,
        authLength: 0,
        callId: 1,
      },
    });
  });

  test("obeys the sender's byte order", () => {
    const decoded = decodePduHeader(header("05000b03 00000000 0048 0000 00000102"));
    expect(decoded).toMatchObject({ ok: true, value: { byteOrder: "big", fragLength: 72, callId: 0x102 } });
  });

  test.each([
    ["ten octets", "05000b0310000000 4800", 10],
    ["version 4", "04000b03 10000000 4800 0000 01000000", 0],
    ["version 5.1", "05010b03 10000000 4800 0000 01000000", 1],
    ["EBCDIC", "05000b03 11000000 4800 0000 01000000", 4],
    ["an unknown integer format", "05000b03 20000000 4800 0000 01000000", 4],
    ["VAX floats", "05000b03 10010000 4800 0000 01000000", 5],
    ["frag_length 0", "05000b03 10000000 0000 0000 01000000", 8],
    ["frag_length 15", "05000b03 10000000 0f00 0000 01000000", 8],
    ["auth_length 65535", "05000b03 10000000 4800 ffff 01000000", 10],
    ["auth_length without room for the trailer", "05000b03 10000000 1f00 0800 01000000", 10],
  ])("refuses %s", (_, text, offset) => {
    expect(decodePduHeader(header(text))).toMatchObject({ ok: false, error: { offset } });
  });

  test("reads the raw header of garbage, so that a refusal can echo the call id", () => {
    const garbage = header("47455420 2f204854 54502f31 2e310d0a");
    expect(readPduHeader(garbage)).toMatchObject({
      ok: true,
      value: { versionMajor: 0x47, callId: 0x0a0d_312e },
    });
  });

  test("knows where the body ends", () => {
    const plain = readPduHeader(header("05000b03 10000000 4800 0000 01000000"));
    const signed = readPduHeader(header("05000b03 10000000 4800 1000 01000000"));
    expect(plain.ok && bodyEnd(plain.value)).toBe(72);
    expect(signed.ok && bodyEnd(signed.value)).toBe(48);
  });

  test("wants the whole PDU and the right type", () => {
    expect(decodeWholePduHeader(BIND_NDR.subarray(0, 40), [11])).toMatchObject({
      ok: false,
      error: { offset: 40 },
    });
    expect(decodeWholePduHeader(BIND_NDR, [12])).toMatchObject({ ok: false, error: { offset: 2 } });
    expect(decodeWholePduHeader(BIND_NDR, [11]).ok).toBe(true);
  });

  test("writes big-endian lengths too", () => {
    const pdu = encodePdu({ byteOrder: "big", flags: 3, callId: 7 }, 11, new Uint8Array(4));
    expect(pdu).toEqual(header("05000b03 00000000 0014 0000 00000007 00000000"));
  });
});
