// Names and addresses masked for screen sharing. The state is masked as a whole, so that no screen can forget one.
import type { UiState } from "./ui-state.ts";

/** The state as it may be seen by others; the same names become the same stand-ins. */
export function maskedState(state: UiState): UiState {
  return maskValue(state) as UiState;
}

/** The stand-ins of values that were masked already: states share most of their parts. */
const known = new WeakMap<object, unknown>();

function maskValue(value: unknown): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value !== "object" || value === null) return value;
  const earlier = known.get(value);
  if (earlier !== undefined) return earlier;
  const masked = maskObject(value);
  known.set(value, masked);
  return masked;
}

function maskObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(maskValue);
  if (value instanceof Map)
    return new Map([...value].map(([key, each]) => [maskValue(key), maskValue(each)]));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskValue(each)]));
}

const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
// Either all eight groups or the two colons that stand for some: a time of day is no address.
const IPV6 =
  /(?:\b[\da-f]{1,4}:){7}[\da-f]{1,4}\b|(?:\b[\da-f]{1,4}(?::[\da-f]{1,4})*)?::(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?/gi;
const NAME = /\b(?:[a-z\d_](?:[a-z\d_-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]\b/gi;

export function maskText(text: string): string {
  return text
    .replace(IPV4, (address) => `ip-${shortHash(address)}`)
    .replace(IPV6, (address) => (address.length > 2 ? `ip-${shortHash(address)}` : address))
    .replace(NAME, (name) => {
      // The service is no secret, and tells what the name is for.
      const service = /^_vlmcs\._tcp\./i.exec(name)?.[0] ?? "";
      return `${service}name-${shortHash(name.slice(service.length).toLowerCase())}`;
    });
}

/** Four digits; FNV-1a, 16 bits of it. It hides from a glance, not from somebody who tries all names. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return ((hash >>> 16) ^ (hash & 0xffff)).toString(16).padStart(4, "0");
}
