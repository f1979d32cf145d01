import { describe, expect, test } from "vitest";
import { isBinaryBanner, recognizeBanner } from "../../../../src/core/rpc/banner.ts";

describe("octets that are TLS", () => {
  test.each([
    [[0x16, 0x03, 0x03, 0, 4, 2, 0, 0, 0], "a TLS server (handshake record)"],
    [[0x15, 0x03, 0x01, 0, 2, 2, 70], "a TLS server (alert 70)"],
    [[0x15, 0x03, 0x03, 0, 2], "a TLS server (alert without description)"],
  ])("%j", (bytes, phrase) => {
    expect(recognizeBanner(Uint8Array.from(bytes))).toBe(phrase);
    expect(isBinaryBanner(Uint8Array.from(bytes))).toBe(true);
  });

  test.each([
    ["cut off before the version is whole", [0x16, 0x03]],
    ["of a version that does not exist", [0x16, 0x03, 0x05]],
    ["of another record type", [0x17, 0x03, 0x03, 0, 1, 0]],
  ])("not those %s", (_what, bytes) => {
    expect(recognizeBanner(Uint8Array.from(bytes))).toBeUndefined();
    expect(isBinaryBanner(Uint8Array.from(bytes))).toBe(false);
  });
});

test.each([
  ["SSH-2.0-OpenSSH_9.2p1\r\n", "an SSH server: 'SSH-2.0-OpenSSH_9.2p1'"],
  ["220 mail.corp.test ESMTP\r\n", "an SMTP server: '220 mail.corp.test ESMTP'"],
  ["220 ready\r\n", "an SMTP or FTP server: '220 ready'"],
])("%j is named and quoted", (line, phrase) => {
  expect(recognizeBanner(new TextEncoder().encode(line))).toBe(phrase);
});

test("a text that nobody knows has no name", () => {
  expect(recognizeBanner(new TextEncoder().encode("hello\r\n"))).toBeUndefined();
});
