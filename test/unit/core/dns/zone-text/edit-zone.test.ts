import { describe, expect, test } from "vitest";
import { edited, refusal, type WishWords } from "../../../../support/zone-edit.ts";

const HEAD =
  "$TTL 3600\ncorp.test. IN SOA ns1 hostmaster 41 3600 600 86400 300\n@ IN NS ns1\nns1 IN A 192.0.2.1\n";
const BUMPED = HEAD.replace(" 41 ", " 42 ");
const KMS1 = "_vlmcs._tcp IN SRV 0 0 1688 kms1.corp.test.\n";
const KMS9 = "_vlmcs._tcp IN SRV 0 0 1688 kms9.corp.test.\n";

/** The text behind the head, of which only the serial may have changed. */
function rest(body: string, words: WishWords = {}): string {
  const text = edited(HEAD + body, words);
  if (text === HEAD + body) return "unchanged";
  expect(text.startsWith(BUMPED)).toBe(true);
  return text.slice(BUMPED.length);
}

describe("adding", () => {
  test.each<[string, string, string, WishWords?]>([
    ["a first record goes to the end", "a A 192.0.2.2\n", `a A 192.0.2.2\n${KMS9}`],
    ["no final newline stays none", "a A 192.0.2.2", `a A 192.0.2.2\n${KMS9.trim()}`],
    [
      "tabs where the last line has tabs",
      "a\tA\t192.0.2.2\n",
      "a\tA\t192.0.2.2\n_vlmcs._tcp\tIN\tSRV\t0 0 1688 kms9.corp.test.\n",
    ],
    ["CRLF", "a A 192.0.2.2\r\n", `a A 192.0.2.2\r\n${KMS9.trim()}\r\n`],
    [
      "in full where the origin is another",
      "$ORIGIN x.test.\n",
      "$ORIGIN x.test.\n_vlmcs._tcp.corp.test. IN SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "relative to an origin below",
      "$ORIGIN _tcp.corp.test.\n",
      "$ORIGIN _tcp.corp.test.\n_vlmcs IN SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "the root as origin",
      "$ORIGIN .\n",
      "$ORIGIN .\n_vlmcs._tcp.corp.test. IN SRV 0 0 1688 kms9.corp.test.\n",
    ],
    ["beside its neighbour, in its style", `${KMS1}a A 192.0.2.2\n`, `${KMS1}${KMS9}a A 192.0.2.2\n`],
    [
      "beside one that inherits its owner",
      `${KMS1} SRV 1 0 1688 kms2\n`,
      `${KMS1} SRV 1 0 1688 kms2\n SRV 0 0 1688 kms9.corp.test.\n`,
    ],
    [
      "with the TTL of its neighbour",
      "_vlmcs._tcp 1H IN SRV 0 0 1688 kms1\n",
      "_vlmcs._tcp 1H IN SRV 0 0 1688 kms1\n_vlmcs._tcp 3600 IN SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "not with the comment of its neighbour",
      "_vlmcs._tcp SRV ( ; x\n 0 0 1688 kms1 )\n",
      "_vlmcs._tcp SRV ( ; x\n 0 0 1688 kms1 )\n_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms9.corp.test.\n",
    ],
    ["with another default in force", `${KMS1.trim()}\n$TTL 60\n`, `${KMS1}${KMS9}$TTL 60\n`],
    ["with a TTL of its own", "", "_vlmcs._tcp 60 IN SRV 0 0 1688 kms9.corp.test.\n", { ttlSeconds: 60 }],
    [
      "the TTL of the whole set",
      KMS1,
      "_vlmcs._tcp 60 IN SRV 0 0 1688 kms1.corp.test.\n_vlmcs._tcp.corp.test. 60 IN SRV 0 0 1688 kms9.corp.test.\n",
      { ttlSeconds: 60 },
    ],
    [
      "the TTL where one stands",
      "_vlmcs._tcp IN 5m SRV 0 0 1688 kms1\n",
      "_vlmcs._tcp IN 60 SRV 0 0 1688 kms1\n_vlmcs._tcp IN 60 SRV 0 0 1688 kms9.corp.test.\n",
      { ttlSeconds: 60 },
    ],
    [
      "another priority is replaced where it stands",
      "_VLMCS._tcp SRV (\t9 ; prio\n 8\n 1688 KMS9 )\n",
      "_VLMCS._tcp SRV (\t0 ; prio\n 0\n 1688 KMS9 )\n",
    ],
    ["a duplicate with another weight goes", `${KMS9}_vlmcs._tcp SRV 0 5 1688 kms9\n`, KMS9],
    [
      "of two others one is replaced, one goes",
      "_vlmcs._tcp SRV 1 0 1688 kms9\n SRV 2 0 1688 kms9\n TXT x\n",
      "_vlmcs._tcp SRV 0 0 1688 kms9\n TXT x\n",
    ],
    [
      "another port is another record",
      "_vlmcs._tcp SRV 0 0 1689 kms9\n",
      "_vlmcs._tcp SRV 0 0 1689 kms9\n_vlmcs._tcp SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "octets by number (RFC 3597) are replaced by words",
      "_vlmcs._tcp TYPE33 \\# 22 0001 0000 0698 046b6d7339 04636f7270 0474657374 00\n",
      "_vlmcs._tcp SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "the owner with escapes",
      "\\095vlmcs\\._tcp TXT x\n\\_vlmcs._tcp SRV 0 0 1688 kms1\n",
      "\\095vlmcs\\._tcp TXT x\n\\_vlmcs._tcp SRV 0 0 1688 kms1\n\\_vlmcs._tcp SRV 0 0 1688 kms9.corp.test.\n",
    ],
    [
      "octets that are no UTF-8 stay",
      'a TXT "\u00ff\u00fe" \u00e9 ; \u0080\n\u00e9.\\\u00e9 A 192.0.2.3\n',
      `a TXT "\u00ff\u00fe" \u00e9 ; \u0080\n\u00e9.\\\u00e9 A 192.0.2.3\n${KMS9}`,
    ],
    [
      "a wildcard is no record of the owner",
      "*._tcp SRV 0 0 1688 kms9\n",
      `*._tcp SRV 0 0 1688 kms9\n${KMS9}`,
    ],
  ])("%s", (_what, body, expected, words) => {
    expect(rest(body, words)).toBe(expected);
  });

  test.each([
    ["as it would be written", KMS9],
    ["in other words", "$ORIGIN _tcp\n_VLMCS 1H SRV (\n0 0 1688 KMS9.Corp.Test. )"],
    ["twice", `${KMS9}${KMS9}`],
    ["made by $GENERATE", '$GENERATE 8-9 _vlmcs._tcp SRV "0 0 1688 kms$"\n'],
  ])("what is there %s stays", (_what, body) => {
    expect(rest(body)).toBe("unchanged");
  });

  test("what an included file has already stays", () => {
    const files = { "kms.inc": "_vlmcs SRV 0 0 1688 kms9.corp.test.\n" };
    expect(rest('$INCLUDE "kms.inc" _tcp ; more\n', { files })).toBe("unchanged");
  });

  test("behind an included file the TTL is written out, since its $TTL may or may not hold", () => {
    expect(rest("$INCLUDE x\n", { files: { x: "$TTL 5\n" } })).toBe(
      "$INCLUDE x\n_vlmcs._tcp 3600 IN SRV 0 0 1688 kms9.corp.test.\n",
    );
  });

  test("without any default TTL", () => {
    const text =
      "corp.test. 60 IN SOA ns1.corp.test. h.corp.test. 0041 3600 600 86400 300\nns1.corp.test. A 192.0.2.1";
    expect(edited(text)).toBe(
      `${text.replace("0041", "0042")}\n_vlmcs._tcp 3600 IN SRV 0 0 1688 kms9.corp.test.`,
    );
  });

  test("the minimum of the SOA record as default", () => {
    const text = "@ IN SOA ns1 h 41 3600 600 86400 300\n@ NS ns1\n";
    expect(edited(text)).toBe(
      `${text.replace("41", "42")}_vlmcs._tcp.corp.test. IN SRV 0 0 1688 kms9.corp.test.\n`,
    );
  });

  test("in full where nobody says which zone the file is of", () => {
    const text = "@ 1 IN SOA ns1 h 41 3600 600 86400 300\n_vlmcs._tcp 1 SRV 0 0 1688 kms1\n";
    expect(edited(text)).toBe(
      `${text.replace("41", "42")}_vlmcs._tcp.corp.test. 1 IN SRV 0 0 1688 kms9.corp.test.\n`,
    );
  });

  test("the serial in parentheses with comments", () => {
    const text = '$TTL 1h\n@ SOA ns1 h ( ; "(\n\t2026112305 ; serial )\n 1h 15m 1w 5m )\n';
    expect(edited(text)).toContain("\n\t2026112400 ; serial )\n");
  });
});

