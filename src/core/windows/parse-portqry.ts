// Reads PortQry: the target, its address, and how each port is.
import type { DocumentReader } from "./document.ts";
import { plainName } from "./dns-answer-facts.ts";
import { isPrompt, textAt, type PasteLine } from "./paste-line.ts";
import { addressOf, firstGroup } from "./value-shapes.ts";

export type PortqryFacts = {
  readonly target: string | null;
  readonly address: string | null;
  readonly ports: readonly {
    readonly protocol: "tcp" | "udp";
    readonly port: number;
    readonly state: "listening" | "not-listening" | "filtered" | "listening-or-filtered";
  }[];
};

const HEAD = /^\s*Querying target system called:/i;
const PORT =
  /^\s*(TCP|UDP) port (\d{1,5}) \([^)]{0,60}\): (NOT LISTENING|LISTENING or FILTERED|LISTENING|FILTERED)/i;
/** The head has eleven lines, more where several ports are asked. */
const HEAD_LINES = 24;
const STATES: Readonly<Record<string, PortqryFacts["ports"][number]["state"]>> = {
  "not listening": "not-listening",
  "listening or filtered": "listening-or-filtered",
  listening: "listening",
  filtered: "filtered",
};

export const portqryReader: DocumentReader = {
  starts: (lines, index) =>
    HEAD.test(textAt(lines, index)) || (PORT.test(textAt(lines, index)) && !isHeadAbove(lines, index)),
  read: (lines, start, limit) => {
    const ports: PortqryFacts["ports"][number][] = [];
    let target: string | null = null;
    let address: string | null = null;
    let end = start;
    for (let index = start; index < limit && !isPrompt(textAt(lines, index)); index++) {
      const text = lines[index]?.text.trim() ?? "";
      const [, protocol = "", port = "", state = ""] = PORT.exec(text) ?? [];
      const isWord = index > start && target === null && /^[\w.:-]{1,255}$/.test(text);
      if (isWord) target = plainName(text);
      address ??= addressOf(firstGroup(/^Name resolved to (\S{1,60})$/i, text)) ?? null;
      const known = STATES[state.toLowerCase()];
      if (known !== undefined)
        ports.push({ protocol: protocol === "UDP" ? "udp" : "tcp", port: Number(port), state: known });
      const isOurs =
        known !== undefined ||
        isWord ||
        /^(?:Querying|Attempting to resolve|Name resolved to|IP address resolved)/i.test(text);
      if (isOurs) end = index + 1;
      else if (text !== "") break;
    }
    if (ports.length === 0) return undefined;
    return { body: { kind: "portqry", facts: { target, address, ports } }, end, leftOver: [] };
  },
};

/** The lines about the name and its address stand between. */
function isHeadAbove(lines: readonly PasteLine[], index: number): boolean {
  return lines.slice(Math.max(0, index - HEAD_LINES), index).some(({ text }) => HEAD.test(text));
}
