// Every escape by the name under which a template writes it.
import { csvEscape, hclEscape, jsonEscape, routerosEscape, yamlEscape } from "./data-escapes.ts";
import type { Escape } from "./escape.ts";
import { regDwordEscape, regEscape, regMultiEscape } from "./registry-escapes.ts";
import { plainEscape, powershellEscape, shellEscape, shellQuotedEscape } from "./shell-escapes.ts";
import { zoneEscape } from "./zone-escape.ts";

export const ESCAPES = {
  plain: plainEscape,
  zone: zoneEscape,
  shell: shellEscape,
  "shell-quoted": shellQuotedEscape,
  powershell: powershellEscape,
  json: jsonEscape,
  yaml: yamlEscape,
  hcl: hclEscape,
  csv: csvEscape,
  routeros: routerosEscape,
  reg: regEscape,
  "reg-multi": regMultiEscape,
  "reg-dword": regDwordEscape,
} as const satisfies Readonly<Record<string, Escape>>;

export type EscapeName = keyof typeof ESCAPES;

export const ESCAPE_NAMES = Object.keys(ESCAPES) as readonly EscapeName[];

export function isEscapeName(name: string): name is EscapeName {
  return Object.hasOwn(ESCAPES, name);
}
