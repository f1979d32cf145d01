// Escapes for Windows registry files (.reg): strings, one string of REG_MULTI_SZ in hexadecimal, DWORDs.
import { err, ok } from "../result.ts";
import { lineEscape, type Escape } from "./escape.ts";

/** A quoted string: backslash and quote are escaped. */
export const regEscape: Escape = lineEscape("a quoted string of a .reg file", (text) =>
  ok(`"${text.replaceAll(/[\\"]/g, String.raw`\$&`)}"`),
);

/**
 * One string of hex(7) below the header REGEDIT4: its ASCII octets with the terminator, `61,00`. The list ends with `00`.
 * That form has one meaning; below 'Version 5.00' the octets are UTF-16 or not by the encoding of the file.
 */
export const regMultiEscape: Escape = lineEscape("one string of hex(7) in a REGEDIT4 file", (text) =>
  /[^ -~]/.test(text)
    ? err("only ASCII means the same on every Windows there")
    : ok(
        `${text}\0`
          .split("")
          .map((char) => hex(char.charCodeAt(0), 2))
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
