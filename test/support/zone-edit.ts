// Edits of zone texts in tests, with the wish in few words.
import { editZone, type ZoneEditRequest } from "../../src/core/dns/zone-text/edit-zone.ts";
import type { SrvWish } from "../../src/core/plan/srv-wish.ts";
import { kmsOwnerName } from "../../src/core/kms/service.ts";
import { name } from "./zone-builder.ts";

/** 24 November 2026, 15:30 UTC. */
export const NOW_SECONDS = 1_795_534_200;

export type WishWords = Partial<Omit<SrvWish, "domain" | "owner" | "target">> & {
  readonly domain?: string;
  readonly host?: string;
  readonly origin?: string;
  readonly remove?: true | { readonly priority?: number; readonly weight?: number };
  /** Text of included files by their paths. */
  readonly files?: Readonly<Record<string, string>>;
};

export function wish({ domain = "corp.test", host = "kms9.corp.test", ...numbers }: WishWords = {}): SrvWish {
  const owner = kmsOwnerName(name(domain));
  if (!owner.ok) throw new Error(owner.error);
  const { port = 1688, priority = 0, weight = 0, ttlSeconds } = numbers;
  return { domain: name(domain), owner: owner.value, target: name(host), port, priority, weight, ttlSeconds };
}

export function editRequest(words: WishWords = {}): ZoneEditRequest {
  const { remove, origin, files = {} } = words;
  return {
    wish: wish(words),
    origin: origin === undefined ? undefined : name(origin),
    remove:
      remove === undefined
        ? undefined
        : { priority: undefined, weight: undefined, ...(remove === true ? {} : remove) },
    nowSeconds: NOW_SECONDS,
    readInclude: (path) => {
      const text = files[path];
      return text === undefined
        ? { ok: false, error: "is not there" }
        : { ok: true, value: { name: path, text } };
    },
  };
}

/** The new text. Throws where the edit is refused. */
export function edited(text: string, words: WishWords = {}): string {
  const edit = editZone(text, editRequest(words));
  if (!edit.ok) throw new Error(`refused: ${edit.error.reason}`);
  return edit.value.newText;
}

/** The reason. Throws where the edit is not refused. */
export function refusal(text: string, words: WishWords = {}): string {
  const edit = editZone(text, editRequest(words));
  if (edit.ok) throw new Error(`not refused: ${edit.value.newText}`);
  return `${edit.error.reason}. ${edit.error.hint}`;
}
