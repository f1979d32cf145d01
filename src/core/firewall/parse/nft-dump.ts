// A ruleset of nftables as its two listings have it, text and JSON: the common ground of both readers.
import type { Hook, Verdict } from "../model.ts";

/** What a match looks at, as the text listing writes it: `ip saddr`, `tcp dport`, `ct state`. */
export type NftKey = {
  readonly name: string;
  /** Of `ip saddr & 255.0.0.255`: as numbers, addresses or flag names. */
  readonly mask?: readonly string[];
};

/** One element of a set, a value for each key of a concatenation. */
export type NftElement = readonly string[];

/** `@clients`, or the elements themselves. A list of flags such as `established,related` has one element each. */
export type NftRight = string | readonly NftElement[];

export type NftOp = "==" | "!=" | "<" | ">" | "<=" | ">=" | "in" | "!";

export type NftVerdict = Verdict | { readonly kind: "continue" };

export type NftMapEntry = { readonly element: NftElement; readonly verdict: NftVerdict };

export type NftStatement =
  | { readonly kind: "match"; readonly keys: readonly NftKey[]; readonly op: NftOp; readonly right: NftRight }
  | { readonly kind: "vmap"; readonly keys: readonly NftKey[]; readonly map: string | readonly NftMapEntry[] }
  | {
      readonly kind: "verdict";
      readonly verdict: NftVerdict;
      /** Of a rejection with ICMP, which exists for one family only. */
      readonly family?: 4 | 6;
      /** `reject with tcp reset`: older listings lose the family match that goes with it. */
      readonly resets?: true;
    }
  /** A condition that can't be decided. */
  | { readonly kind: "perhaps"; readonly why: string };

export type NftRule = {
  readonly line: number;
  readonly text: string;
  readonly statements: readonly NftStatement[];
};

export type NftChain = {
  readonly name: string;
  readonly line: number;
  readonly base: NftBase | null;
  /** Grows while the dump is read. */
  readonly rules: NftRule[];
};

export type NftBase = {
  readonly hook: Hook | "egress";
  readonly priority: number;
  readonly policy: "accept" | "drop";
  readonly type: string;
  /** Of the ingress hook. */
  readonly devices: readonly string[];
};

export type NftSet = {
  readonly elements: readonly NftElement[];
  /** Its members come and go, so the dump does not tell. */
  readonly isDynamic: boolean;
};

export type NftTable = {
  readonly family: string;
  readonly name: string;
  readonly isDormant: boolean;
  readonly chains: readonly NftChain[];
  readonly sets: ReadonlyMap<string, NftSet>;
  readonly maps: ReadonlyMap<string, readonly NftMapEntry[]>;
};
