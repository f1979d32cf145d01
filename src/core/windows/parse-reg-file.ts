// Reads registry exports (.reg) of the licensing service's keys. Other keys are passed over.
import { firstGroup } from "./value-shapes.ts";
import { escapeText } from "../text/escape-text.ts";
import type { DocumentReader } from "./document.ts";
import { isPrompt, type PasteLine, textAt } from "./paste-line.ts";

export type RegistryData = string | number | readonly string[];

export type RegistryExportKey = {
  readonly path: string;
  /** Of the licensing service as a whole, of an application (Windows, Office), or of one licence. */
  readonly scope: "global" | "application" | "licence";
  readonly values: Readonly<Record<string, RegistryData>>;
};

export type RegFileFacts = { readonly keys: readonly RegistryExportKey[]; readonly otherKeys: number };

const HEAD = /^(?:Windows Registry Editor Version 5\.00|REGEDIT4)$/;
const KEY = /^\[(-?HKEY_[^\]]{1,500})\]$/;
const VALUE = /^"([\w .-]{1,100})"=(.+)$/;
/** `SL` in Windows Vista and Server 2008. */
const SPP = /\\CurrentVersion\\(?:SoftwareProtectionPlatform|SL)((?:\\[0-9a-f-]{36}){0,2})$/i;

export const regFileReader: DocumentReader = {
  starts: (lines, index) => {
    const text = textAt(lines, index);
    return HEAD.test(text) || (KEY.test(text) && SPP.test(firstGroup(KEY, text)));
  },
  read: (lines, start) => {
    const keys: { path: string; scope: RegistryExportKey["scope"]; values: Map<string, RegistryData> }[] = [];
    const leftOver: number[] = [];
    let otherKeys = 0;
    let isOurs = false;
    let end = start;
    for (let index = start; index < lines.length; index++) {
      const text = textAt(lines, index);
      if (isPrompt(text)) break;
      if (text.trim() === "" || HEAD.test(text) || text.startsWith(";")) {
        if (text.trim() !== "") end = index + 1;
        continue;
      }
      const path = KEY.exec(text)?.[1];
      if (path !== undefined) {
        const below = SPP.exec(path)?.[1];
        isOurs = below !== undefined && !path.startsWith("-");
        if (isOurs) keys.push({ path, scope: scopeOf(below ?? ""), values: new Map() });
        else otherKeys += 1;
        end = index + 1;
        continue;
      }
      const joined = joinLines(lines, index);
      const [, name = "", raw = ""] = VALUE.exec(joined.text) ?? [];
      if (name === "" && !/^(?:@|"[^"]{0,255}")=/.test(joined.text)) break;
      const data = dataOf(raw);
      const key = keys.at(-1);
      if (isOurs && key !== undefined && data !== undefined) key.values.set(name, data);
      else if (isOurs) leftOver.push(index);
      index = joined.end - 1;
      end = joined.end;
    }
    if (keys.length + otherKeys === 0) return { body: null, end: Math.max(end, start + 1), leftOver: [] };
    const named = keys.map((key) => ({ ...key, values: Object.fromEntries(key.values) }));
    return { body: { kind: "registry", facts: { keys: named, otherKeys } }, end, leftOver };
  },
};

function scopeOf(below: string): RegistryExportKey["scope"] {
  const parts = below.split("\\").length - 1;
  return parts === 0 ? "global" : parts === 1 ? "application" : "licence";
}

/** A value goes on below where its line ends with a backslash. */
function joinLines(
  lines: readonly PasteLine[],
  start: number,
): { readonly text: string; readonly end: number } {
  const parts: string[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const text = textAt(lines, end);
    parts.push(text.replace(/\\$/, "").trim());
    if (!text.endsWith("\\") || !/=hex|^\s/.test(text)) break;
  }
  return { text: parts.join(""), end: Math.min(end + 1, lines.length) };
}

/** Undefined for kinds that the licensing service does not use. */
function dataOf(raw: string): RegistryData | undefined {
  const text = /^"((?:[^"\\]|\\.)*)"$/.exec(raw)?.[1];
  if (text !== undefined) return text.replace(/\\(.)/g, "$1");
  const dword = /^dword:([0-9a-f]{8})$/i.exec(raw)?.[1];
  if (dword !== undefined) return Number.parseInt(dword, 16);
  const octets = /^hex\((?:7|2|1)\):([0-9a-f,\s]*)$/i.exec(raw)?.[1];
  if (octets === undefined) return undefined;
  const strings = utf16Strings(octets);
  return raw.startsWith("hex(7)") ? strings : (strings[0] ?? "");
}

function utf16Strings(octets: string): readonly string[] {
  const bytes = octets.split(",").map((octet) => Number.parseInt(octet, 16));
  let text = "";
  for (let at = 0; at + 1 < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  return text
    .split("\u0000")
    .filter((part) => part !== "")
    .map(escapeText);
}
