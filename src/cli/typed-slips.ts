// What people type where a domain or a host is wanted, and what they meant: a URL, a mail address, a wildcard, a range.
import { parseTypedName } from "../io/dns/idn.ts";
import type { Problem } from "./address-zone.ts";

/** `0x7f000001`, `0x7f.0.0.1`, with or without a port; a host name like 0xa.cafe is none. */
const HEXADECIMAL = /^(?=[^:]*0x)(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*(?::\d*)?$/i;

/** What a word that is no domain probably is; undefined where nothing better is known than that it is none. */
export function domainSlip(text: string): Problem | undefined {
  if (text === "-") {
    return { reason: "it reads no list", hint: "For standard input write: kms-doctor discover --file -" };
  }
  if (text === ".") return { reason: "the root of DNS has no clients", hint: "Write it like corp.example." };
  const [, port] = /^[^:]+:(\d*)$/.exec(text) ?? [];
  const hint = giveDomain(commonSlipName(text) ?? text.replace(/:\d*$/, ""));
  const common = commonSlip(text);
  if (common !== undefined) return { reason: common, hint };
  return port === undefined ? undefined : { reason: "a domain has no port", hint };
}

/** The same for a target of `probe`. */
export function targetSlip(text: string): Problem | undefined {
  if (text === "-") {
    return { reason: "it reads no list", hint: "For standard input write: kms-doctor probe --file -" };
  }
  if (text === ".") return { reason: "the root of DNS is no host", hint: "Write it like kms1.corp.example." };
  const range = /^(\d+\.\d+\.\d+)\.\d+-[\d.]+$/.exec(text)?.[1];
  if (range !== undefined) {
    return {
      reason: "ranges are not understood",
      hint: `Write a block, such as ${range}.0/24, or each address as a word of its own.`,
    };
  }
  if (HEXADECIMAL.test(text)) {
    return { reason: "an IPv4 address has four decimal parts", hint: "Write it like 192.0.2.10." };
  }
  const common = commonSlip(text);
  if (common === undefined) return bracketSlip(text);
  const name = commonSlipName(text);
  return {
    reason: common,
    hint: isName(name) ? `Give the host: ${name}.` : "Write it like kms1.corp.example.",
  };
}

function commonSlip(text: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "it is a URL";
  if (text.includes("@")) return "it is a mail address";
  return text.includes("*") ? "it has a wildcard" : undefined;
}

/** The name inside the URL, behind the @, or below the wildcard. */
function commonSlipName(text: string): string | undefined {
  if (commonSlip(text) === undefined) return undefined;
  return text
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/^.*\*[^.]*\./, "")
    .replace(/:\d*$/, "");
}

function giveDomain(name: string): string {
  return isName(name) ? `Give the domain: ${name}.` : "Write it like corp.example.";
}

function isName(text: string | undefined): text is string {
  return text !== undefined && text !== "." && parseTypedName(text).ok;
}

/** IPv6 with a port is where most go wrong. */
function bracketSlip(text: string): Problem | undefined {
  const unclosed = /^\[([^\]]*)$/.exec(text)?.[1];
  if (unclosed !== undefined) {
    return { reason: "the bracket is not closed", hint: `Write '[${unclosed.replace(/:$/, "")}]:1688'.` };
  }
  const [, inside, behind] = /^\[([^\]]*)\]([^:].*)$/.exec(text) ?? [];
  if (inside !== undefined && behind !== undefined) {
    const port = /^\d{1,5}$/.test(behind) ? behind : "1688";
    return { reason: "behind the bracket only a port may stand", hint: `Write '[${inside}]:${port}'.` };
  }
  const [, address, port] = /^([0-9a-f:]+:[0-9a-f:]*%[^:\]]+):(\d+)$/i.exec(text) ?? [];
  if (address !== undefined) {
    return { reason: "an IPv6 address with a port needs brackets", hint: `Write '[${address}]:${port}'.` };
  }
  return undefined;
}
