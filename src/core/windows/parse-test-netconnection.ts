// Reads `Test-NetConnection HOST -Port N`. PowerShell translates no names of properties.
import type { DocumentReader } from "./document.ts";
import { plainName } from "./dns-answer-facts.ts";
import { isPrompt, textAt } from "./paste-line.ts";
import { addressOf, oneLine, wholeNumber } from "./value-shapes.ts";

export type NetConnectionFacts = {
  readonly computer: string | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly isOpen: boolean | null;
};

const PROPERTY = /^[A-Z]\w{2,40}\s*:/;

export const testNetConnectionReader: DocumentReader = {
  starts: (lines, index) =>
    /^ComputerName\s*:/.test(textAt(lines, index)) && /^RemoteAddress\s*:/.test(textAt(lines, index + 1)),
  read: (lines, start, limit) => {
    const values = new Map<string, string>();
    let end = start;
    while (end < limit && PROPERTY.test(textAt(lines, end)) && !isPrompt(textAt(lines, end))) {
      const [name = "", ...rest] = textAt(lines, end).split(":");
      values.set(name.trim(), oneLine(rest.join(":")));
      end += 1;
    }
    const value = (name: string): string => values.get(name) ?? "";
    const succeeded = value("TcpTestSucceeded").toLowerCase();
    const facts: NetConnectionFacts = {
      computer: plainName(value("ComputerName")) || null,
      address: addressOf(value("RemoteAddress")) ?? null,
      port: wholeNumber(value("RemotePort")) ?? null,
      isOpen: succeeded === "true" ? true : succeeded === "false" ? false : null,
    };
    return { body: { kind: "test-netconnection", facts }, end, leftOver: [] };
  },
};
