// Reads `nslookup -type=srv NAME` of Windows and of Unix.
import type { DocumentReader, Reading } from "./document.ts";
import { plainName, type DnsAnswerFacts, type PastedSrvRecord } from "./dns-answer-facts.ts";
import { labelledLine, valueAt } from "./labelled-line.ts";
import { isNoise, isPrompt, type PasteLine, textAt } from "./paste-line.ts";
import { addressOf } from "./value-shapes.ts";

const NAME = "[\\w.-]{1,255}";
const LOCATION = new RegExp(`^(${NAME})\\s+SRV service location:$`);
const FIELD = /^\s+(priority|weight|port|svr hostname)\s*=\s*(\S{1,255})$/;
const UNIX_RECORD = new RegExp(`^(${NAME})\\s+service = (\\d{1,5}) (\\d{1,5}) (\\d{1,5}) (${NAME})$`);
const ADDRESS = new RegExp(
  `^(${NAME})\\s+(?:internet address|AAAA IPv6 address|has AAAA address) = ?(\\S{1,60})$`,
);
const BARE_NAME = new RegExp(`^${NAME}$`);
const NOT_FOUND = new RegExp(`^\\*\\*\\*? .{1,300}[: ](${NAME}): (.{1,100})$`);
const SERVER = /^(?:server|serveur|servidor|服务器|伺服器|サーバー|сервер)/i;

export const nslookupReader: DocumentReader = {
  starts: (lines, index) => {
    const text = textAt(lines, index);
    if (LOCATION.test(text) || UNIX_RECORD.test(text) || NOT_FOUND.test(text))
      return !isServerAbove(lines, index);
    return isServer(lines, index);
  },
  read: readAnswer,
};

function isServer(lines: readonly PasteLine[], index: number): boolean {
  const line = labelledLine(textAt(lines, index));
  return line !== undefined && SERVER.test(line.label) && addressAt(lines, index + 1) !== undefined;
}

/** The head has two lines, and one blank line below; the answer itself may have several records. */
function isServerAbove(lines: readonly PasteLine[], index: number): boolean {
  for (let above = index - 1; above >= Math.max(0, index - 60); above--) {
    if (isServer(lines, above)) return true;
    if (isPrompt(textAt(lines, above))) return false;
  }
  return false;
}

function addressAt(lines: readonly PasteLine[], index: number): string | undefined {
  return addressOf(labelledLine(textAt(lines, index))?.value.replace(/#\d{1,5}$/, "") ?? "");
}

function readAnswer(lines: readonly PasteLine[], start: number, limit: number): Reading | undefined {
  const hasServer = isServer(lines, start);
  const draft: Draft = { records: [], addresses: [], outcome: null, question: questionAbove(lines, start) };
  const leftOver: number[] = [];
  let end = hasServer ? start + 2 : start;
  for (let index = end; index < limit; index++) {
    const text = textAt(lines, index);
    if (isPrompt(text)) break;
    if (text.trim() === "") continue;
    if (readLine(text, draft)) end = index + 1;
    else if (!isNoise(text)) leftOver.push(index);
  }
  if (end === start) return undefined;
  const { records, addresses, outcome, question } = draft;
  const facts: DnsAnswerFacts = {
    server: hasServer ? plainName(valueAt(lines, start)) : null,
    serverAddress: addressAt(lines, start + 1) ?? null,
    question: question ?? records[0]?.owner ?? null,
    outcome: records.length > 0 ? "found" : outcome,
    records: records.flatMap((record) => (isWhole(record) ? [record] : [])),
    addresses,
  };
  return { body: { kind: "nslookup", facts }, end, leftOver: leftOver.filter((index) => index < end) };
}

type Draft = {
  readonly records: (Partial<PastedSrvRecord> & { readonly owner: string })[];
  readonly addresses: { readonly name: string; readonly address: string }[];
  outcome: DnsAnswerFacts["outcome"];
  question: string | null;
};

/** False for a line that is none of an answer's. */
function readLine(text: string, draft: Draft): boolean {
  const owner = LOCATION.exec(text)?.[1];
  if (owner !== undefined) return draft.records.push({ owner: plainName(owner) }) > 0;
  const [, field = "", value = ""] = FIELD.exec(text) ?? [];
  const open = draft.records.at(-1);
  if (field !== "" && open !== undefined) {
    const part = field === "svr hostname" ? { target: plainName(value) } : { [field]: Number(value) };
    draft.records[draft.records.length - 1] = { ...open, ...part };
    return true;
  }
  const unix = UNIX_RECORD.exec(text);
  if (unix !== null) {
    const [, name = "", priority, weight, port, target = ""] = unix;
    draft.records.push({
      owner: plainName(name),
      target: plainName(target),
      port: Number(port),
      priority: Number(priority),
      weight: Number(weight),
    });
    return true;
  }
  const [, name = "", address = ""] = ADDRESS.exec(text) ?? [];
  if (addressOf(address) !== undefined) return draft.addresses.push({ name: plainName(name), address }) > 0;
  const [, missing, why = ""] = NOT_FOUND.exec(text) ?? [];
  if (missing !== undefined) {
    draft.question = plainName(missing);
    draft.outcome = /non-existent|NXDOMAIN/i.test(why)
      ? "nxdomain"
      : /no answer|no .*records/i.test(why)
        ? "nodata"
        : "failed";
    return true;
  }
  if (BARE_NAME.test(text)) {
    draft.question ??= plainName(text);
    return true;
  }
  // The SOA record in its place: the name exists, and has no SRV.
  if (!/^\s+primary name server\s*=/.test(text))
    return /^\s+\S.{0,60}\s=\s/.test(text) && draft.outcome === "nodata";
  draft.outcome = "nodata";
  return true;
}

function isWhole(record: Partial<PastedSrvRecord>): record is PastedSrvRecord {
  const { target, port, priority, weight } = record;
  return target !== undefined && [port, priority, weight].every(Number.isInteger);
}

/** The name in the command above. */
function questionAbove(lines: readonly PasteLine[], start: number): string | null {
  const above = [textAt(lines, start - 1), textAt(lines, start - 2)].find((text) => /nslookup/i.test(text));
  const name = /(?<![\w.-])_\w{1,20}\._\w{1,10}\.[\w.-]{1,253}/.exec(above ?? "")?.[0];
  return name === undefined ? null : plainName(name);
}
