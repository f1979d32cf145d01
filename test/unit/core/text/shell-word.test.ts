import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostWord, shellWord } from "../../../../src/core/text/shell-word.ts";

describe("words for commands that are offered for pasting", () => {
  test.each([
    ["kms1.corp.test", "kms1.corp.test"],
    ["kms1.corp.test:1688", "kms1.corp.test:1688"],
    ["_vlmcs._tcp.corp.test", "_vlmcs._tcp.corp.test"],
    ["2001:db8::1", "2001:db8::1"],
    ["[::1]:5353", '"[::1]:5353"'],
    ["fe80::1%eth0", '"fe80::1%eth0"'],
    ["a,b", '"a,b"'],
    ["--output=x", "WORD"],
    ["$(id)", "WORD"],
    ["a b", "WORD"],
    ["", "WORD"],
    ["it's", "WORD"],
    ["100%PATH%", "WORD"],
  ])("%s is written %s", (text, expected) => {
    expect(shellWord(text)).toBe(expected);
  });

  test.each([
    ["kms1.corp.test", "kms1.corp.test"],
    ["host_1", "host_1"],
    ["--output=x", "HOST"],
    ["-4.corp.test", "HOST"],
    [String.raw`a|id>/tmp/x|b\`id\`&c'd.corp.test`, "HOST"],
    [String.raw`a\.b.corp.test`, "HOST"],
    ["a/b.corp.test", "HOST"],
    ["", "HOST"],
  ])("the host name %s is written %s", (text, expected) => {
    expect(hostWord(text)).toBe(expected);
  });

  test("a shell reads each word as what was meant, or as the placeholder", () => {
    const words = fc.sample(fc.string({ unit: "grapheme-ascii", maxLength: 12 }), 300);
    const tricky = [
      "~",
      "~root",
      "*",
      "?",
      "a=b",
      "@x",
      "#c",
      "!!",
      "{a,b}",
      "[a-z]",
      "a;b",
      "%a%",
      "/etc/p*",
    ];
    const all = [...words, ...tricky, "[2001:db8::1]:53", "fe80::1%eth0"];
    const script = all.map((word) => `printf '%s\\n' ${shellWord(word)}`).join("\n");
    const read = execFileSync("sh", ["-c", script], { encoding: "utf8", cwd: "/" }).split("\n");
    for (const [index, word] of all.entries()) {
      expect(read[index]).toBe(shellWord(word) === "WORD" ? "WORD" : word);
    }
  });
});
