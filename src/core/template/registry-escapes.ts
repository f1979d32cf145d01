// Escapes for Windows registry files (.reg, version 5.00): strings, one string of REG_MULTI_SZ in hexadecimal, DWORDs.
import { ok } from "../result.ts";
import { lineEscape, textEscape, type Escape } from "./escape.ts";

/** A quoted string: backslash and quote are escaped. */
export const regEscape: Escape = lineEscape("a quoted string of a .reg file", (text) =>
  ok(`"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`),
);

/** One string of hex(7), as UTF-16LE octets with its terminator: `61,00,00,00`. The list ends with `00,00`. */
export const regMultiEscape: Escape = textEscape("one string of hex(7) in a .reg file", (text) =>
  ok(
    `${text}\0`
      .split("")
      .map((unit) => unit.charCodeAt(0))
      .map((unit) => `${hex(unit & 0xff, 2)},${hex(unit >> 8, 2)}`)
      .join(","),
  ),
);

/** Eight hexadecimal digits behind `dword:`; takes numbers only. */
export const regDwordEscape: Escape = {
  target: "the digits of dword: in a .reg file",
  takes: ["number"],
  write: (value) => ok(hex(Number(value), 8)),
};

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
