// Single words of master files: names (RFC 1035 section 5.1), TTLs with units, classes and types (RFC 3597).
import { ownerNameLabels, parseOwnerName, prependLabels, type OwnerName } from "../owner-name.ts";
import { err, ok, type Result } from "../../result.ts";

const LABEL = /^[a-z0-9_-]+$/;
const PLAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;

/** A name as it stands in the file: `@`, absolute with a dot at its end, or below the origin. */
export function readFileName(word: string, origin: OwnerName): Result<OwnerName, string> {
  if (word === "@") return ok(origin);
  // Nearly all names: one label in lower case.
  if (word.length < 64 && word.length + origin.length < 254 && origin !== "." && LABEL.test(word)) {
    return ok(`${word}.${origin}` as OwnerName);
  }
  const lower = word.toLowerCase();
  if (PLAIN.test(lower) && !origin.includes("\\")) {
    const joined = origin === "." ? `${lower}.` : `${lower}.${origin}`;
    if (joined.length < 255) return ok(joined as OwnerName);
  }
  if (word.startsWith('"')) return err("a name stands in quotes");
  const name = parseOwnerName(escapeOctets(word));
  if (!name.ok || word === "." || endsInDot(word)) return name;
  return prependLabels(ownerNameLabels(name.value), origin);
}

/** Octets that stand raw in the file, as \DDD; escapes stay, but one before such an octet. */
function escapeOctets(word: string): string {
  return word.replaceAll(
    /\\(\d{3}|[\u0021-\u007e])|\\?([\0- \u007f-\u00ff])/g,
    (whole, escape, octet: string) =>
      escape === undefined ? `\\${String(octet.charCodeAt(0)).padStart(3, "0")}` : whole,
  );
}

function endsInDot(word: string): boolean {
  if (!word.endsWith(".")) return false;
  const backslashes = /\\*$/.exec(word.slice(0, -1))?.[0].length ?? 0;
  return backslashes % 2 === 0;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 };

/** Seconds of `3600` or `1h30m`; undefined for what is no TTL. With the top bit set it counts as 0 (RFC 2181 section 8). */
export function readTtl(word: string): number | undefined {
  const first = word.charCodeAt(0);
  if (first < 0x30 || first > 0x39 || word.length > 40) return undefined;
  let seconds: number | undefined;
  if (/^\d+$/.test(word)) {
    seconds = Number(word);
  } else if (/^(?:\d+[wdhms])+$/i.test(word)) {
    seconds = 0;
    for (const [, count, unit] of word.toLowerCase().matchAll(/(\d+)([wdhms])/g)) {
      seconds += Number(count) * (UNIT_SECONDS[unit ?? ""] ?? 0);
    }
  }
  if (seconds === undefined || seconds > 0xffff_ffff) return undefined;
  return seconds > 0x7fff_ffff ? 0 : seconds;
}

/** `IN` and the others; undefined for what is no class. */
export function readClass(word: string): "IN" | "other" | undefined {
  if (word === "IN") return "IN";
  const upper = word.toUpperCase();
  if (upper === "IN" || upper === "CLASS1") return "IN";
  return /^(?:CH|CHAOS|HS|HESIOD|CS|ANY|NONE|CLASS\d{1,5})$/.test(upper) ? "other" : undefined;
}

/** The mnemonic in capitals; types given by number that matter here by their mnemonic; undefined for what is no type. */
export function readType(word: string): string | undefined {
  if (TYPES.has(word)) return word;
  const upper = word.toUpperCase();
  if (TYPES.has(upper)) return upper;
  const number = /^TYPE(\d{1,5})$/.exec(upper)?.[1];
  if (number === undefined || Number(number) > 65_535) return undefined;
  return BY_NUMBER[Number(number)] ?? upper;
}

const BY_NUMBER: Readonly<Record<number, string>> = {
  2: "NS",
  5: "CNAME",
  6: "SOA",
  24: "SIG",
  30: "NXT",
  33: "SRV",
  39: "DNAME",
  46: "RRSIG",
  47: "NSEC",
  50: "NSEC3",
  51: "NSEC3PARAM",
};

/** The mnemonics of the IANA registry 'Resource Record TYPEs', without those that never stand in a file. */
const TYPES: ReadonlySet<string> = new Set(
  (
    "A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN RT NSAP NSAP-PTR SIG KEY PX GPOS AAAA " +
    "LOC NXT EID NIMLOC SRV ATMA NAPTR KX CERT A6 DNAME SINK APL DS SSHFP IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 " +
    "NSEC3PARAM TLSA SMIMEA HIP NINFO RKEY TALINK CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS DSYNC SPF NID L32 L64 LP " +
    "EUI48 EUI64 NXNAME URI CAA AVC DOA AMTRELAY RESINFO WALLET CLA IPN TA DLV"
  ).split(" "),
);
