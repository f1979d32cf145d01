// The endpoint before and during bind: what is accepted, what is refused and how (the abuse table of the fact sheet).
import { describe, expect, test } from "vitest";
import { decodeBindNak } from "../../../../src/core/rpc/bind-nak.ts";
import { encodeBind } from "../../../../src/core/rpc/bind.ts";
import { KMS_BIND } from "../../../../src/core/rpc/kms-bind.ts";
import {
  featureSyntax,
  KMS_SYNTAX,
  MGMT_SYNTAX,
  NDR64_SYNTAX,
  NDR_SYNTAX,
  ZERO_SYNTAX,
} from "../../../../src/core/rpc/syntax-id.ts";
import { createAssocGroups } from "../../../../src/lab/kms-host/assoc-groups.ts";
import type { ConnectionAction } from "../../../../src/lab/kms-host/connection-setup.ts";
import { fromHex } from "../../../support/hex.ts";
import {
  bindBytes,
  context,
  readAck,
  requestBytes,
  resultsOf,
  testConnection,
} from "../../../support/rpc-builders.ts";
import { BIND_NDR, BIND_THREE } from "../../../support/rpc-vectors.ts";

function nakReason(actions: readonly ConnectionAction[]): number | string {
  const [action, ...others] = actions;
  if (action?.kind !== "close" || others.length > 0)
    return `not one closing answer: ${JSON.stringify(actions)}`;
  const nak = decodeBindNak(action.bytes);
  return nak.ok ? nak.value.reason : nak.error.reason;
}

describe("bind", () => {
  test("the recorded bind is answered with an acceptance and the port", () => {
    const [action] = testConnection().send(BIND_NDR);
    expect(readAck(action)).toMatchObject({
      kind: "bind-ack",
      callId: 1,
      maxXmitFrag: 5840,
      maxRecvFrag: 5840,
      secondaryAddress: "1688",
      results: [{ result: 0, reason: 0, transferSyntax: NDR_SYNTAX }],
    });
    expect(readAck(action).assocGroupId).not.toBe(0);
  });

  test("one octet at a time is as good", () => {
    const connection = testConnection();
    const actions = connection.send(...Array.from(BIND_NDR, (octet) => Uint8Array.of(octet)));
    expect(resultsOf(actions[0])).toBe("0/0");
    expect(connection.isBound()).toBe(true);
  });

  test("a big-endian bind is answered little-endian", () => {
    const [action] = testConnection().send(encodeBind({ ...KMS_BIND, byteOrder: "big", callId: 0x01020304 }));
    expect(readAck(action)).toMatchObject({ byteOrder: "little", callId: 0x01020304 });
  });

  test("three contexts: the preferred syntax is taken, the other refused, features agreed", () => {
    expect(resultsOf(testConnection().send(BIND_THREE)[0])).toBe("2/2 0/0 3/3");
    expect(resultsOf(testConnection({ preferredForms: ["ndr"] }).send(BIND_THREE)[0])).toBe("0/0 2/2 3/3");
  });

  test.each([
    ["an unknown interface", [context(0, NDR_SYNTAX)], "2/1"],
    ["another version", [context(0, { ...KMS_SYNTAX, versionMinor: 1 })], "2/1"],
    ["NDR of version 1", [context(0, KMS_SYNTAX, { ...NDR_SYNTAX, versionMajor: 1 })], "2/2"],
    ["two interfaces at once", [context(0), context(1, MGMT_SYNTAX)], "0/0 2/2"],
    ["a known syntax among others", [context(0, KMS_SYNTAX, ZERO_SYNTAX, NDR_SYNTAX)], "0/0"],
    ["features with any interface", [context(0, ZERO_SYNTAX, featureSyntax(0xff), NDR_SYNTAX)], "3/3"],
    ["features that are not first", [context(0, ZERO_SYNTAX, ZERO_SYNTAX, featureSyntax(1))], "2/1"],
  ])("%s", (_, contexts, results) => {
    expect(resultsOf(testConnection().send(bindBytes({ contexts }))[0])).toBe(results);
  });

  test.each([
    [0, 0xffff, 2048],
    [0xffff, 0xffff, 5840],
    [3199, 0xffff, 3192],
    [4280, 4280, 4280],
  ])("fragments of %i and %i become %i", (maxXmitFrag, maxRecvFrag, expected) => {
    const [action] = testConnection().send(bindBytes({ maxXmitFrag, maxRecvFrag }));
    expect(readAck(action)).toMatchObject({ maxXmitFrag: expected, maxRecvFrag: expected });
  });

  test.each([
    [0x00, 0x03],
    [0x07, 0x07],
    [0x13, 0x13],
    [0xeb, 0x03],
  ])("flags %i are answered with %i", (flags, expected) => {
    expect(readAck(testConnection().send(bindBytes({ flags }))[0]).flags).toBe(expected);
  });
});

