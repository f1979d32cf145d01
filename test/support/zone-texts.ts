// Random zone files of corp.test, valid for BIND and Knot, in the ways that people write them (fast-check). Knot has no relative `$ORIGIN`.
import fc from "fast-check";

const TTLS = ["300", "3600", "1h30m", "2D"] as const;
const blank = fc.constantFrom(" ", "\t", "  ", "\t\t");
const comment = fc.constantFrom(
  "",
  "",
  " ; a comment",
  "\t;; (not open",
  ' ; "not quoted',
  ";\u00fc\u00ff \\",
);

/** TTL and class in either order, or neither. */
const head = fc
  .tuple(fc.constantFrom("", ...TTLS), fc.constantFrom("", "IN", "in"), fc.boolean(), blank)
  .map(([ttl, klass, isTtlFirst, gap]) =>
    (isTtlFirst ? [ttl, klass] : [klass, ttl])
      .filter((word) => word !== "")
      .map((word) => word + gap)
      .join(""),
  );

const hostName = fc
  .integer({ min: 1, max: 40 })
  .chain((number) =>
    fc.constantFrom(
      `h${number}`,
      `H${number}`,
      `h${number}.corp.test.`,
      `\\104${number}`,
      `x\\.${number}`,
      `*.w${number}`,
    ),
  );

const hostData = fc.constantFrom(
  "A 192.0.2.7",
  "AAAA 2001:db8::7",
  'TXT "a ; b" "(c" plain\\;d',
  'TXT ( "one" ; in parentheses\n   "two)" )',
  "MX 10 ns1.corp.test.",
  "TYPE65280 \\# 2 ( 00\n 01 )",
);

const record = fc
  .tuple(hostName, blank, head, hostData, comment)
  .map(([name, gap, words, data, note]) => `${name}${gap}${words}${data}${note}\n`);

const follower = fc
  .tuple(blank, head, comment)
  .map(([gap, words, note]) => `${gap}${words}TXT "inherited"${note}\n`);

const noise = fc.constantFrom("\n", "; only a comment\n", "   \t\n", " ; an indented comment\n");

const inSub = fc
  .tuple(fc.constantFrom("sub.corp.test.", "SUB.corp.test."), record, record)
  .map(([origin, first, second]) => `$ORIGIN ${origin}\n${first}${second}$ORIGIN corp.test.\n`);

/** SRV records of the owner, without a TTL of their own: a set should have one. */
const srv = fc
  .tuple(
    fc.constantFrom("_vlmcs._tcp", "_VLMCS._TCP.corp.test.", "\\095vlmcs._tcp", "_vlmcs\\._tcp.x._tcp"),
    blank,
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 1, max: 4 }),
    comment,
    fc.boolean(),
  )
  .map(([name, gap, priority, host, note, isSplit]) => {
    const target = host % 2 === 0 ? `KMS${host}` : `kms${host}.corp.test.`;
    const data = isSplit
      ? `SRV ( ${priority} 0 ; the priority\n  1688 ${target} )`
      : `SRV${gap}${priority} 0 1688 ${target}`;
    return `${name}${gap}IN ${data}${note}\n`;
  });

const srvUnderTcp = fc
  .integer({ min: 1, max: 4 })
  .map((host) => `$ORIGIN _tcp.corp.test.\n_vlmcs\tSRV 5 5 1688 kms${host}.corp.test.\n$ORIGIN corp.test.\n`);

const serial = fc.constantFrom("1", "4294967295", "2026112401", "1700000000", "0000000007", "2026022899");

const soa = fc
  .tuple(serial, fc.boolean(), blank)
  .map(([number, isSplit, gap]) =>
    isSplit
      ? `@${gap}IN${gap}SOA ns1 hostmaster.corp.test. (\n\t\t\t${number} ; serial\n 1h 15m ; refresh, retry\n 1w 5m )\n`
      : `corp.test.${gap}IN SOA ns1${gap}hostmaster ${number} 3600 900 604800 300 ; SOA\n`,
  );

/** The default TTL is always set, since Knot and BIND disagree where it is not. */
export const zoneTexts: fc.Arbitrary<string> = fc
  .record({
    start: fc.constantFrom(
      "$TTL 3600\n$ORIGIN corp.test.\n",
      "; head\n$ORIGIN corp.test.\n$TTL 1h\n",
      "$TTL 1H ; ttl\n",
    ),
    soa,
    body: fc.array(fc.oneof(record, record, follower, noise, inSub, srv, srvUnderTcp), { maxLength: 14 }),
    newline: fc.constantFrom("\n", "\r\n"),
    hasFinalNewline: fc.boolean(),
  })
  .map(({ start, soa: first, body, newline, hasFinalNewline }) => {
    const hosts = [1, 2, 3, 4].map((host) => `kms${host} IN A 192.0.2.${host}\n`).join("");
    const text = `${start}${first}@ IN NS ns1\nns1 IN A 192.0.2.53\n${hosts}kms9 IN A 192.0.2.9\n${body.join("")}`;
    // BIND takes no directive without a newline.
    const isOpenEnd = !hasFinalNewline && !/\$ORIGIN.*\n+$/.test(text);
    const whole = !isOpenEnd ? text : text.replace(/\n+$/, "");
    return whole.replaceAll("\n", newline);
  });
