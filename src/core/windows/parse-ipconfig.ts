// Reads `ipconfig /all` in any language by its structure: blocks, the place of a line in its block, and the letters
// "DNS", which every translation keeps in the labels that matter here.
import { isAddress } from "../net/address.ts";

export type IpconfigAdapter = {
  /** The heading without its colon, in the system's language. */
  readonly heading: string;
  /** Connection-specific suffix, null where the line is empty or missing. */
  readonly suffix: string | null;
  readonly searchList: readonly string[];
  readonly servers: readonly string[];
  /** False for an adapter without any address: its media is disconnected. */
  readonly hasAddress: boolean;
};

export type Ipconfig = {
  readonly primarySuffix: string | null;
  readonly searchList: readonly string[];
  readonly adapters: readonly IpconfigAdapter[];
};

type Entry = { readonly label: string; readonly values: string[] };
type Block = { readonly heading: string; readonly entries: Entry[] };

/** Longer lines are none of ipconfig's, and the patterns below cost the square of a line's length. */
const MAX_LINE = 300;

// `   Label . . . . : value`: dots and blanks, then the colon. Labels may hold colons themselves only after the dots.
const ENTRY = /^\s+(\S.*?)[\s.]*:(?:\s+(.*))?$/;
const DOTTED = /^\s+(\S.*?)\s*(?:\.\s?){2,}\s*:\s*(.*)$/;

export function parseIpconfig(text: string): Ipconfig {
  // A heading without lines is a prompt or a remark around the output.
  const blocks = readBlocks(text).filter((block) => block.entries.length > 0);
  // The host's own block comes first; its heading has no colon, that of an adapter has (in Windows, not in Wine).
  const [first] = blocks;
  const host = first !== undefined && !first.heading.endsWith(":") ? first : undefined;
  const hostDns = (host?.entries ?? []).filter(isAboutDns);
  return {
    primarySuffix: hostDns[0]?.values[0] ?? null,
    searchList: hostDns[1]?.values ?? [],
    adapters: blocks.filter((block) => block !== host).map(readAdapter),
  };
}

function readBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "" || line.length > MAX_LINE) continue;
    if (!/^\s/.test(line)) {
      blocks.push({ heading: line.trim(), entries: [] });
      continue;
    }
    // Wine prints the host's own block without a heading.
    if (blocks.length === 0) blocks.push({ heading: "", entries: [] });
    const entries = blocks.at(-1)?.entries;
    if (entries !== undefined) readLine(line, entries);
  }
  return blocks;
}

function readLine(line: string, entries: Entry[]): void {
  const match = DOTTED.exec(line) ?? (isContinuation(line) ? null : ENTRY.exec(line));
  if (match === null) {
    entries.at(-1)?.values.push(line.trim());
    return;
  }
  const value = (match[2] ?? "").trim();
  entries.push({ label: match[1] ?? "", values: value === "" ? [] : [value] });
}

/** Further values of a list stand alone on lines that are indented as far as the first value. */
function isContinuation(line: string): boolean {
  return /^\s{12,}\S+\s*$/.test(line);
}

function isAboutDns(entry: Entry): boolean {
  return /dns/i.test(entry.label);
}

function readAdapter(block: Block): IpconfigAdapter {
  const dns = block.entries.filter(isAboutDns);
  const servers = dns.filter((entry) => entry.values.some(isAddress));
  const names = dns.filter((entry) => !entry.values.some(isAddress));
  return {
    heading: block.heading.replace(/\s*:$/, ""),
    suffix: names[0]?.values[0] ?? null,
    searchList: names[1]?.values ?? [],
    servers: servers.flatMap((entry) => entry.values).filter(isAddress),
    hasAddress: block.entries.some((entry) => !isAboutDns(entry) && entry.values.some(beginsWithAddress)),
  };
}

/** `192.0.2.7(Preferred)` and `fe80::1%12(Bevorzugt)`: the address comes first. */
function beginsWithAddress(value: string): boolean {
  return isAddress(/^[0-9a-fA-F:.]+(?:%\d+)?/.exec(value)?.[0] ?? "");
}
