// Reads `Test-NetConnection HOST -Port N`. PowerShell translates no names of properties.
import type { DocumentReader } from "./document.ts";
import { plainName } from "./dns-answer-facts.ts";
import { labelledLine } from "./labelled-line.ts";
import { isPrompt } from "./paste-line.ts";
import { addressOf, wholeNumber } from "./value-shapes.ts";

export type NetConnectionFacts = {
  readonly computer: string | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly isOpen: boolean | null;
};

const PROPERTY = /^[A-Z]\w{2,40}\s*:/;

export const testNetConnectionReader: DocumentReader = {
  starts: (lines, index) =>
    /^ComputerName\s*:/.test(lines[index]?.text ?? "") &&
    /^RemoteAddress\s*:/.test(lines[index + 1]?.text ?? ""),
  read: (lines, start, limit) => {
    const values = new Map<string, string>();
    let end = start;
    while (end < limit && PROPERTY.test(lines[end]?.text ?? "") && !isPrompt(lines[end]?.text ?? "")) {
      const line = labelledLine(lines[end]?.text ?? "");
      if (line !== undefined) values.set(line.label, line.value);
      end += 1;
    }
    const succeeded = values.get("TcpTestSucceeded")?.toLowerCase();
    const facts: NetConnectionFacts = {
      computer: plainName(values.get("ComputerName") ?? "") || null,
      address: addressOf(values.get("RemoteAddress") ?? "") ?? null,
      port: wholeNumber(values.get("RemotePort") ?? "") ?? null,
      isOpen: succeeded === "true" ? true : succeeded === "false" ? false : null,
    };
    return { body: { kind: "test-netconnection", facts }, end, leftOver: [] };
  },
};
