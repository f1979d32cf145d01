// Properties of the RPC codecs: decode∘encode is the identity in both byte orders; hostile octets break no invariant.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBindAck, encodeBindAck, type BindAckPdu } from "../../src/core/rpc/bind-ack.ts";
import { decodeBindNak, encodeBindNak } from "../../src/core/rpc/bind-nak.ts";
import { decodeBind, encodeBind, type BindPdu } from "../../src/core/rpc/bind.ts";
import { decodeFault, encodeFault } from "../../src/core/rpc/fault.ts";
import { PFC } from "../../src/core/rpc/pdu-header.ts";
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from "../../src/core/rpc/request.ts";
import type { SyntaxId } from "../../src/core/rpc/syntax-id.ts";
import { fuzzTargets, rpcSeeds } from "../fuzz/rpc.ts";

const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const envelope = { byteOrder: fc.constantFrom("little" as const, "big" as const), flags: u8, callId: u32 };
const syntax: fc.Arbitrary<SyntaxId> = fc.record({
  uuid: fc.uuid().map((text) => text.toLowerCase()),
  versionMajor: u16,
  versionMinor: u16,
});
const frags = { maxXmitFrag: u16, maxRecvFrag: u16, assocGroupId: u32 };
const stub = fc.uint8Array({ maxLength: 64 });

const bind: fc.Arbitrary<BindPdu> = fc.record({
  ...envelope,
  ...frags,
  kind: fc.constantFrom("bind" as const, "alter-context" as const),
  contexts: fc.array(
    fc.record({
      contextId: u16,
      abstractSyntax: syntax,
      transferSyntaxes: fc.array(syntax, { maxLength: 4 }),
    }),
    { maxLength: 5 },
  ),
});

const bindAck: fc.Arbitrary<BindAckPdu> = fc.record({
  ...envelope,
  ...frags,
  kind: fc.constantFrom("bind-ack" as const, "alter-context-response" as const),
  secondaryAddress: fc
    .array(fc.integer({ min: 1, max: 0xff }), { maxLength: 12 })
    .map((octets) => String.fromCharCode(...octets)),
  results: fc.array(fc.record({ result: u16, reason: u16, transferSyntax: syntax }), { maxLength: 5 }),
});

function isIdentity<T>(
  pdus: fc.Arbitrary<T>,
  encode: (pdu: T) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): void {
  fc.assert(
    fc.property(pdus, (pdu) => {
      expect(decode(encode(pdu))).toEqual({ ok: true, value: pdu });
    }),
  );
}

describe("decode∘encode is the identity", () => {
  test("bind, alter_context", () => {
    isIdentity(bind, encodeBind, decodeBind);
  });

  test("bind_ack, alter_context_resp", () => {
    isIdentity(bindAck, encodeBindAck, decodeBindAck);
  });

  test("bind_nak", () => {
    const nak = fc.record({
      ...envelope,
      reason: u16,
      versions: fc.array(fc.record({ major: u8, minor: u8 }), { maxLength: 6 }),
    });
    isIdentity(nak, encodeBindNak, decodeBindNak);
  });

  test("fault", () => {
    const fault = fc.record({
      ...envelope,
      allocHint: u32,
      contextId: u16,
      cancelCount: u8,
      faultFlags: u8,
      status: u32,
    });
    isIdentity(fault, encodeFault, decodeFault);
  });

  test("request", () => {
    const request = fc
      .record({
        ...envelope,
        allocHint: u32,
        contextId: u16,
        opnum: u16,
        objectUuid: fc.option(fc.uuid().map((text) => text.toLowerCase())),
        stub,
      })
      .map((pdu) => ({
        ...pdu,
        flags: pdu.objectUuid === null ? pdu.flags & ~PFC.objectUuid : pdu.flags | PFC.objectUuid,
      }));
    isIdentity(request, encodeRequest, decodeRequest);
  });

  test("response", () => {
    const response = fc.record({ ...envelope, allocHint: u32, contextId: u16, cancelCount: u8, stub });
    isIdentity(response, encodeResponse, decodeResponse);
  });
});

/** A recorded PDU, or several in a row, with some octets changed and perhaps cut off. */
const mutated = fc
  .record({
    parts: fc.array(fc.constantFrom(...rpcSeeds), { minLength: 1, maxLength: 3 }),
    changes: fc.array(fc.record({ at: fc.nat(), octet: u8 }), { maxLength: 6 }),
    length: fc.nat({ max: 500 }),
  })
  .map(({ parts, changes, length }) => {
    const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
    for (const { at, octet } of changes) bytes[at % bytes.length] = octet;
    return bytes.subarray(0, Math.max(1, length));
  });

describe("hostile octets break no invariant", () => {
  test.each(fuzzTargets)("$name, random", ({ run }) => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => run(bytes)));
  });

  test.each(fuzzTargets)("$name, mutated", ({ run }) => {
    fc.assert(
      fc.property(mutated, (bytes) => run(bytes)),
      { numRuns: 400 },
    );
  });
});
