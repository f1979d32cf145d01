// The decision table: one row per kind of answer.
import { describe, expect, test } from "vitest";
import { encodeBindAck, type ContextResult } from "../../../../src/core/rpc/bind-ack.ts";
import { encodeBindNak } from "../../../../src/core/rpc/bind-nak.ts";
import { encodeBind } from "../../../../src/core/rpc/bind.ts";
import { judgeAnswer, type AnswerEnding } from "../../../../src/core/rpc/judge-answer.ts";
import { KMS_BIND } from "../../../../src/core/rpc/kms-bind.ts";
import { NDR64_SYNTAX, NDR_SYNTAX, ZERO_SYNTAX, type SyntaxId } from "../../../../src/core/rpc/syntax-id.ts";
import { fromHex } from "../../../support/hex.ts";
import { ACK_NO_INTERFACE, ACK_THREE, FAULT_DENIED } from "../../../support/rpc-vectors.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const judge = (bytes: Uint8Array, ending: AnswerEnding = "open") => judgeAnswer(bytes, ending, KMS_BIND);

function ack(...results: readonly (readonly [number, number, SyntaxId?])[]): Uint8Array {
  const list: ContextResult[] = results.map(([result, reason, transferSyntax = ZERO_SYNTAX]) => ({
    result,
    reason,
    transferSyntax,
  }));
  return encodeBindAck({
    ...KMS_BIND,
    kind: "bind-ack",
    assocGroupId: 1,
    secondaryAddress: "1688",
    results: list,
  });
}

function nak(reason: number): Uint8Array {
  return encodeBindNak({
    byteOrder: "little",
    flags: 3,
    callId: 1,
    reason,
    versions: [{ major: 5, minor: 0 }],
  });
}

describe("nothing came", () => {
  test.each([
    ["open", null],
    ["closed", "closed"],
    ["reset", "closed"],
    ["deadline", "silent"],
  ] as const)("%s", (ending, verdict) => {
    expect(judge(new Uint8Array(0), ending)?.verdict ?? null).toBe(verdict);
  });
});

describe("bind_ack", () => {
  test("NDR accepted is a KMS endpoint", () => {
    expect(judge(ACK_THREE)).toEqual({
      verdict: "kms",
      detail: "the KMS interface accepted the bind (NDR, secondary address '1688')",
    });
  });

  test("a server that names no secondary address", () => {
    const results = [{ result: 0, reason: 0, transferSyntax: NDR_SYNTAX }];
    const two = [2, 2].map((result) => ({ result, reason: 2, transferSyntax: ZERO_SYNTAX }));
    const pdu = { ...KMS_BIND, kind: "bind-ack", assocGroupId: 1, secondaryAddress: "" } as const;
    expect(judge(encodeBindAck({ ...pdu, results: [...results, ...two] }))).toEqual({
      verdict: "kms",
      detail: "the KMS interface accepted the bind (NDR)",
    });
  });

  test.each([
    ["NDR64 accepted", ack([2, 2], [0, 0, NDR64_SYNTAX], [3, 3]), "kms", "NDR64"],
    ["all 2/1", ack([2, 1], [2, 1], [3, 3]), "rpc-not-kms", "abstract syntax not supported"],
    ["all 2/1, features unknown", ack([2, 1], [2, 1], [2, 1]), "rpc-not-kms", "2/1"],
    ["2/2 only", ack([2, 2], [2, 2], [3, 0]), "kms", "neither NDR nor NDR64"],
    ["2/1 and 2/2", ack([2, 1], [2, 2], [3, 3]), "rpc-not-kms", "2/2"],
    ["2/3", ack([2, 3], [2, 2], [3, 3]), "denied", "local limit exceeded"],
    ["1/0", ack([1, 0], [1, 0], [3, 3]), "denied", "user rejection: reason not specified"],
    ["a syntax that was not offered", ack([0, 0, NDR64_SYNTAX], [2, 2], [3, 3]), "malformed", "not offered"],
    ["only the feature context accepted", ack([2, 1], [2, 1], [0, 0]), "rpc-not-kms", "2/1"],
    ["an unknown result", ack([7, 0], [2, 1], [3, 3]), "malformed", "7/0 (unknown result)"],
    ["a wrong number of results", ack([0, 0, NDR_SYNTAX]), "malformed", "1 results for 3 contexts"],
  ])("%s", (_, bytes, verdict, words) => {
    expect(judge(bytes)).toMatchObject({ verdict, detail: expect.stringContaining(words) });
  });

  test("octets after the PDU do not matter", () => {
    expect(judge(Uint8Array.from([...ACK_THREE, 1, 2, 3]))?.verdict).toBe("kms");
  });

  test("a secondary address cannot drive the terminal", () => {
    const hostile = encodeBindAck({
      ...KMS_BIND,
      kind: "bind-ack",
      assocGroupId: 1,
      secondaryAddress: "\x1b[2J\x9b1m\xe2\x80\xae",
      results: [NDR_SYNTAX, ZERO_SYNTAX, ZERO_SYNTAX].map((transferSyntax, index) => ({
        result: index === 0 ? 0 : 2,
        reason: index === 0 ? 0 : 2,
        transferSyntax,
      })),
    });
    expect(judge(hostile)?.detail).toContain(String.raw`'\x1b[2J\x9b1m\xe2\x80\xae'`);
  });

  test("another call id is malformed", () => {
    const bytes = ACK_THREE.slice();
    bytes[12] = 9;
    expect(judge(bytes)).toMatchObject({
      verdict: "malformed",
      detail: expect.stringContaining("the call id is 9"),
    });
  });

  test("a bind_ack for one context is refused by count", () => {
    expect(judge(ACK_NO_INTERFACE)?.verdict).toBe("malformed");
  });
});

