// One rule of the text of nft(8) as statements. What is not known makes the rule one that can't be decided, never a guess.
import type {
  NftElement,
  NftKey,
  NftMapEntry,
  NftOp,
  NftRight,
  NftStatement,
  NftVerdict,
} from "./nft-dump.ts";
import { metaName } from "./nft-json-statement.ts";
import { nftReader, type NftReader, type NftToken } from "./nft-tokens.ts";

const OPS: ReadonlySet<string> = new Set(["==", "!=", "<", ">", "<=", ">=", "!"]);
const VERDICTS = new Set(["accept", "drop", "return", "continue", "jump", "goto", "reject"]);
const PROTOCOLS = new Set(
  "ip ip6 tcp th udp icmp icmpv6 igmp sctp dccp udplite ah esp comp arp ether vlan".split(" "),
);
/** Matches that may stand without `meta`. */
const BARE_META = new Set(
  "iif iifname oif oifname iifgroup oifgroup pkttype mark skuid skgid cgroup cpu".split(" "),
);

export function nftStatements(tokens: readonly NftToken[]): readonly NftStatement[] {
  const reader = nftReader(tokens.filter(({ text }) => text !== "\n"));
  const statements: NftStatement[] = [];
  while (!reader.isDone()) {
    const before = reader.peek();
    const statement = readStatement(reader);
    if (statement === undefined) continue;
    statements.push(statement);
    if (statement.kind === "verdict") break;
    if (before === "") break;
  }
  return statements;
}

/** Undefined for what decides nothing: counters, logs, comments, marks. */
function readStatement(reader: NftReader): NftStatement | undefined {
  const word = reader.peek();
  if (VERDICTS.has(word) && !reader.isString()) return readVerdictStatement(reader);
  switch (word) {
    case "counter":
      reader.next();
      if (reader.take("packets")) for (let skip = 0; skip < 3; skip++) reader.next();
      else if (reader.take("name")) reader.next();
      return undefined;
    case "comment":
      reader.next();
      reader.next();
      return undefined;
    case "log":
      reader.next();
      while (/^(prefix|level|group|snaplen|queue-threshold|flags)$/.test(reader.peek())) {
        reader.next();
        reader.next();
        while (/^(,|sequence|options)$/.test(reader.peek())) reader.next();
      }
      return undefined;
    case "limit":
      skipWords(reader, /^(limit|rate|over|burst|packets|name|[kmg]?bytes(\/\w+)?|\d+(\/\w+)?)$/);
      return { kind: "perhaps", why: "limit can't be foreseen" };
    case "quota":
      skipWords(reader, /^(quota|over|until|used|name|[kmg]?bytes|\d+)$/);
      return { kind: "perhaps", why: "quota can't be foreseen" };
    case "add":
    case "update":
    case "delete":
      return readSetStatement(reader);
    case "masquerade":
    case "snat":
      return { kind: "verdict", verdict: { kind: "accept" } };
    case "dnat":
    case "redirect":
    case "notrack":
    case "tproxy":
    case "synproxy":
    case "queue":
    case "fwd":
      return unknownVerdict(`'${word}' sends packets elsewhere or is not known`);
    default:
      return readMatch(reader);
  }
}

function unknownVerdict(why: string): NftStatement {
  return { kind: "verdict", verdict: { kind: "unknown", why } };
}

function skipWords(reader: NftReader, words: RegExp): void {
  while (!reader.isDone() && words.test(reader.peek())) reader.next();
}

function readVerdictStatement(reader: NftReader): NftStatement {
  if (!reader.take("reject")) return { kind: "verdict", verdict: readVerdict(reader) };
  const verdict = { kind: "drop" } as const;
  if (!reader.take("with")) return { kind: "verdict", verdict };
  if (reader.take("tcp")) return { kind: "verdict", verdict, resets: true };
  if (reader.take("icmp")) return { kind: "verdict", verdict, family: 4 };
  return reader.take("icmpv6") ? { kind: "verdict", verdict, family: 6 } : { kind: "verdict", verdict };
}

function readVerdict(reader: NftReader): NftVerdict {
  const word = reader.next();
  if (word === "accept" || word === "drop" || word === "return" || word === "continue") return { kind: word };
  if (word === "jump" || word === "goto") return { kind: word, chain: reader.next() };
  return { kind: "unknown", why: `'${word}' is no verdict that is known` };
}

/** `update @seen { ip saddr limit rate 3/minute }`: with a limit inside it is a condition. */
function readSetStatement(reader: NftReader): NftStatement | undefined {
  let decides = false;
  for (let depth = 0; !reader.isDone();) {
    const word = reader.next();
    if (word === "{") depth++;
    if (/^(limit|quota|count)$/.test(word)) decides = true;
    if (word === "}" && --depth <= 0) break;
  }
  return decides ? { kind: "perhaps", why: "a set with a limit in it" } : undefined;
}

function readMatch(reader: NftReader): NftStatement | undefined {
  const keys: NftKey[] = [];
  do {
    const key = readKey(reader);
    if (key === undefined) return undecided(reader);
    keys.push(key);
  } while (reader.take("."));
  if (reader.take("set")) return setsSomething(reader);
  const [key] = keys;
  if (key?.name === "ct count") return undecided(reader);
  if (reader.take("vmap")) {
    if (reader.peek().startsWith("@")) return { kind: "vmap", keys, map: reader.next() };
    return { kind: "vmap", keys, map: readMapEntries(reader) };
  }
  if (reader.peek() === "map") return undecided(reader);
  return readRight(keys, reader);
}