describe("association groups", () => {
  test("a live group is joined, a dead or unknown one refused", () => {
    const groups = createAssocGroups();
    const first = testConnection({ groups });
    const { assocGroupId } = readAck(first.send(bindBytes())[0]);
    const joined = testConnection({ groups }).send(bindBytes({ assocGroupId }));
    expect(readAck(joined[0]).assocGroupId).toBe(assocGroupId);
    expect(groups.size()).toBe(1);
    expect(nakReason(testConnection({ groups }).send(bindBytes({ assocGroupId: 1 })))).toBe(0);
    const other = testConnection({ groups });
    const { assocGroupId: otherId } = readAck(other.send(bindBytes())[0]);
    expect(otherId).not.toBe(assocGroupId);
    other.release();
    other.release();
    expect(nakReason(testConnection({ groups }).send(bindBytes({ assocGroupId: otherId })))).toBe(0);
  });
});

describe("refused before the bind", () => {
  const withOctet = (offset: number, octet: number): Uint8Array => {
    const bytes = BIND_NDR.slice();
    bytes[offset] = octet;
    return bytes;
  };

  test.each([
    ["version 4", withOctet(0, 4), 4],
    ["version 5.1", withOctet(1, 1), 4],
    ["EBCDIC", withOctet(4, 0x11), 4],
    ["VAX floats", withOctet(5, 1), 4],
    ["frag_length 0", withOctet(8, 0), 4],
    ["frag_length 15", withOctet(8, 15), 4],
    ["frag_length 16", withOctet(8, 16), 4],
    ["frag_length 65535", fromHex("05000b0310000000 ffff 0000 01000000"), 4],
    ["auth_length beyond the PDU", withOctet(11, 0xff), 4],
    ["255 contexts, one there", withOctet(24, 255), 4],
    ["200 transfer syntaxes, one there", withOctet(30, 200), 4],
    ["no context", bindBytes({ contexts: [] }), 0],
    ["no transfer syntax", withOctet(30, 0), 0],
    [
      "features twice",
      bindBytes({
        contexts: [context(0, ZERO_SYNTAX, featureSyntax(1)), context(1, ZERO_SYNTAX, featureSyntax(2))],
      }),
      0,
    ],
    ["a request first", requestBytes(), 4],
    ["an alter_context first", bindBytes({ kind: "alter-context" }), 4],
    ["a fault first", fromHex("05000303 10000000 1000 0000 01000000"), 4],
    ["an HTTP request", new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"), 4],
    ["a TLS hello", fromHex("16030100c8010000c40303000102030405"), 4],
    ["newlines", fromHex("0a".repeat(16)), 4],
  ])("%s", (_, bytes, reason) => {
    expect(nakReason(testConnection().send(bytes))).toBe(reason);
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 8],
    [6, 8],
    [7, 0],
    [255, 0],
  ])("an auth trailer of level %i", (level, reason) => {
    const plain = bindBytes();
    const bytes = Uint8Array.from([...plain, 10, level, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
    bytes[8] = bytes.length;
    bytes[10] = 4;
    expect(nakReason(testConnection().send(bytes))).toBe(reason);
  });

  test("an unknown PDU type is cut without a word", () => {
    const actions = testConnection().send(fromHex("05001f03 10000000 1000 0000 01000000"));
    expect(actions).toEqual([{ kind: "close", bytes: new Uint8Array(0) }]);
  });

  test("the call id of garbage is echoed little-endian", () => {
    const [action] = testConnection().send(fromHex("00060100 00010000 00000000 00000776"));
    expect(action?.bytes.subarray(12, 16)).toEqual(fromHex("76070000"));
  });

  test("fewer than 16 octets of garbage are waited for", () => {
    expect(testConnection().send(fromHex("4745"))).toEqual([]);
  });

  test("over capacity the answer is local limit exceeded", () => {
    expect(nakReason(testConnection({ isBusy: true }).send(BIND_NDR))).toBe(2);
  });

  test("nothing is taken after the end", () => {
    const connection = testConnection();
    connection.send(requestBytes());
    expect(connection.send(BIND_NDR)).toEqual([]);
    expect(connection.pending()).toBe(0);
  });
});

test("a second bind, also pipelined, is refused after the first was answered", () => {
  const actions = testConnection().send(Uint8Array.from([...BIND_NDR, ...BIND_NDR]));
  expect(resultsOf(actions[0])).toBe("0/0");
  expect(nakReason(actions.slice(1))).toBe(0);
});

test("NDR64 only for a host that speaks nothing else", () => {
  const bytes = bindBytes({ contexts: [context(0, KMS_SYNTAX, NDR_SYNTAX)] });
  expect(resultsOf(testConnection({ preferredForms: ["ndr64"] }).send(bytes)[0])).toBe("2/2");
  expect(
    resultsOf(testConnection().send(bindBytes({ contexts: [context(0, KMS_SYNTAX, NDR64_SYNTAX)] }))[0]),
  ).toBe("0/0");
});
