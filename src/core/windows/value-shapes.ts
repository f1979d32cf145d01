// Shapes of values that are the same in every language of Windows.
import { isAddress } from "../net/address.ts";
import { splitHostPort, type HostPort } from "../net/endpoint.ts";

export const WINDOWS_APPLICATION = "55c92734-d682-4d71-983e-d6ec3f16059f";
/** One sample of Microsoft prints 0ff1ce16. */
export const OFFICE_APPLICATION = /^0ff1ce1[56]-a989-479d-af46-f275c6370663$/;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In lower case and without braces. */
export function guidOf(text: string): string | undefined {
  const bare = text.replace(/^\{(.*)\}$/, "$1");
  return GUID.test(bare) ? bare.toLowerCase() : undefined;
}

/** What the first parentheses of the pattern hold; empty where it does not match. */
export function firstGroup(pattern: RegExp, text: string): string {
  return pattern.exec(text)?.[1] ?? "";
}

/** Blanks, tabs and line ends become one space each run. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

export function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `0x` and capital digits, eight of them unless the code is 0. */
export function codeIn(text: string): string | undefined {
  const digits = /(?<!\w)0x([0-9a-f]{1,8})(?!\w)/i.exec(text)?.[1];
  return digits === undefined ? undefined : `0x${digits.toUpperCase().padStart(8, "0")}`;
}

/** `kms1.corp.test:1688`; the port must be there. */
export function hostAndPort(text: string): HostPort | undefined {
  if (!/^\[?[\w.:%-]{1,255}\]?:\d{1,5}$/.test(text)) return undefined;
  const split = splitHostPort(text, 0);
  if (!split.ok) return undefined;
  return { host: split.value.host.toLowerCase().replace(/\.$/, ""), port: split.value.port };
}

export function addressOf(text: string): string | undefined {
  return isAddress(text) ? text : undefined;
}

const OFF =
  /disabled|deaktiviert|deshabilitad|inhabilitad|desactivad|désactivé|disabilitat|disattivat|desabilitad|desativad|已禁用|已停用|無効|отключен/i;
const ON = /enabled|aktiviert|habilitad|activad|activé|abilitat|attivat|ativad|已启用|已啟用|有効|включен/i;

/** Whether a sentence says 'enabled' or 'disabled', in the languages of which these words are known; else undefined. */
export function isSaidEnabled(text: string): boolean | undefined {
  if (OFF.test(text)) return false;
  return ON.test(text) ? true : undefined;
}