/** `meta mark set 0x1`: the value may be an expression, which is of no interest. */
function setsSomething(reader: NftReader): undefined {
  if (/^(ct|meta)$/.test(reader.next())) reader.next();
  while (/^[|&^]$|^(or|and|xor)$/.test(reader.peek())) {
    reader.next();
    reader.next();
  }
  return undefined;
}

/** Something that is not known: its words are left behind, up to a verdict. */
function undecided(reader: NftReader): NftStatement {
  const words: string[] = [];
  do words.push(reader.next());
  while (!reader.isDone() && !(VERDICTS.has(reader.peek()) && !reader.isString()));
  return { kind: "perhaps", why: `'${words.join(" ").slice(0, 60)}' can't be decided` };
}

function readKey(reader: NftReader): NftKey | undefined {
  const name = readKeyName(reader);
  if (name === undefined) return undefined;
  if (!reader.take("&")) return { name };
  return { name, mask: readFlags(reader) };
}

function readKeyName(reader: NftReader): string | undefined {
  const word = reader.peek();
  if (reader.isString()) return undefined;
  if (PROTOCOLS.has(word)) {
    if (reader.peek(1) === "option") return undefined;
    return `${reader.next()} ${reader.next()}`;
  }
  if (BARE_META.has(word)) return metaName(reader.next());
  if (word === "meta") {
    reader.next();
    return metaName(reader.next());
  }
  if (word === "ct") {
    if (/^(original|reply)$/.test(reader.peek(1))) return undefined;
    return `${reader.next()} ${reader.next()}`;
  }
  return word === "fib" ? readFibName(reader) : undefined;
}

/** `fib daddr type`, `fib saddr . iif oif`. */
function readFibName(reader: NftReader): string {
  const words = [reader.next()];
  while (!reader.isDone()) {
    const word = reader.next();
    if (word !== ".") words.push(word);
    if (/^(type|oif|oifname)$/.test(word)) break;
  }
  return words.join(" ");
}

function readRight(keys: readonly NftKey[], reader: NftReader): NftStatement {
  const written = OPS.has(reader.peek()) ? (reader.next() as NftOp) : undefined;
  if (reader.peek().startsWith("@"))
    return { kind: "match", keys, op: written ?? "==", right: reader.next() };
  if (reader.peek() === "{") return { kind: "match", keys, op: written ?? "==", right: readElements(reader) };
  const [key] = keys;
  if (key !== undefined && keys.length === 1 && /^(ct (state|status)|tcp flags)$/.test(key.name)) {
    const flags = readFlags(reader);
    // `tcp flags syn / syn,ack`: the flags after the stroke are looked at.
    if (reader.take("/"))
      return {
        kind: "match",
        keys: [{ ...key, mask: readFlags(reader) }],
        op: written ?? "==",
        right: each(flags),
      };
    const op = written ?? (key.mask === undefined ? "in" : "==");
    return { kind: "match", keys, op, right: each(flags) };
  }
  return { kind: "match", keys, op: written ?? "==", right: [readElement(reader)] };
}

function each(flags: readonly string[]): NftRight {
  return flags.map((flag) => [flag]);
}

/** `syn`, `fin,syn`, `fin | syn`, `(fin | syn)`. */
function readFlags(reader: NftReader): readonly string[] {
  const flags: string[] = [];
  const isBracketed = reader.take("(");
  do flags.push(reader.next());
  while (reader.take(",") || reader.take("|"));
  if (isBracketed) reader.take(")");
  return flags;
}

/** `10.0.0.1 . 1688`; quoted ends of a range have a dash between them. */
function readElement(reader: NftReader): NftElement {
  const parts: string[] = [];
  do {
    let part = reader.next();
    while (reader.peek().startsWith("-") && !reader.isString())
      part += reader.next() + (reader.isString() ? reader.next() : "");
    parts.push(part);
  } while (reader.take("."));
  return parts;
}

/** Reads the braces as well. */
function readElements(reader: NftReader): readonly NftElement[] {
  return readMapEntries(reader).map(({ element }) => element);
}

function readMapEntries(reader: NftReader): readonly NftMapEntry[] {
  const entries: NftMapEntry[] = [];
  if (!reader.take("{")) return entries;
  while (!reader.isDone() && !reader.take("}")) {
    const element = readElement(reader);
    let verdict: NftVerdict = { kind: "continue" };
    while (!reader.isDone() && reader.peek() !== "}" && !reader.take(",")) {
      // Timeouts, comments and counters of the element.
      if (reader.take(":")) verdict = readVerdict(reader);
      else reader.next();
    }
    entries.push({ element, verdict });
  }
  return entries;
}

/** What stands behind `elements =`. */
export function nftElements(tokens: readonly NftToken[]): readonly NftElement[] {
  return nftMapEntries(tokens).map(({ element }) => element);
}

export function nftMapEntries(tokens: readonly NftToken[]): readonly NftMapEntry[] {
  const reader = nftReader(tokens.filter(({ text }) => text !== "\n"));
  reader.take("=");
  return readMapEntries(reader);
}