describe("refusals", () => {
  test.each([
    [0, "not specified"],
    [1, "busy: bind_nak reason 1 (temporary congestion)"],
    [2, "busy: bind_nak reason 2 (local limit exceeded)"],
    [4, "it speaks 5.0"],
    [8, "8 (authentication type not recognised)"],
    [9, "9 (invalid checksum)"],
    [77, "77 (unknown reason)"],
  ])("bind_nak %i", (reason, words) => {
    expect(judge(nak(reason))).toMatchObject({ verdict: "denied", detail: expect.stringContaining(words) });
  });

  test("a bind_nak without versions", () => {
    expect(judge(fromHex("05000d0310000000 1200 0000 01000000 0400"))?.detail).toContain(
      "an unnamed version",
    );
  });

  test("a fault names its status", () => {
    const bytes = FAULT_DENIED.slice();
    bytes[12] = 1;
    expect(judge(bytes)).toMatchObject({
      verdict: "denied",
      detail: expect.stringContaining("0x00000005 (access denied)"),
    });
  });

  test.each([
    ["bind_nak", "05000d0310000000 1000 0000 01000000"],
    ["fault", "0500030310000000 1800 0000 01000000 20000000 00000000"],
    ["bind_ack", "05000c0310000000 1800 0000 01000000 d016d016 00000000"],
  ])("a %s that is too short is malformed", (_, bytes) => {
    expect(judge(fromHex(bytes))?.verdict).toBe("malformed");
  });
});

describe("incomplete", () => {
  test("nothing is decided while a PDU is coming in", () => {
    for (let length = 1; length < ACK_THREE.length; length++)
      expect(judge(ACK_THREE.subarray(0, length))).toBeNull();
  });

  test.each([
    ["closed", 20, "was closed after 20 of 108 octets"],
    ["reset", 30, "was reset after 30 of 108 octets"],
    ["deadline", 60, "was not complete at the deadline, after 60 of 108 octets"],
    ["closed", 3, "was closed after 3 of at least 16 octets"],
  ] as const)("%s at %i octets", (ending, length, words) => {
    expect(judge(ACK_THREE.subarray(0, length), ending)).toMatchObject({
      verdict: "malformed",
      detail: expect.stringContaining(words),
    });
  });
});

describe("not DCE/RPC", () => {
  test.each([
    ["SSH", "SSH-2.0-OpenSSH_9.2p1\r\n", "an SSH server: 'SSH-2.0-OpenSSH_9.2p1'"],
    ["SMTP", "220 mx.test ESMTP Postfix\r\n", "an SMTP server"],
    ["FTP", "220 ProFTPD FTP Server ready\r\n", "an FTP server"],
    ["either", "220 hello\r\n", "an SMTP or FTP server"],
    ["HTTP", "HTTP/1.1 400 Bad Request\r\n", "an HTTP server: 'HTTP/1.1 400 Bad Request'"],
    ["POP3", "+OK ready\r\n", "a POP3 server"],
    ["IMAP", "* OK ready\r\n", "an IMAP server"],
    ["something", "hello there\n", "not DCE/RPC: the answer begins 68656c6c 6f207468 6572650a"],
  ])("%s by its line", (_, line, words) => {
    expect(judge(text(line))).toMatchObject({ verdict: "not-rpc", detail: expect.stringContaining(words) });
  });

  test.each([
    ["an alert", "15 0303 0002 0228", "alert 40"],
    ["a handshake", "16 0303 0050 02", "handshake record"],
  ])("TLS by %s", (_, bytes, words) => {
    expect(judge(fromHex(bytes))).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining(words),
    });
  });

  test("our own bind back is an echo service", () => {
    expect(judge(encodeBind(KMS_BIND))).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("echo"),
    });
  });

  test("a SOCKS5 proxy refuses all methods", () => {
    expect(judge(fromHex("05ff"), "closed")).toMatchObject({
      verdict: "not-rpc",
      detail: expect.stringContaining("SOCKS5"),
    });
  });

  test("a line that has not ended is waited for, until it is long enough or there is no more", () => {
    expect(judge(text("SSH-2.0"))).toBeNull();
    expect(judge(text("SSH-2.0"), "closed")?.detail).toContain("an SSH server");
    expect(judge(text("x".repeat(64)))?.verdict).toBe("not-rpc");
  });

  test("hostile text is escaped and bounded", () => {
    const detail = judge(text(`SSH-\u001b]0;x\u0007\u202e\u009b${"A".repeat(500)}\n`))?.detail ?? "";
    expect(detail).toContain(String.raw`SSH-\x1b]0;x\x07\xe2\x80\xae\xc2\x9b`);
    expect(detail.length).toBeLessThan(300);
  });

  test.each([
    ["an unknown PDU type", "0500 1f 03 10000000 2000 0000 01000000"],
    ["a length below the header", "0500 0c 03 10000000 0f00 0000 01000000"],
    ["EBCDIC", "0500 0c 03 11000000 2000 0000 01000000"],
  ])("%s is malformed", (_, bytes) => {
    expect(judge(fromHex(bytes))?.verdict).toBe("malformed");
  });
});
