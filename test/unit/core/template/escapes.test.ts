import { describe, expect, test } from "vitest";
import { ESCAPE_NAMES, ESCAPES, type EscapeName } from "../../../../src/core/template/escapes.ts";

function write(name: EscapeName, value: string | number): string {
  const written = ESCAPES[name].write(value);
  return written.ok ? written.value : `refused: ${written.error}`;
}

const HOSTILE = 'a"; rm -rf /';

describe("escapes", () => {
  test.each<readonly [EscapeName, string | number, string]>([
    ["plain", "kms1.corp.test.", "kms1.corp.test."],
    ["plain", "2001:db8::/32", "2001:db8::/32"],
    ["plain", "::1", "::1"],
    ["plain", "::/0", "::/0"],
    ["plain", "@", "@"],
    ["plain", "-rf", "refused: "],
    ["plain", "/etc", "refused: "],
    ["plain", "%PATH%", "refused: "],
    ["plain", "", "refused: "],
    ["plain", HOSTILE, "refused: "],
    ["zone", "_vlmcs._tcp.corp.test.", "_vlmcs._tcp.corp.test."],
    ["zone", "2001:db8::1", "2001:db8::1"],
    ["zone", HOSTILE, String.raw`a\034\059\032rm\032-rf\032/`],
    ["zone", "a\nb", String.raw`a\010b`],
    ["zone", "é€😀", String.raw`\195\169\226\130\172\240\159\152\128`],
    ["zone", "", String.raw`\000`],
    ["zone", "@", String.raw`\064`],
    ["shell", "kms1", "kms1"],
    ["shell", HOSTILE, `'${HOSTILE}'`],
    ["shell", "it's", String.raw`'it'\''s'`],
    ["shell", "", "''"],
    ["shell", "-rf", "refused: "],
    ["shell", "a\nb", "refused: "],
    ["shell-quoted", "it's", String.raw`it'\''s`],
    ["powershell", "$(calc)`'", "'$(calc)`'''"],
    ["powershell", "a\u2019; calc; \u2018", "'a\u2019\u2019; calc; \u2018\u2018'"],
    ["powershell", "a\u201ab\u201b", "'a\u201a\u201ab\u201b\u201b'"],
    ["json", HOSTILE, String.raw`"a\"; rm -rf /"`],
    ["json", "\u2028\u007f", String.raw`"\u2028\u007f"`],
    ["yaml", "a: b\u0085#", String.raw`"a: b\u0085#"`],
    ["hcl", '${file("/etc/passwd")}', String.raw`"\u0024{file(\"/etc/passwd\")}"`],
    ["hcl", "%{ if true }", String.raw`"\u0025{ if true }"`],
    ["hcl", "\b\f\n\\b", String.raw`"\u0008\u000c\n\\b"`],
    ["csv", 'a,"b', '"a,""b"'],
    ["csv", "=cmd|' /C calc'!A0", "refused: "],
    ["csv", "a\r\nb", "refused: "],
    ["routeros", 'a" comment=$x', String.raw`"a\" comment=\$x"`],
    ["reg", String.raw`C:\x"y`, String.raw`"C:\\x\"y"`],
    ["reg-multi", "a, 1", "61,2c,20,31,00"],
    ["reg-multi", "é", "refused: "],
    ["reg-dword", 1688, "00000698"],
  ])("%s of %j", (name, value, expected) => {
    const written = write(name, value);
    expect(expected === "refused: " ? written.slice(0, expected.length) : written).toBe(expected);
  });

  test("numbers are digits everywhere", () => {
    for (const name of ESCAPE_NAMES) if (name !== "reg-dword") expect(write(name, 1688)).toBe("1688");
  });

  test("no target can hold NUL or half a character", () => {
    for (const name of ESCAPE_NAMES.filter((each) => each !== "reg-dword")) {
      expect(write(name, "a\0b"), name).toMatch(/^refused: it holds a NUL/);
      expect(write(name, "a\ud800"), name).toBe("refused: it is no whole Unicode text");
    }
  });

  test("each says what it writes for", () => {
    for (const name of ESCAPE_NAMES) expect(ESCAPES[name].target).toMatch(/\w/);
  });
});