describe("removing", () => {
  const remove = true;
  test.each<[string, string, string, WishWords?]>([
    ["its line", `a A 192.0.2.2\n${KMS9}b A 192.0.2.3\n`, "a A 192.0.2.2\nb A 192.0.2.3\n"],
    ["all its lines, comments included", "_vlmcs._tcp SRV ( 0 0 ; a\n 1688 kms9 ) ; b\n; c\n", "; c\n"],
    ["whatever its priority", "_vlmcs._tcp SRV 7 8 1688 kms9\n", ""],
    ["the last line without a newline", `a A 192.0.2.2\n${KMS9.trim()}`, "a A 192.0.2.2"],
    [
      "the last line without a newline, below a directive",
      `$ORIGIN corp.test.\n${KMS9.trim()}`,
      "$ORIGIN corp.test.\n",
    ],
    [
      "the owner passes to the next line",
      `_vlmcs._tcp SRV 0 0 1688 kms9\n\t\tTXT x\n TXT y\n`,
      "_vlmcs._tcp\t\tTXT x\n TXT y\n",
    ],
    [
      "past another that goes, comments and an include",
      "_vlmcs._tcp SRV 0 0 1688 kms9\n SRV 1 0 1688 kms9\n; c\n$INCLUDE x\n TXT x\n",
      "; c\n$INCLUDE x\n_vlmcs._tcp TXT x\n",
      { files: { x: "" } },
    ],
    [
      "in full below another origin",
      "_vlmcs._tcp SRV 0 0 1688 kms9\n$ORIGIN x.test.\n TXT x\n",
      "$ORIGIN x.test.\n_vlmcs._tcp.corp.test. TXT x\n",
    ],
    ["not where the owner stays the same", `${KMS1} SRV 0 0 1688 kms9\n TXT x\n`, `${KMS1} TXT x\n`],
    [
      "the next of the set keeps its owner",
      "_vlmcs._tcp SRV 0 0 1688 kms9\n SRV 0 0 1688 kms1\n",
      "_vlmcs._tcp SRV 0 0 1688 kms1\n",
    ],
    [
      "only the given priority",
      "_vlmcs._tcp SRV 1 0 1688 kms9\n SRV 2 0 1688 kms9\n",
      "_vlmcs._tcp SRV 1 0 1688 kms9\n",
      { remove: { priority: 2 } },
    ],
    [
      "only the given weight",
      "_vlmcs._tcp SRV 0 1 1688 kms9\n SRV 0 2 1688 kms9\n",
      "_vlmcs._tcp SRV 0 1 1688 kms9\n",
      { remove: { weight: 2 } },
    ],
  ])("%s", (_what, body, expected, words) => {
    expect(rest(body, { remove, ...words })).toBe(expected);
  });

  test("what is not there leaves the text as it is", () => {
    expect(rest(KMS1, { remove })).toBe("unchanged");
    expect(rest(KMS9, { remove, port: 1689 })).toBe("unchanged");
  });

  test("a TTL that the next line took from it is written there", () => {
    const text = (body: string, serial = 41): string =>
      `@ 60 IN SOA ns1 h ${serial} 3600 600 86400 300\n_vlmcs._tcp 300 SRV 0 0 1688 kms9\n${body}`;
    const gone = (body: string): string => text(body, 42).replace(/_vlmcs.*\n/, "");
    expect(edited(text("a A 192.0.2.2\nb A 192.0.2.3\n"), { remove })).toBe(
      gone("a 300 A 192.0.2.2\nb A 192.0.2.3\n"),
    );
    expect(edited(text("a 5 A 192.0.2.2\nb A 192.0.2.3\n"), { remove })).toBe(
      gone("a 5 A 192.0.2.2\nb A 192.0.2.3\n"),
    );
    expect(edited(text("$TTL 9\na A 192.0.2.2\n"), { remove })).toBe(gone("$TTL 9\na A 192.0.2.2\n"));
    expect(edited(text(" SRV 1 0 1688 kms1\n"), { remove })).toBe(
      gone("_vlmcs._tcp 300 SRV 1 0 1688 kms1\n"),
    );
  });

  test("a new TTL of the set does not pass on", () => {
    const text =
      "@ 60 IN SOA ns1 h 41 3600 600 86400 300\n_vlmcs._tcp 300 SRV 0 0 1688 kms9\na A 192.0.2.2\n";
    expect(edited(text, { ttlSeconds: 5 })).toBe(
      "@ 60 IN SOA ns1 h 42 3600 600 86400 300\n_vlmcs._tcp 5 SRV 0 0 1688 kms9\na 300 A 192.0.2.2\n",
    );
  });
});

