// Reads `Resolve-DnsName -Type SRV NAME`: its table, or its error. PowerShell translates no names of columns.
import type { DocumentReader } from "./document.ts";
import { plainName, type DnsAnswerFacts, type PastedSrvRecord } from "./dns-answer-facts.ts";
import { isPrompt, textAt } from "./paste-line.ts";
import { labelledLine } from "./labelled-line.ts";
import { addressOf } from "./value-shapes.ts";

const HEADER = /^Name\s+Type\s+TTL\s+Section\s+NameTarget\b/;
const FAILURE = /^Resolve-DnsName\s?: ([\w.-]{1,255}) : (.{1,200})$/;

export const resolveDnsNameReader: DocumentReader = {
  starts: (lines, index) => HEADER.test(textAt(lines, index)) || FAILURE.test(textAt(lines, index)),
  read: (lines, start, limit) => {
    const failure = FAILURE.exec(textAt(lines, start));
    const records: PastedSrvRecord[] = [];
    const addresses: { name: string; address: string }[] = [];
    let name = "";
    let end = start + 1;
    for (let index = start + 1; index < limit; index++) {
      const text = textAt(lines, index);
      if (isPrompt(text)) break;
      const record = rowOf(text);
      const line = labelledLine(text);
      if (record !== undefined) records.push(record);
      else if (line?.label === "Name") name = plainName(line.value);
      else if (/^IP[46]?Address$/.test(line?.label ?? "") && addressOf(line?.value ?? "") !== undefined)
        addresses.push({ name, address: line?.value ?? "" });
      else if (!isOther(text, failure !== null)) break;
      if (text.trim() !== "") end = index + 1;
    }
    if (failure === null && records.length === 0) return undefined;
    const facts: DnsAnswerFacts = {
      server: null,
      serverAddress: null,
      question: failure === null ? (records[0]?.owner ?? null) : plainName(failure[1] ?? ""),
      outcome: failure === null ? "found" : outcomeOf(failure[2] ?? ""),
      records,
      addresses,
    };
    return { body: { kind: "resolve-dnsname", facts }, end, leftOver: [] };
  },
};

function rowOf(text: string): PastedSrvRecord | undefined {
  const cells = text.trim().split(/\s+/);
  const [owner = "", type, ttl = "", , target = "", priority, weight, port] = cells;
  const isRow =
    type === "SRV" &&
    cells.length === 8 &&
    [ttl, priority, weight, port].every((cell) => /^\d{1,10}$/.test(cell ?? ""));
  // Names that are too long for the window end in dots.
  if (!isRow || owner.endsWith("...") || target.endsWith("...")) return undefined;
  return {
    owner: plainName(owner),
    target: plainName(target),
    port: Number(port),
    priority: Number(priority),
    weight: Number(weight),
  };
}

/** Rulers, blank lines and the other properties of the list; below an error the lines that PowerShell adds. */
function isOther(text: string, isFailure: boolean): boolean {
  return (
    /^[\s-]*$|^(?:QueryType|TTL|Section)\s*:/.test(text) || (isFailure && /^(?:At line|\+| {4})/.test(text))
  );
}

/** The texts of Windows errors 9003 and 9501 in English; others are open. */
function outcomeOf(text: string): DnsAnswerFacts["outcome"] {
  if (/name does not exist/i.test(text)) return "nxdomain";
  return /no records found/i.test(text) ? "nodata" : "failed";
}
