// Reads the parts of `dcdiag /test:dns` that tell results: the summary table and the lines of dots.
import type { DocumentReader } from "./document.ts";
import { plainName } from "./dns-answer-facts.ts";
import { isPrompt, textAt } from "./paste-line.ts";

export type DcdiagOutcome = "pass" | "fail" | "warn" | "not-tested";

export type DcdiagFacts = {
  readonly servers: readonly {
    readonly server: string;
    readonly authentication: DcdiagOutcome;
    readonly basic: DcdiagOutcome;
    readonly forwarders: DcdiagOutcome;
    readonly delegation: DcdiagOutcome;
    readonly dynamicUpdate: DcdiagOutcome;
    readonly recordRegistration: DcdiagOutcome;
    readonly externalName: DcdiagOutcome;
  }[];
  readonly tests: readonly { readonly subject: string; readonly test: string; readonly isPassed: boolean }[];
};

const HEAD = /^(?:Directory Server|Domain Controller) Diagnosis$/;
/** The abbreviations of the tests are the same in every language. */
const TABLE = /^\s*Auth\s+Basc\s+Forw\s+Del\s+Dyn\s+RReg\s+Ext\s*$/;
const ROW = /^\s*([\w.-]{1,255})((?:\s+(?:PASS|FAIL|WARN|n\/a)){7})$/i;
const RESULT = /^\s*\.{5,}\s([\w.-]{1,255}) (passed|failed) test (\w{1,40})$/;

export const dcdiagReader: DocumentReader = {
  starts: (lines, index) => {
    const text = textAt(lines, index);
    return HEAD.test(text) || TABLE.test(text);
  },
  isWeak: true,
  read: (lines, start, limit) => {
    const servers: DcdiagFacts["servers"][number][] = [];
    const tests: DcdiagFacts["tests"][number][] = [];
    const leftOver: number[] = [];
    let end = start + 1;
    for (let index = start + 1; index < limit; index++) {
      const text = textAt(lines, index);
      if (isPrompt(text) || HEAD.test(text)) break;
      const [, server, cells = ""] = ROW.exec(text) ?? [];
      const [, subject, verdict, test = ""] = RESULT.exec(text) ?? [];
      if (server !== undefined) servers.push(rowOf(plainName(server), cells));
      else if (subject !== undefined)
        tests.push({ subject: plainName(subject), test, isPassed: verdict === "passed" });
      else if (text.trim() !== "" && !TABLE.test(text) && !/^[\s_-]*$/.test(text)) leftOver.push(index);
      if (server !== undefined || subject !== undefined) end = index + 1;
    }
    if (servers.length + tests.length === 0) return { body: null, end: start + 1, leftOver: [] };
    const body = { kind: "dcdiag-dns", facts: { servers, tests } } as const;
    return { body, end, leftOver: leftOver.filter((index) => index < end) };
  },
};

function rowOf(server: string, cells: string): DcdiagFacts["servers"][number] {
  const [authentication, basic, forwarders, delegation, dynamicUpdate, recordRegistration, externalName] =
    cells.trim().split(/\s+/).map(outcomeOf);
  const open = "not-tested";
  return {
    server,
    authentication: authentication ?? open,
    basic: basic ?? open,
    forwarders: forwarders ?? open,
    delegation: delegation ?? open,
    dynamicUpdate: dynamicUpdate ?? open,
    recordRegistration: recordRegistration ?? open,
    externalName: externalName ?? open,
  };
}

function outcomeOf(cell: string): DcdiagOutcome {
  const lower = cell.toLowerCase();
  return lower === "pass" || lower === "fail" || lower === "warn" ? lower : "not-tested";
}
