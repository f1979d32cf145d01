// A `$GENERATE` line, as far as its records concern one owner: its SRV records, and what stands in their way.
import { isAtOrBelow, type OwnerName } from "../owner-name.ts";
import { err, ok, type Result } from "../../result.ts";
import { fillGenerate, generateSteps, readGenerateRange } from "./expand-generate.ts";
import { dataWords, readRecordHead, wordAt } from "./read-record-head.ts";
import { readFileName } from "./read-words.ts";
import type { Entry } from "./scan-entries.ts";
import { readSrvWords, type SrvData } from "./srv-rdata.ts";

/** Types that concern an owner of SRV records. */
const TYPES: ReadonlySet<string> = new Set(["SRV", "CNAME", "NS", "DNAME"]);

export type Generated = {
  /** Undefined where the line gives none. */
  readonly ttlSeconds: number | undefined;
  readonly records: readonly {
    readonly type: string;
    readonly owner: OwnerName;
    readonly srv: SrvData | undefined;
  }[];
};

/** The records at `wanted` and above it. */
export function readGenerate(
  text: string,
  entry: Entry,
  origin: OwnerName,
  wanted: OwnerName,
): Result<Generated, string> {
  const range = readGenerateRange(wordAt(text, entry, 1));
  if (!range.ok) return range;
  // The left side stands where a record has its owner, so the rest is read as a record is.
  const record: Entry = { ...entry, isIndented: false, tokens: entry.tokens.slice(4) };
  const head = readRecordHead(text, record);
  if (!head.ok) return head;
  const { type, ttlSeconds } = head.value;
  const records: Generated["records"][number][] = [];
  if (!TYPES.has(type)) return ok({ ttlSeconds, records });
  const pattern = dataWords(text, record, head.value)
    .map((word) => word.replace(/^"(.*)"$/, "$1"))
    .join(" ");
  for (const step of generateSteps(range.value)) {
    const left = fillGenerate(wordAt(text, entry, 2), step);
    if (!left.ok) return left;
    const owner = readFileName(left.value, origin);
    if (!owner.ok) return owner;
    if (!isAtOrBelow(wanted, owner.value)) continue;
    const srv = type === "SRV" && owner.value === wanted ? generatedSrv(pattern, step, origin) : undefined;
    if (srv?.ok === false) return err(srv.error);
    records.push({ type, owner: owner.value, srv: srv?.value });
  }
  return ok({ ttlSeconds, records });
}

function generatedSrv(pattern: string, step: number, origin: OwnerName): Result<SrvData, string> {
  const right = fillGenerate(pattern, step);
  return right.ok ? readSrvWords(right.value.trim().split(/[ \t]+/), origin) : right;
}
