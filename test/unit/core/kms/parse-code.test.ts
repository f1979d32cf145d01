import { describe, expect, test } from "vitest";
import { KNOWN_CODES } from "../../../../src/core/kms/error-codes/table.ts";
import { parseCode } from "../../../../src/core/kms/parse-code.ts";

const RESULTS = KNOWN_CODES.filter(({ code }) => code.startsWith("0x"));
const EVENTS = KNOWN_CODES.filter(({ code }) => !code.startsWith("0x"));

/** The code that was understood, or the error in one line. */
function read(text: string): string {
  const parsed = parseCode(text);
  return parsed.ok ? parsed.value.code : `${parsed.error.reason}. ${parsed.error.hint}`;
}

function spellings(code: string): readonly string[] {
  const digits = code.slice(2);
  const value = Number(code);
  const isError = value >= 0x8000_0000;
  const win32 = value >>> 16 === 0x8007 ? [String(value & 0xffff)] : [];
  return [
    code,
    code.toLowerCase(),
    digits,
    digits.toLowerCase(),
    String(value),
    ...(isError ? [String(value | 0), digits.slice(-4), `0x${digits.slice(-4)}`] : []),
    ...(isError ? [digits.slice(-4).toLowerCase(), `0xffffffff${digits}`] : []),
    ...win32,
    `Error: ${code}`,
    `error code ${code}.`,
    `hr=${code}`,
    `(${code})`,
    `  ${code}  `,
    `Error: ${code} On a computer, run 'slui.exe 0x2a ${code}' to display the error text.`,
  ];
}

describe("every code of the table", () => {
  test.each(RESULTS.map(({ code }) => code))("%s in all spellings", (code) => {
    for (const spelling of spellings(code)) expect(read(spelling), spelling).toBe(code);
  });

  test.each(EVENTS.map(({ code }) => code))("event %s in all spellings", (id) => {
    for (const spelling of [id, `event ${id}`, `Event ID: ${id}`, `eventid=${id}`, `EVENT_ID ${id}`])
      expect(read(spelling), spelling).toBe(id);
  });

  test("no short number has two readings", () => {
    const tails = RESULTS.filter(({ code }) => !code.startsWith("0x4")).map(({ code }) => code.slice(-4));
    const win32 = RESULTS.filter(({ code }) => code.startsWith("0x8007")).map(({ code }) =>
      String(Number(code) & 0xffff),
    );
    const short = [
      ...tails,
      ...win32.filter((number) => !tails.includes(number)),
      ...EVENTS.map(({ code }) => code),
    ];
    expect(short.filter((each, index) => short.indexOf(each) !== index)).toEqual([]);
    expect(win32.filter((number) => tails.includes(number))).toEqual([]);
  });

  test("its symbol means it; where two codes share one, the first of them", () => {
    for (const { code, symbol } of RESULTS) {
      if (symbol === null) continue;
      const first = RESULTS.find((other) => other.symbol === symbol)?.code ?? code;
      expect(read(symbol.toLowerCase())).toBe(first);
    }
  });
});

describe("codes beyond the table say what they are, and what is not known", () => {
  test.each([
    ["0x80070035", "ERROR_BAD_NETPATH", /^Win32 error 53, ERROR_BAD_NETPATH\./],
    ["53", "ERROR_BAD_NETPATH", /^Win32 error 53,/],
    ["0x8007FFFE", null, /^Win32 error 65534\. /],
    ["0xC004FFFF", null, /in the range of the licensing service/],
    ["0xC0000022", null, /NTSTATUS/],
    ["0x80010108", null, /a failure, facility 1 \(RPC\), code 264/],
    ["0x8ABC0001", null, /a failure, facility 2748, code 1\./],
    ["0x00080001", null, /no failure, facility 8 \(Windows\), code 1\./],
  ])("%s", (text, symbol, meaning) => {
    const parsed = parseCode(text);
    expect(parsed).toMatchObject({ ok: true, value: { symbol, causes: [], isConfirmed: false } });
    if (!parsed.ok) return;
    expect(parsed.value.meaning).toMatch(meaning);
    expect(parsed.value.meaning).toContain("its causes are not known");
  });

  test.each(["0", "0x0", "0x00000000"])("%s is success, and nothing about it is unknown", (text) => {
    expect(parseCode(text)).toMatchObject({ ok: true, value: { symbol: "S_OK", isConfirmed: true } });
  });
});

describe("what is no code", () => {
  test.each([
    ["C004F07", /Did you mean 0xC004F074\?/],
    ["0xC004F0744", /Did you mean 0xC004F074\?/],
    ["SL_E_VL_NOT_ENOUGH_COUNTS", /Did you mean SL_E_VL_NOT_ENOUGH_COUNT\?/],
    ["event 12295", /none of those.*Did you mean event 1229/],
    ["event 77", /none of those.*Write it like/],
    ["F999", /no known code ends like that\. Write the whole code/],
    ["banana", /no spelling.*Write it like 0xC004F074/],
    ["4294967296", /no spelling/],
    ["-2147483649", /no spelling/],
    ["0x", /no spelling/],
    ["", /no spelling/],
    ["-", /no spelling/],
    ["0x".padEnd(300, "F"), /too long/],
  ])("%s", (text, message) => {
    expect(read(text)).toMatch(message);
  });
});
