// Reads events as `Get-WinEvent | ConvertTo-Json` writes them, whole or cut off: one object, or a list of them.
import { textAt } from "./paste-line.ts";
import { escapeText } from "../text/escape-text.ts";
import type { DocumentReader } from "./document.ts";
import type { PasteLine } from "./paste-line.ts";
import { sppEvent } from "./spp-event-data.ts";
import { utcOfEpoch } from "./utc-of-epoch.ts";
import { SPP_EVENT_IDS, SPP_PROVIDERS, type SppEvent } from "./spp-event.ts";

/** Objects lie in each other at most as deep as ConvertTo-Json can be told to go. */
const MOST_DEPTH = 100;

export const eventJsonReader: DocumentReader = {
  starts: (lines, index) => {
    const text = lines[index]?.text.trimStart() ?? "";
    const next = text.length > 1 ? text.slice(1) : textAt(lines, index + 1);
    return /^[[{]/.test(text) && /^\s*["{}\]]/.test(next);
  },
  read: (lines, start) => {
    const end = endOfJson(lines, start);
    const text = lines
      .slice(start, end)
      .map((line) => line.text)
      .join("\n");
    const objects = objectsIn(text);
    const all = objects.filter((object) => Number.isInteger(object["Id"]) || "EventID" in object);
    if (all.length === 0) return { body: null, end, leftOver: [] };
    const events = all.flatMap((object) => readEvent(object) ?? []);
    const facts = { events, otherEvents: all.length - events.length };
    return { body: { kind: "events-json", facts }, end, leftOver: [] };
  },
};

/** JSON keeps line ends out of its strings, so every line begins with a sign of its syntax. */
function endOfJson(lines: readonly PasteLine[], start: number): number {
  let end = start + 1;
  while (end < lines.length && /^\s*(?:["{}[\],]|-?\d|true\b|false\b|null\b)/.test(textAt(lines, end))) {
    end += 1;
  }
  return end;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The objects that are whole, of the list or alone. */
function objectsIn(text: string): readonly JsonObject[] {
  const top = text.trimStart().startsWith("[") ? 2 : 1;
  const objects: JsonObject[] = [];
  let depth = 0;
  let isString = false;
  let from = -1;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (isString) {
      if (char === "\\") index += 1;
      else if (char === '"') isString = false;
    } else if (char === '"') {
      isString = true;
    } else if (char === "{" || char === "[") {
      depth += 1;
      if (depth === top && char === "{") from = index;
      if (depth > MOST_DEPTH) return objects;
    } else if (char === "}" || char === "]") {
      if (depth === top && char === "}" && from !== -1) objects.push(...parsed(text.slice(from, index + 1)));
      depth -= 1;
      if (depth < 0) return objects;
    }
  }
  return objects;
}

function parsed(text: string): readonly JsonObject[] {
  try {
    return [JSON.parse(text) as JsonObject];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function readEvent(object: JsonObject): SppEvent | undefined {
  const id = Number(object["Id"] ?? object["EventID"]);
  const provider = object["ProviderName"] ?? object["Source"];
  const isOther = typeof provider === "string" && !SPP_PROVIDERS.test(provider);
  if (!SPP_EVENT_IDS.includes(id) || isOther) return undefined;
  const properties = Array.isArray(object["Properties"])
    ? object["Properties"].flatMap((property: unknown) => textOf(valueOf(property)) ?? [])
    : [];
  const message = textOf(object["Message"]);
  const head = { time: timeOf(object["TimeCreated"]), computer: textOf(object["MachineName"]) };
  const event = sppEvent(id, head, properties);
  return event.data !== null || message === undefined ? event : sppEvent(id, head, [message]);
}

function valueOf(property: unknown): unknown {
  return typeof property === "object" && property !== null && "Value" in property ? property.Value : property;
}

/** Control characters escaped; line ends stay. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return undefined;
  return value
    .slice(0, 10_000)
    .split(/\r\n|\n|\r/)
    .map((line) => escapeText(line))
    .join("\n");
}

const EPOCH = /^\/Date\((-?\d{1,14})\)\/$/;

/** PowerShell 5 writes `/Date(1772439247000)/`, as it is here; later ones RFC 3339. */
function timeOf(value: unknown): string | undefined {
  const text = textOf(valueOf(value));
  if (text === undefined || text.length > 60) return undefined;
  const milliseconds = EPOCH.exec(text)?.[1];
  return milliseconds === undefined ? text : utcOfEpoch(Number(milliseconds));
}
