import { describe, expect, test } from "vitest";
import { parseTypedName } from "../../../../src/io/dns/idn.ts";

describe("names as people type them", () => {
  test.each([
    ["corp.example", "corp.example."],
    ["Corp.Example.", "corp.example."],
    ["bücher.example", "xn--bcher-kva.example."],
    ["BÜCHER.example", "xn--bcher-kva.example."],
    ["faß.example", "xn--fa-hia.example."],
    ["例え.テスト", "xn--r8jz45g.xn--zckzah."],
    ["１２７.example", "127.example."],
    ["_sites.corp.example", "_sites.corp.example."],
    ["xn--bcher-kva.example", "xn--bcher-kva.example."],
    ["corp-1.a--b.xn--p1ai", "corp-1.a--b.xn--p1ai."],
    ["1.2.3.4.5x", "1.2.3.4.5x."],
    ["kms1", "kms1."],
    [".", "."],
  ])("%s is %s", (text, expected) => {
    expect(parseTypedName(text)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["", "empty"],
    ["a..b", "two dots"],
    ["http://corp.example", "'http://corp' has characters"],
    ["corp example", "character 5"],
    ["corp;rm.example", "'corp;rm' has characters"],
    ["a\u0000b.example", "code 0"],
    ["xn--ü.example", "no valid international label"],
    ["-corp.example", "'-corp' begins or ends with a hyphen"],
    ["a.corp-.example", "'corp-' begins or ends with a hyphen"],
    ["-", "hyphen"],
    ["10.1", "number '1'"],
    ["corp.0x7f", "number '0x7f'"],
    ["1688", "mistyped address"],
    ["xn--zz!.example", "'xn--zz!' has characters"],
    ["*.corp.example", "'*' has characters"],
    [String.raw`a\046b.example`, "'a.b' has characters"],
  ])("%j is refused: %s", (text, reason) => {
    const parsed = parseTypedName(text);
    expect(parsed.ok ? "accepted" : parsed.error).toContain(reason);
  });
});