describe("the zone", () => {
  const SOA = "SOA ns1 h 41 3600 600 86400 300\n";

  test.each<[string, string, WishWords]>([
    ["the file's own", `$ORIGIN corp.test.\n@ 1 ${SOA}`, { domain: "site.corp.test" }],
    ["its absolute owner", `Corp.Test. 1 ${SOA}`, { domain: "site.corp.test" }],
    [
      "a relative $ORIGIN below an absolute one",
      `$ORIGIN test.\n$ORIGIN corp\n@ 1 ${SOA}`,
      { domain: "a.corp.test" },
    ],
    ["what was named", `@ 1 ${SOA}`, { domain: "site.corp.test", origin: "corp.test" }],
    ["else the domain", `@ 1 ${SOA}`, {}],
  ])("%s", (_what, text, words) => {
    expect(edited(text, words)).toContain("SOA ns1 h 42 ");
  });

  test.each<[string, string, WishWords, RegExp]>([
    [
      "another that was named",
      `corp.test. 1 ${SOA}`,
      { origin: "other.test" },
      /is of corp.test, not of other.test/,
    ],
    [
      "a forgotten dot",
      `corp.test 1 ${SOA}`,
      {},
      /is of corp.test.corp.test, not of corp.test. .*dot is missing/,
    ],
    ["another domain", `other.test. 1 ${SOA}`, {}, /holds the zone other.test, and corp.test is not in it/],
  ])("%s is refused", (_what, text, words, why) => {
    expect(refusal(text, words)).toMatch(why);
  });
});

