// Reads a master file for the SRV records of one owner (RFC 1035 section 5, RFC 2308 section 4 for `$TTL`). Semantics are those of BIND where the
// standards leave them open; included files are read, never more.
import { isAtOrBelow, type OwnerName } from "../owner-name.ts";
import { err, ok, type Result } from "../../result.ts";
import { hashNumber, hashRange, hashText } from "./fingerprint.ts";
import { readGenerate } from "./read-generate.ts";
import { dataWords, rangeOf, readRecordHead, wordAt, type RecordHead } from "./read-record-head.ts";
import { readSoaWords } from "./read-soa.ts";
import { readFileName, readTtl } from "./read-words.ts";
import { scanEntries, type Entry, type TextProblem } from "./scan-entries.ts";
import { readSrvWords } from "./srv-rdata.ts";
import type {
  Follower,
  LinePlace,
  Obstacle,
  ReadInclude,
  SoaInFile,
  SrvInFile,
  ZoneProblem,
  ZoneReading,
} from "./zone-reading.ts";

const MOST_INCLUDES = 1000;
const DEEPEST_INCLUDE = 8;
const NO_TTL = "a record without a TTL, and no $TTL before it";
const OBSTACLES: ReadonlySet<string> = new Set(["CNAME", "DNAME", "NS"]);
const SIGNATURES: ReadonlySet<string> = new Set(["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "SIG", "NXT"]);

export type ZoneQuestion = {
  /** The origin before the first `$ORIGIN`. */
  readonly origin: OwnerName;
  /** Whose SRV records are wanted. */
  readonly owner: OwnerName;
  readonly readInclude: ReadInclude;
};

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type FileState = { origin: OwnerName; owner: OwnerName | undefined };

/** Reads the whole file. Errors: what makes it no zone file, or one that can't be read for sure. */
export function readZone(text: string, question: ZoneQuestion): Result<ZoneReading, ZoneProblem> {
  const srv: SrvInFile[] = [];
  const obstacles: Obstacle[] = [];
  const others = { count: 0, sum: 0 };
  const main: FileState = { origin: question.origin, owner: undefined };
  let soa: SoaInFile | undefined;
  let signedAt: string | undefined;
  let defaultTtl: number | undefined;
  let lastTtl: number | undefined;
  let includes = 0;
  /** The place of the record before, until it learns who follows it. */
  let openPlace: Writable<LinePlace> | undefined;
  let lastWord = "";
  let lastOrigin: OwnerName | undefined;
  let lastName: OwnerName | undefined;

  const problem = scanFile(text, main, undefined, 0);
  if (problem !== undefined) {
    const { line, reason } = problem;
    return err({ reason, where: line === undefined ? undefined : sayWhere(line, undefined) });
  }
  if (soa === undefined) return err({ reason: "it has no SOA record", where: undefined });
  const end = { origin: main.origin, defaultTtl, hasIncludes: includes > 0 };
  return ok({ soa, srv, obstacles, signedAt, end, others });

  function scanFile(
    body: string,
    state: FileState,
    file: string | undefined,
    depth: number,
  ): TextProblem | undefined {
    return scanEntries(body, (entry) => {
      const first = body.charCodeAt(entry.tokens[0] ?? 0);
      const reason =
        first === 0x24 && !entry.isIndented
          ? readDirective(body, entry, state, file, depth)
          : readRecord(body, entry, state, file);
      return reason === undefined ? undefined : { line: entry.line, reason };
    });
  }

  function readDirective(
    body: string,
    entry: Entry,
    state: FileState,
    file: string | undefined,
    depth: number,
  ): string | undefined {
    const word = (token: number): string => wordAt(body, entry, token);
    const count = entry.tokens.length / 2;
    const name = word(0).toUpperCase();
    if (count < 2) return `'${word(0).slice(0, 40)}' says nothing`;
    if (name === "$ORIGIN") {
      const origin = readFileName(word(1), state.origin);
      if (!origin.ok) return origin.error;
      state.origin = origin.value;
      return undefined;
    }
    if (name === "$TTL") {
      defaultTtl = readTtl(word(1));
      return defaultTtl === undefined ? "$TTL has no time" : undefined;
    }
    if (name === "$INCLUDE") return readIncluded(word(1), count > 2 ? word(2) : "@", state, depth);
    if (name === "$GENERATE") return readGenerated(body, entry, state.origin, file);
    return `the directive '${word(0).slice(0, 40)}' is not known`;
  }

  function readIncluded(
    pathWord: string,
    originWord: string,
    state: FileState,
    depth: number,
  ): string | undefined {
    const path = pathWord.replace(/^"(.*)"$/, "$1").replaceAll(/\\(.)/g, "$1");
    const origin = readFileName(originWord, state.origin);
    if (!origin.ok) return origin.error;
    includes += 1;
    if (depth >= DEEPEST_INCLUDE || includes > MOST_INCLUDES) return "too many files include each other";
    const included = question.readInclude(path);
    if (!included.ok) return `the included file '${path}' ${included.error}`;
    const { name, text: body } = included.value;
    const found = scanFile(body, { origin: origin.value, owner: undefined }, name, depth + 1);
    if (found === undefined) return undefined;
    const inner = found.line === undefined ? "" : `, line ${found.line}`;
    return `in the included file '${name}'${inner}: ${found.reason}`;
  }

  function readRecord(
    body: string,
    entry: Entry,
    state: FileState,
    file: string | undefined,
  ): string | undefined {
    const head = readRecordHead(body, entry);
    if (!head.ok) return head.error;
    const { type, ttlSeconds: explicitTtl } = head.value;
    const inheritedOwner = state.owner;
    if (!entry.isIndented) {
      const name = ownerOf(wordAt(body, entry, 0), state.origin);
      if (!name.ok) return name.error;
      state.owner = name.value;
    }
    const owner = state.owner;
    if (owner === undefined) return "a record without an owner";
    const inheritedTtl = defaultTtl ?? lastTtl;
    if (explicitTtl !== undefined) lastTtl = explicitTtl;
    if (openPlace !== undefined && file === undefined) {
      openPlace.follower = followerOf(entry, head.value, inheritedTtl);
      openPlace = undefined;
    }
    if (type === "SOA") return readSoa(body, entry, head.value, owner, state.origin, file);
    const ttlSeconds = explicitTtl ?? inheritedTtl;
    if (ttlSeconds === undefined) return NO_TTL;
    if (type === "SRV" && owner === question.owner) {
      const words = dataWords(body, entry, head.value);
      const data = readSrvWords(words, state.origin);
      if (!data.ok) return data.error;
      const isGeneric = words[0] === "\\#" || /^TYPE/i.test(wordAt(body, entry, head.value.typeToken));
      const place =
        file === undefined
          ? linePlace(
              entry,
              followerOf(entry, head.value, inheritedTtl),
              head.value,
              isGeneric,
              inheritedOwner,
            )
          : ({ kind: "elsewhere", where: `in the included file '${file}' (line ${entry.line})` } as const);
      openPlace = place.kind === "line" ? place : openPlace;
      srv.push({ ...data.value, ttlSeconds, place });
      return undefined;
    }
    if (SIGNATURES.has(type)) signedAt ??= sayWhere(entry.line, file);
    if (OBSTACLES.has(type)) noteObstacle(type, owner, sayWhere(entry.line, file));
    const from = entry.tokens[head.value.typeToken * 2] ?? 0;
    noteOther(hashRange(body, from, entry.tokens.at(-1) ?? from), state.origin, ttlSeconds, owner);
    return undefined;
  }

  function readSoa(
    body: string,
    entry: Entry,
    head: RecordHead,
    owner: OwnerName,
    origin: OwnerName,
    file: string | undefined,
  ): string | undefined {
    const words = dataWords(body, entry, head);
    const fields = readSoaWords(words);
    if (fields === undefined) return "the SOA record can't be read";
    if (soa !== undefined) return "a second SOA record: a zone has one";
    const ttl = head.ttlSeconds ?? defaultTtl ?? lastTtl ?? fields.minimum;
    // Without any TTL before it, the minimum is the default of what follows, as in BIND.
    if (head.ttlSeconds === undefined && lastTtl === undefined) defaultTtl ??= fields.minimum;
    soa = {
      owner,
      serial: fields.serial,
      serialAt: file === undefined ? rangeOf(entry, head.typeToken + 3) : undefined,
      where: file === undefined ? sayWhere(entry.line, file) : `in the included file '${file}'`,
      rest: [owner, ttl, origin, ...words.toSpliced(2, 1)].join(" "),
    };
    return undefined;
  }

  function readGenerated(
    body: string,
    entry: Entry,
    origin: OwnerName,
    file: string | undefined,
  ): string | undefined {
    const generated = readGenerate(body, entry, origin, question.owner);
    if (!generated.ok) return generated.error;
    const ttlSeconds = generated.value.ttlSeconds ?? defaultTtl ?? lastTtl;
    if (ttlSeconds === undefined) return NO_TTL;
    noteOther(hashRange(body, entry.start, entry.tokens.at(-1) ?? entry.end), origin, ttlSeconds);
    const where = `made by $GENERATE in ${sayWhere(entry.line, file)}`;
    for (const { type, owner, srv: data } of generated.value.records) {
      noteObstacle(type, owner, where);
      if (data !== undefined) srv.push({ ...data, ttlSeconds, place: { kind: "elsewhere", where } });
    }
    return undefined;
  }

  function followerOf(entry: Entry, head: RecordHead, inheritedTtl: number | undefined): Follower {
    return {
      start: entry.start,
      afterOwner: entry.tokens[head.afterOwner * 2] ?? entry.end,
      isIndented: entry.isIndented,
      inheritsTtl: head.ttlToken === undefined && defaultTtl === undefined,
      inheritedTtl,
    };
  }

  function noteObstacle(type: string, owner: OwnerName, where: string): void {
    if (!isAtOrBelow(question.owner, owner)) return;
    if (type === "CNAME" && owner === question.owner) obstacles.push({ kind: "cname", owner, where });
    if (type === "DNAME" && owner !== question.owner) obstacles.push({ kind: "dname", owner, where });
    if (type === "NS") obstacles.push({ kind: "delegation", owner, where });
  }

  function noteOther(hash: number, origin: OwnerName, ttlSeconds: number, owner: string = ""): void {
    others.count += 1;
    others.sum = (others.sum + hashText(owner, hashText(origin, hashNumber(ttlSeconds, hash)))) | 0;
  }

  /** Most records have the owner of the one before, or another below the same origin. */
  function ownerOf(word: string, origin: OwnerName): Result<OwnerName, string> {
    if (word === lastWord && origin === lastOrigin && lastName !== undefined) return ok(lastName);
    const name = readFileName(word, origin);
    if (name.ok) [lastWord, lastOrigin, lastName] = [word, origin, name.value];
    return name;
  }
}

function linePlace(
  entry: Entry,
  follower: Follower,
  head: RecordHead,
  isGeneric: boolean,
  inheritedOwner: OwnerName | undefined,
): Writable<LinePlace> {
  const { ttlToken, typeToken } = head;
  return {
    ...follower,
    kind: "line",
    line: entry.line,
    end: entry.end,
    ttlAt: ttlToken === undefined ? undefined : rangeOf(entry, ttlToken),
    typeAt: rangeOf(entry, typeToken),
    dataAt: entry.tokens.slice((typeToken + 1) * 2),
    isGeneric,
    inheritedOwner,
    follower: undefined,
  };
}

function sayWhere(line: number, file: string | undefined): string {
  return file === undefined ? `line ${line}` : `line ${line} of '${file}'`;
}
