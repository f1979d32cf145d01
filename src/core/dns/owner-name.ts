// Absolute domain names in canonical presentation form (RFC 1035 section 5.1, RFC 4343):
// lower case, a trailing dot, octets outside printable ASCII as \DDD, dots and other specials inside labels escaped.
import { err, ok, type Result } from "../result.ts";

declare const brand: unique symbol;

/** An absolute name such as `_vlmcs._tcp.corp.test.`; equal names are equal strings. The root is `.`. */
export type OwnerName = string & { readonly [brand]: "OwnerName" };

export const ROOT: OwnerName = "." as OwnerName;

const MAX_LABEL_OCTETS = 63;
const MAX_WIRE_OCTETS = 255;

/** Lower-case names without anything to escape, with labels of lawful length: nearly all names in practice. */
const PLAIN_LABEL = /^[a-z0-9_-]{1,63}$/;
const PLAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?$/;

/** Makes a name of labels given as strings whose char codes are octets (0 to 255). Bounds are checked. */
export function ownerNameFromLabels(labels: readonly string[]): Result<OwnerName, string> {
  let wireOctets = 1;
  let text = "";
  for (const label of labels) {
    if (label.length === 0) return err("a label is empty");
    if (label.length > MAX_LABEL_OCTETS)
      return err(`a label has ${label.length} octets, at most 63 are allowed`);
    wireOctets += label.length + 1;
    text += `${escapeLabel(label)}.`;
  }
  if (wireOctets > MAX_WIRE_OCTETS)
    return err(`the name takes ${wireOctets} octets, at most 255 are allowed`);
  return ok((labels.length === 0 ? "." : text) as OwnerName);
}

/** Parses presentation text, with or without the trailing dot. Only octets are known here: IDNs are converted before. */
export function parseOwnerName(text: string): Result<OwnerName, string> {
  if (text === ".") return ok(ROOT);
  if (text === "") return err("the name is empty");
  if (PLAIN.test(text) && text.length < MAX_WIRE_OCTETS - 1) {
    return ok((text.endsWith(".") ? text : `${text}.`) as OwnerName);
  }
  const labels = splitLabels(text);
  return labels.ok ? ownerNameFromLabels(labels.value) : labels;
}

/** The labels as strings whose char codes are octets, leftmost first; none for the root. */
export function ownerNameLabels(name: OwnerName): readonly string[] {
  if (name === ".") return [];
  if (!name.includes("\\")) return name.slice(0, -1).split(".");
  const labels = splitLabels(name);
  return labels.ok ? labels.value : [];
}

/** The parent, undefined for the root. */
export function parentName(name: OwnerName): OwnerName | undefined {
  const labels = ownerNameLabels(name);
  if (labels.length === 0) return undefined;
  const parent = ownerNameFromLabels(labels.slice(1));
  return parent.ok ? parent.value : undefined;
}

/** True when `name` is `ancestor` or lies below it. */
export function isAtOrBelow(name: OwnerName, ancestor: OwnerName): boolean {
  if (ancestor === ".") return true;
  if (name === ancestor) return true;
  if (!name.endsWith(`.${ancestor}`)) return false;
  // An escaped dot before the suffix would be part of a label, not a boundary.
  return ownerNameLabels(name).length > ownerNameLabels(ancestor).length && !endsInEscape(name, ancestor);
}

/** Prepends labels (char codes are octets) to a name. */
export function prependLabels(labels: readonly string[], name: OwnerName): Result<OwnerName, string> {
  if (labels.every((label) => PLAIN_LABEL.test(label)) && PLAIN.test(name)) {
    // Without escapes a name takes as many octets as its text has characters, and one more.
    const joined = `${labels.join(".")}.${name}`;
    if (joined.length < MAX_WIRE_OCTETS) return ok(joined as OwnerName);
  }
  return ownerNameFromLabels([...labels, ...ownerNameLabels(name)]);
}

/** The form of the JSON documents and of text for people: without the trailing dot, the root stays `.`. */
export function withoutTrailingDot(name: OwnerName): string {
  return name === "." ? "." : name.slice(0, -1);
}

function endsInEscape(name: OwnerName, ancestor: OwnerName): boolean {
  const before = name.slice(0, name.length - ancestor.length - 1);
  return (/\\*$/.exec(before)?.[0].length ?? 0) % 2 === 1;
}

function splitLabels(text: string): Result<string[], string> {
  const labels: string[] = [];
  let label = "";
  for (let index = 0; index < text.length; index++) {
    const char = text.charAt(index);
    const code = text.charCodeAt(index);
    if (char === ".") {
      if (label === "")
        return err(index === 0 ? "the name begins with a dot" : "a label is empty (two dots in a row)");
      labels.push(label);
      label = "";
    } else if (char === "\\") {
      const escape = readEscape(text, index);
      if (!escape.ok) return escape;
      label += escape.value.octet;
      index += escape.value.length - 1;
    } else if (code > 0x7e || code <= 0x20) {
      return err(`character ${index + 1} (code ${code}) can't stand in a name unescaped`);
    } else {
      label += char;
    }
  }
  if (label !== "") labels.push(label);
  return ok(labels);
}

function readEscape(
  text: string,
  index: number,
): Result<{ readonly octet: string; readonly length: number }, string> {
  const decimal = /^\d{3}$/.exec(text.slice(index + 1, index + 4));
  if (decimal !== null) {
    const value = Number(decimal[0]);
    if (value > 255) return err(`\\${decimal[0]} is no octet`);
    return ok({ octet: String.fromCharCode(value), length: 4 });
  }
  const next = text.charAt(index + 1);
  if (next === "" || /\d/.test(next))
    return err("a backslash must be followed by a character or three digits");
  if (next.charCodeAt(0) > 0x7e || next.charCodeAt(0) < 0x20)
    return err("a backslash before an unprintable character");
  return ok({ octet: next, length: 2 });
}

function escapeLabel(label: string): string {
  if (/^[a-z0-9_-]+$/.test(label)) return label;
  let text = "";
  for (let index = 0; index < label.length; index++) {
    const code = label.charCodeAt(index);
    // ASCII letters only: DNS compares case-insensitively in ASCII and nowhere else (RFC 4343).
    const lower = code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
    const char = String.fromCharCode(lower);
    if (lower <= 0x20 || lower >= 0x7f) text += `\\${String(lower).padStart(3, "0")}`;
    else if ('."$();@\\'.includes(char)) text += `\\${char}`;
    else text += char;
  }
  return text;
}
