// What is to be put at the top of a base chain, so that exactly the wanted clients pass it; and how each format writes it.
import type { AddressSet } from "../../net/address-set.ts";
import type { BaseChain } from "../model.ts";
import type { Question } from "../question.ts";

export type Edit = {
  readonly base: BaseChain;
  /** True where the chain sees the answers, whose destination is the client. */
  readonly isReply: boolean;
  /** Clients that the chain stops, and should not. */
  readonly allow: AddressSet;
  /** Whether the chain lets others pass, and should stop everybody but the clients. */
  readonly keepsOut: boolean;
};

export type ChangeContext = {
  readonly question: Question;
  /** Those who should get in. */
  readonly clients: AddressSet;
};

export type ChangeWriter = {
  /** What to do with the text. */
  readonly how: string;
  /** The change in the format's own words; undefined where they can't say it. */
  readonly write: (edits: readonly Edit[], context: ChangeContext) => string | undefined;
  /** The dump as it would be afterwards. */
  readonly apply: (dump: string, change: string) => string;
};
