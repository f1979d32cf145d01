// The PDU bodies against recorded octets: decoded as expected, encoded to the same octets, cut off at every length.
import { describe, expect, test } from "vitest";
import { decodeBindAck, encodeBindAck } from "../../../../src/core/rpc/bind-ack.ts";
import { decodeBindNak, encodeBindNak } from "../../../../src/core/rpc/bind-nak.ts";
import { decodeBind, encodeBind } from "../../../../src/core/rpc/bind.ts";
import { decodeFault, encodeFault } from "../../../../src/core/rpc/fault.ts";
import { KMS_BIND } from "../../../../src/core/rpc/kms-bind.ts";
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
} from "../../../../src/core/rpc/request.ts";
import { KMS_SYNTAX, NDR64_SYNTAX, NDR_SYNTAX, ZERO_SYNTAX } from "../../../../src/core/rpc/syntax-id.ts";
import type { Result } from "../../../../src/core/result.ts";
import { fromHex } from "../../../support/hex.ts";
import * as vectors from "../../../support/rpc-vectors.ts";

function unwrap<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe("recorded PDUs", () => {
  const cases: readonly (readonly [string, Uint8Array, (bytes: Uint8Array) => Uint8Array])[] = [
    ["bind with NDR", vectors.BIND_NDR, (bytes) => encodeBind(unwrap(decodeBind(bytes)))],
    ["bind with three contexts", vectors.BIND_THREE, (bytes) => encodeBind(unwrap(decodeBind(bytes)))],
    ["bind_ack accepted", vectors.ACK_ACCEPTED, (bytes) => encodeBindAck(unwrap(decodeBindAck(bytes)))],
    [
      "bind_ack without interface",
      vectors.ACK_NO_INTERFACE,
      (bytes) => encodeBindAck(unwrap(decodeBindAck(bytes))),
    ],
    ["bind_ack of three", vectors.ACK_THREE, (bytes) => encodeBindAck(unwrap(decodeBindAck(bytes)))],
    ["alter_context_resp", vectors.ALTER_RESPONSE, (bytes) => encodeBindAck(unwrap(decodeBindAck(bytes)))],
    ["bind_nak", vectors.NAK_VERSION, (bytes) => encodeBindNak(unwrap(decodeBindNak(bytes)))],
    ["fault op range", vectors.FAULT_OP_RANGE, (bytes) => encodeFault(unwrap(decodeFault(bytes)))],
    [
      "fault unknown interface",
      vectors.FAULT_UNKNOWN_INTERFACE,
      (bytes) => encodeFault(unwrap(decodeFault(bytes))),
    ],
    ["fault denied", vectors.FAULT_DENIED, (bytes) => encodeFault(unwrap(decodeFault(bytes)))],
    ["response", vectors.RESPONSE_REFUSAL, (bytes) => encodeResponse(unwrap(decodeResponse(bytes)))],
  ];
  test.each(cases)("%s decodes and encodes to the same octets", (_, bytes, again) => {
    expect(again(bytes)).toEqual(bytes);
  });

  test.each(cases)("%s is refused when cut off anywhere", (_, bytes, again) => {
    for (let length = 0; length < bytes.length; length++)
      expect(() => again(bytes.subarray(0, length))).toThrow();
  });

  test("the prober's bind is the recorded shape", () => {
    expect(encodeBind(KMS_BIND)).toEqual(vectors.BIND_THREE);
  });

  test("the three contexts are read in order", () => {
    const bind = unwrap(decodeBind(vectors.BIND_THREE));
    expect(bind.contexts.map((context) => context.contextId)).toEqual([0, 1, 2]);
    expect(bind.contexts[0]).toEqual({
      contextId: 0,
      abstractSyntax: KMS_SYNTAX,
      transferSyntaxes: [NDR_SYNTAX],
    });
    expect(bind.contexts[1]?.transferSyntaxes).toEqual([NDR64_SYNTAX]);
  });

  test("a bind_ack names port and results", () => {
    expect(unwrap(decodeBindAck(vectors.ACK_THREE))).toMatchObject({
      kind: "bind-ack",
      secondaryAddress: "1688",
      results: [
        { result: 0, reason: 0, transferSyntax: NDR_SYNTAX },
        { result: 2, reason: 2, transferSyntax: ZERO_SYNTAX },
        { result: 3, reason: 3, transferSyntax: ZERO_SYNTAX },
      ],
    });
  });
});

