// What a service that is not DCE/RPC says about itself in its first octets: TLS, SSH, SMTP, FTP, HTTP, SOCKS …
import { showFirstLine } from "./received-text.ts";

/** A phrase that names the service and quotes its first line, or undefined when nothing is recognised. */
export function recognizeBanner(bytes: Uint8Array): string | undefined {
  const tls = recognizeTls(bytes);
  if (tls !== undefined) return tls;
  if (bytes[0] === 0x05 && bytes[1] === 0xff && bytes.length === 2)
    return "a SOCKS5 proxy that refuses all methods";
  const line = showFirstLine(bytes);
  const known = LINES.find(([pattern]) => pattern.test(line));
  return known === undefined ? undefined : `${known[1]}: '${line}'`;
}

/** True where the octets are enough to name the service, although no line end came. */
export function isBinaryBanner(bytes: Uint8Array): boolean {
  return recognizeTls(bytes) !== undefined;
}

// Record types alert and handshake, version 3.x (RFC 8446 section 5.1).
function recognizeTls(bytes: Uint8Array): string | undefined {
  if (bytes[1] !== 0x03 || (bytes[2] ?? 0xff) > 0x04) return undefined;
  if (bytes[0] === 0x16) return "a TLS server (handshake record)";
  if (bytes[0] === 0x15) return `a TLS server (alert ${bytes[6] ?? "without description"})`;
  return undefined;
}

const LINES: readonly (readonly [RegExp, string])[] = [
  [/^SSH-/, "an SSH server"],
  [/^HTTP\//, "an HTTP server"],
  [/^220[ -].*\bFTP\b/i, "an FTP server"],
  [/^220[ -].*\bE?SMTP\b/i, "an SMTP server"],
  [/^220[ -]/, "an SMTP or FTP server"],
  [/^(421|554)[ -]/, "an SMTP or FTP server that refuses"],
  [/^\+OK\b/, "a POP3 server"],
  [/^\* (OK|PREAUTH|BYE)\b/, "an IMAP server"],
  [/^RFB \d/, "a VNC server"],
  [/^<(!doctype|html|\?xml)/i, "a server of HTML or XML text"],
];
