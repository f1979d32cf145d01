// What a 32-bit code says about itself where the table does not have it (MS-ERREF sections 2.1 and 2.3): never more.
import type { KnownCode } from "./error-codes/known-code.ts";
import { WIN32_NAMES } from "./win32-names.ts";

const FAILURE = 0x8000_0000;
const FACILITY_MASK = 0x1fff;
const FACILITY_WIN32 = 7;

/** Of facilities that are met around activation. */
const FACILITIES: Readonly<Record<number, string>> = {
  0: "general",
  1: "RPC",
  4: "interface-specific",
  7: "Win32",
  8: "Windows",
  9: "security",
  11: "certificates",
  12: "Internet",
};

/** `value` is unsigned and has 32 bits. The result has no causes: none are known. */
export function decodeHresult(value: number): KnownCode {
  const code = formatHresult(value);
  if (value === 0)
    return { code, symbol: "S_OK", meaning: "Success: no error.", isConfirmed: true, causes: [] };
  const low = value & 0xffff;
  const isWin32 = value >>> 16 === 0x8007;
  const symbol = isWin32 ? (WIN32_NAMES[low] ?? null) : null;
  return {
    code,
    symbol,
    meaning: `${describe(value, symbol)} ${sayUnknown(code)}`,
    isConfirmed: false,
    causes: [],
  };
}

/** `0xC004F074`. */
export function formatHresult(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, "0")}`;
}

/** The HRESULT that stands for a Win32 error (HRESULT_FROM_WIN32). */
export function hresultOfWin32(error: number): number {
  return error === 0 ? 0 : ((FACILITY_WIN32 << 16) | FAILURE | error) >>> 0;
}

function sayUnknown(code: string): string {
  return `It is not among the known activation codes, so its causes are not known; on Windows 'slui.exe 0x2a ${code}' shows the text that Windows has for it.`;
}

function describe(value: number, symbol: string | null): string {
  const low = value & 0xffff;
  const upper = value >>> 16;
  if (upper === 0x8007) return symbol === null ? `Win32 error ${low}.` : `Win32 error ${low}, ${symbol}.`;
  if (upper === 0xc004) return "A code in the range of the licensing service (0xC004xxxx).";
  if (value >>> 28 === 0xc) return "Has the form of an NTSTATUS error, or of an HRESULT that is a failure.";
  const facility = upper & FACILITY_MASK;
  const name = FACILITIES[facility];
  const outcome = value >= FAILURE ? "a failure" : "no failure";
  return `An HRESULT that is ${outcome}, facility ${facility}${name === undefined ? "" : ` (${name})`}, code ${low}.`;
}