describe("bind", () => {
  test("takes the 25 octets that Samba's client sends when it proposes nothing", () => {
    const bind = decodeBind(fromHex("05000b03 10000000 1900 0000 00000000 d016d016 00000000 00"));
    expect(bind).toMatchObject({ ok: true, value: { contexts: [] } });
  });

  test.each([
    ["255 contexts where one is", 24, "ff"],
    ["200 transfer syntaxes where one is", 30, "c8"],
  ])("refuses %s", (_, offset, octet) => {
    const bytes = vectors.BIND_NDR.slice();
    bytes.set(fromHex(octet), offset);
    expect(decodeBind(bytes)).toMatchObject({ ok: false });
  });

  test("leaves an auth trailer out of the list", () => {
    const bytes = fromHex(
      "05000b03 10000000 2800 0400 00000000 d016d016 00000000 00000000 0a020000 00000000 6e6f6e65",
    );
    expect(decodeBind(bytes)).toMatchObject({ ok: true, value: { contexts: [] } });
  });
});

describe("bind_ack", () => {
  test("an unpadded list is not misread", () => {
    // The address has five octets and needs one of padding; here it is missing and everything moved up.
    const bytes = fromHex(`05000c0310000000 3b00 0000 01000000 d016d016 2a100000 0500 3136383800 01000000
      0000 0000 045d888aeb1cc9119fe808002b104860 02000000`);
    expect(decodeBindAck(bytes)).toMatchObject({ ok: true, value: { results: [] } });
  });

  test("an address beyond the PDU is refused", () => {
    const bytes = vectors.ACK_ACCEPTED.slice();
    bytes[24] = 0xff;
    expect(decodeBindAck(bytes)).toMatchObject({ ok: false, error: { offset: 24 } });
  });

  test("an address without its NUL is taken as it is", () => {
    const bytes = vectors.ACK_ACCEPTED.slice();
    bytes[30] = 0x39;
    expect(decodeBindAck(bytes)).toMatchObject({ ok: true, value: { secondaryAddress: "16889" } });
  });
});

describe("bind_nak", () => {
  test("18 octets are enough", () => {
    const bytes = fromHex("05000d0310000000 1200 0000 01000000 0200");
    expect(decodeBindNak(bytes)).toMatchObject({ ok: true, value: { reason: 2, versions: [] } });
  });

  test("versions beyond the PDU are refused", () => {
    const bytes = vectors.NAK_VERSION.slice();
    bytes[18] = 9;
    expect(decodeBindNak(bytes)).toMatchObject({ ok: false, error: { offset: 18 } });
  });
});

describe("request", () => {
  const request = { byteOrder: "little", flags: 3, callId: 2, allocHint: 4, contextId: 1, opnum: 0 } as const;

  test("carries an object UUID only with its flag", () => {
    const objectUuid = "00112233-4455-6677-8899-aabbccddeeff";
    const stub = fromHex("01020304");
    expect(unwrap(decodeRequest(encodeRequest({ ...request, objectUuid, stub })))).toMatchObject({
      objectUuid,
      flags: 0x83,
      stub,
    });
    expect(unwrap(decodeRequest(encodeRequest({ ...request, objectUuid: null, stub })))).toMatchObject({
      flags: 3,
      stub,
    });
  });

  test("the flag without the UUID is refused", () => {
    const bytes = fromHex("05000083 10000000 1800 0000 02000000 00000000 0000 0000");
    expect(decodeRequest(bytes)).toMatchObject({ ok: false, error: { offset: 24 } });
  });

  test("the stub ends before the auth trailer", () => {
    const bytes = fromHex(
      "05000003 10000000 2800 0400 02000000 00000000 0000 0000 aabbccdd 0a020000 00000000 6e6f6e65",
    );
    expect(unwrap(decodeRequest(bytes)).stub).toEqual(fromHex("aabbccdd"));
  });
});

describe("response", () => {
  test("a header that the auth trailer cuts off is refused", () => {
    const bytes = fromHex("05000203 10000000 1a00 0100 02000000 00 0a020000 00000000 00");
    expect(decodeResponse(bytes)).toMatchObject({ ok: false, error: { offset: 17 } });
  });
});