describe("what is refused", () => {
  test.each<[string, string, RegExp, WishWords?]>([
    ["an alias", "_vlmcs._tcp CNAME a\n", /_vlmcs._tcp.corp.test is an alias there \(CNAME, line 5\)/],
    ["a generated alias", "$GENERATE 1-2 _vlmcs._tcp CNAME a$\n", /made by \$GENERATE in line 5/],
    [
      "a delegation above",
      "site NS ns.x.test.\n",
      /site.corp.test is delegated.*zone site.corp.test/,
      { domain: "a.site.corp.test" },
    ],
    ["a delegation of the domain", "site NS ns.x.test.\n", /delegated/, { domain: "site.corp.test" }],
    ["a delegation of _tcp", "_tcp NS ns.x.test.\n", /_tcp.corp.test is delegated/],
    [
      "a generated delegation",
      "$GENERATE 1-2 s$ NS ns\n",
      /s2.corp.test is delegated/,
      { domain: "s2.corp.test" },
    ],
    ["a DNAME above", "site DNAME x.test.\n", /lead elsewhere/, { domain: "site.corp.test" }],
    [
      "signatures",
      "a RRSIG A 8 2 3600 20300101000000 20200101000000 1 corp.test. AAAA\n",
      /signed with DNSSEC \(line 5\)/,
    ],
    ["NSEC by number", "a TYPE47 \\# 0\n", /signed/],
    [
      "a record to remove in an included file",
      "$INCLUDE x.inc\n",
      /kms9.corp.test:1688 stands in the included file 'x.inc' \(line 2\), which is never written/,
      { remove: true, files: { "x.inc": "\n_vlmcs._tcp SRV 0 0 1688 kms9\n" } },
    ],
    [
      "a record to renumber in an included file",
      "$INCLUDE x.inc\n",
      /included file 'x.inc'/,
      { files: { "x.inc": "_vlmcs._tcp SRV 5 0 1688 kms9\n" } },
    ],
    [
      "a generated record to remove",
      '$GENERATE 9-9 _vlmcs._tcp SRV "0 0 1688 kms$"\n',
      /made by \$GENERATE in line 5/,
      { remove: true },
    ],
    [
      "a TTL to change in an included file",
      "$INCLUDE x.inc\n",
      /its TTL can't be changed/,
      { ttlSeconds: 5, files: { "x.inc": "_vlmcs._tcp SRV 5 0 1688 kms1\n" } },
    ],
    [
      "a duplicate to remove in an included file",
      `${KMS9}$INCLUDE x.inc\n`,
      /never written/,
      { files: { "x.inc": "_vlmcs._tcp SRV 5 0 1688 kms9\n" } },
    ],
    ["a second SOA", "@ SOA ns1 h 1 2 3 4 5\n", /line 5: a second SOA/],
    ["an unknown type", "a FOO x\n", /line 5: 'FOO' is no type/],
    ["an owner alone", "a\n", /line 5: a record without a type/],
    ["another class", "a CH TXT x\n", /line 5: the class is 'CH', not IN/],
    ["two classes", "a IN IN A 192.0.2.1\n", /'IN' is no type/],
    ["two TTLs", "a 1 IN 2 A 192.0.2.1\n", /'2' is no type/],
    ["a TTL that is none", "a 1h30 A 192.0.2.1\n", /'1h30' is no type/],
    ["an SRV record that is cut short", "_vlmcs._tcp SRV 0 0 1688\n", /line 5: an SRV record must have/],
    ["an SRV record with too much", "_vlmcs._tcp SRV 0 0 1688 a b\n", /more than/],
    ["an SRV record with a large port", "_vlmcs._tcp SRV 0 0 70000 a\n", /must have/],
    ["an SRV record with an impossible target", "_vlmcs._tcp SRV 0 0 1 a..b\n", /label is empty/],
    ["SRV octets that are none", "_vlmcs._tcp SRV \\# 3 00zz00\n", /can't be read/],
    ["SRV octets of another length", "_vlmcs._tcp SRV \\# 8 000000000001 00\n", /can't be read/],
    ["an impossible name", "a..b A 192.0.2.1\n", /line 5: a label is empty/],
    ["a quoted name", '"a" A 192.0.2.1\n', /a name stands in quotes/],
    ["an open parenthesis", "a TXT (\n x\n", /line 5: a parenthesis is not closed/],
    ["a closed one too many", "a TXT x )\n", /line 5: .*not opened/],
    ["an open quote", 'a TXT "x\n', /line 5: a quoted string/],
    ["an open quote at the end", 'a TXT "x', /line 5: a quoted string/],
    ["a backslash at the end of a line", "a TXT x\\\n", /line 5: a quoted string or an escape/],
    ["a lone carriage return", "a A 192.0.2.1\rb A 192.0.2.2\n", /line 5: a carriage return/],
    ["NUL octets", "a\0b A 192.0.2.1\n", /NUL octets/],
    ["an unknown directive", "$DATE 2026\n", /directive '\$DATE' is not known/],
    ["a directive without a word", "$ORIGIN\n", /says nothing/],
    ["an impossible origin", "$ORIGIN a..b\n", /label is empty/],
    ["an impossible TTL", "$TTL soon\n", /\$TTL has no time/],
    ["a range that is none", "$GENERATE 2-1 a$ A 192.0.2.$\n", /range/],
    ["a range that is too long", "$GENERATE 0-4294967295 a$ A 192.0.2.$\n", /65536/],
    ["a generated name that is none", "$GENERATE 1-2 a..$ CNAME x\n", /label is empty/],
    ["a modifier that is none", "$GENERATE 1-2 a${x} CNAME x\n", /'\$\{x\}'/],
    ["a generated record without a type", "$GENERATE 1-2 a$ FOO x\n", /'FOO'/],
    ["generated data that is none", '$GENERATE 1-1 _vlmcs._tcp SRV "0 0 ${x} a"\n', /'\$\{x\}'/],
    ["generated data that is cut short", '$GENERATE 1-1 _vlmcs._tcp SRV "0 0"\n', /must have/],
    ["an included file that is missing", "$INCLUDE gone\n", /line 5: the included file 'gone' is not there/],
    ["an impossible origin of one", "$INCLUDE x a..b\n", /label is empty/, { files: { x: "" } }],
    [
      "an error in one",
      "$INCLUDE x\n",
      /line 5: in the included file 'x', line 2: 'FOO' is no type/,
      { files: { x: "\na FOO\n" } },
    ],
    [
      "an error deep in one",
      "$INCLUDE x\n",
      /line 5: in the included file 'x', line 2: in the included file 'y', line 1: 'FOO' is no type/,
      { files: { x: "\n$INCLUDE y\n", y: "a FOO\n" } },
    ],
    ["NUL octets in one", "$INCLUDE x\n", /in the included file 'x': it has NUL/, { files: { x: "\0" } }],
    [
      "an indented record at the start of one",
      "$INCLUDE x\n",
      /without an owner/,
      { files: { x: " A 192.0.2.1\n" } },
    ],
    ["a file that includes itself", "$INCLUDE x\n", /too many files/, { files: { x: "$INCLUDE x\n" } }],
  ])("%s", (_what, body, why, words) => {
    expect(refusal(HEAD + body, words)).toMatch(why);
  });

  test.each([
    ["nothing", "", /no SOA/],
    ["comments only", "; a\n\n", /no SOA/],
    ["a configuration", 'options {\n  directory "/var";\n};\n', /'\{' is no type/],
    ["a byte-order mark", "\u00ef\u00bb\u00bf$TTL 1\n", /byte-order mark/],
    ["no TTL anywhere", "a A 192.0.2.1\n", /without a TTL/],
    ["a cut SOA", "@ SOA a b 1 2\n", /SOA record can't be read/],
    ["a large serial", "@ SOA a b 4294967296 2 3 4 5\n", /SOA record can't be read/],
    ["a generated record without a TTL", "$GENERATE 1-1 a$ A 192.0.2.$\n", /without a TTL/],
  ])("%s is no zone file", (_what, text, why) => {
    expect(refusal(text)).toMatch(why);
  });

  test("a SOA record in an included file", () => {
    const files = { soa: "@ 60 SOA ns1 h 1 2 3 4 5\n" };
    expect(refusal("$INCLUDE soa\n", { files })).toMatch(/SOA record stands in the included file 'soa'/);
  });
});
