import { describe, expect, test } from "vitest";
import { domainSlip, targetSlip } from "../../../src/cli/typed-slips.ts";

describe("what is typed where a domain is wanted", () => {
  test.each([
    ["-", "For standard input write: kms-doctor discover --file -"],
    [".", "Write it like corp.example."],
    ["*.corp.test", "Give the domain: corp.test."],
    ["kms*.corp.test:5", "Give the domain: corp.test."],
    ["*", "Write it like corp.example."],
    ["user@corp.test", "Give the domain: corp.test."],
    ["https://user@corp.test:8443/x?y#z", "Give the domain: corp.test."],
    ["corp.test:53", "Give the domain: corp.test."],
    ["co rp:53", "Write it like corp.example."],
  ])("%s: %s", (text, hint) => {
    expect(domainSlip(text)?.hint).toBe(hint);
  });

  test.each(["corp-.test", "corp;rm.test", "a..b"])("nothing better is known of %s", (text) => {
    expect(domainSlip(text)).toBeUndefined();
  });
});

describe("what is typed where a target is wanted", () => {
  test.each([
    ["-", "For standard input write: kms-doctor probe --file -"],
    ["http://kms1.corp.test/", "Give the host: kms1.corp.test."],
    ["10.0.0.1-10.0.0.9", "Write a block, such as 10.0.0.0/24, or each address as a word of its own."],
    ["0x7f000001", "Write it like 192.0.2.10."],
    ["127.0x0.0.1:9", "Write it like 192.0.2.10."],
    ["[::1", "Write '[::1]:1688'."],
    ["[::1]9", "Write '[::1]:9'."],
    ["[::1]x", "Write '[::1]:1688'."],
    ["fe80::1%lo:9", "Write '[fe80::1%lo]:9'."],
  ])("%s: %s", (text, hint) => {
    expect(targetSlip(text)?.hint).toBe(hint);
  });

  test.each([
    "kms1.corp.test",
    "0xa.cafe",
    "0xbeef.corp.test:9",
    "10-0-0-1.corp.test",
    "[::1]:9",
    "2001:db8::1",
  ])("%s is none of them", (text) => {
    expect(targetSlip(text)).toBeUndefined();
  });
});
