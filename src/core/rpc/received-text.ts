// Received octets shown to people: printable ASCII as it is, everything else as \xNN, so that nothing reaches the terminal raw.

const MAX_TEXT = 80;
const MAX_HEX = 32;

/** The first line, at most 80 octets; whatever is not printable ASCII (escapes, C1, UTF-8 bidi controls) as `\x1b`. */
export function showFirstLine(bytes: Uint8Array): string {
  const lineEnd = bytes.findIndex((octet) => octet === 0x0a || octet === 0x0d);
  const line = bytes.subarray(0, lineEnd === -1 ? bytes.length : lineEnd);
  const shown = Array.from(line.subarray(0, MAX_TEXT), showOctet).join("");
  return line.length > MAX_TEXT ? `${shown}…` : shown;
}

/** The first 32 octets in hexadecimal, in groups of four. */
export function showHex(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, MAX_HEX), (octet) => octet.toString(16).padStart(2, "0")).join(
    "",
  );
  const grouped = digits.replace(/(.{8})(?=.)/g, "$1 ");
  return bytes.length > MAX_HEX ? `${grouped}…` : grouped;
}

/** Text of one character per octet, such as a secondary address. */
export function showOctetText(text: string): string {
  return showFirstLine(Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff));
}

function showOctet(octet: number): string {
  if (octet >= 0x20 && octet <= 0x7e && octet !== 0x5c) return String.fromCharCode(octet);
  return octet === 0x5c ? "\\\\" : `\\x${octet.toString(16).padStart(2, "0")}`;
}
