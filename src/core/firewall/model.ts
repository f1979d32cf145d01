// One model for the rules of every firewall: base chains at hooks, chains of rules, each with conditions and a verdict.
// Parsers write it, evaluate.ts reads it. It says what the rules say; which packet is meant comes with the question.
import type { IpFamily } from "../net/address.ts";
import type { AddressSet } from "../net/address-set.ts";

/** Where a rule stands. Lines count from 1. */
export type Span = { readonly file: string; readonly line: number };

export type Side = "source" | "destination";

/** State of the connection that a packet belongs to, as connection tracking names it. */
export type ConnectionState = "new" | "established" | "related" | "invalid" | "untracked";

/** From the first to the last, both included. */
export type PortRange = readonly [first: number, last: number];

/**
 * What must hold for a rule to apply; all packets in question are TCP, so `never` stands for other protocols. Negation is
 * resolved by the parsers where the set can be inverted, and is a flag elsewhere.
 */
export type Condition =
  | { readonly kind: "never" }
  | { readonly kind: "family"; readonly family: IpFamily }
  /** Nothing of the other family is in the set, so it also says which family is meant. */
  | { readonly kind: "address"; readonly side: Side; readonly set: AddressSet }
  /** A set by name of `ipset save`, which may be in another file. */
  | {
      readonly kind: "ipset";
      readonly name: string;
      readonly sides: readonly Side[];
      readonly negated: boolean;
    }
  | { readonly kind: "port"; readonly side: Side; readonly ranges: readonly PortRange[] }
  | { readonly kind: "state"; readonly states: readonly ConnectionState[] }
  | { readonly kind: "direction"; readonly direction: "request" | "reply" }
  /** `*` at the end stands for anything. */
  | {
      readonly kind: "interface";
      readonly way: "in" | "out";
      readonly names: readonly string[];
      readonly negated: boolean;
    }
  /** TCP flags: `flags & mask == value`. */
  | { readonly kind: "flags"; readonly mask: number; readonly value: number; readonly negated: boolean }
  /** Whether an address is one of this machine's own, or an ordinary one of another machine. */
  | { readonly kind: "address-type"; readonly side: Side; readonly types: readonly AddressType[] }
  | { readonly kind: "unknown"; readonly why: string };

export type AddressType = "local" | "unicast" | "other";

export type Verdict =
  | { readonly kind: "accept" }
  /** Also every kind of rejection. */
  | { readonly kind: "drop" }
  | { readonly kind: "return" }
  /** After the chain comes the next rule (jump), or whoever called this one (goto). */
  | { readonly kind: "jump" | "goto"; readonly chain: string }
  /** Anything may happen to the packet. */
  | { readonly kind: "unknown"; readonly why: string };

/** Rules that neither decide nor lead elsewhere (log, counter) are not kept. */
export type Rule = Span & {
  /** As the dump has it, for people. */
  readonly text: string;
  readonly conditions: readonly Condition[];
  readonly verdict: Verdict;
};

/** `inbound` and `outbound` are for firewalls that have no other hooks. */
export type Hook =
  "ingress" | "prerouting" | "input" | "forward" | "output" | "postrouting" | "inbound" | "outbound";

/** A chain where packets enter; the end of it is its policy. A packet passes when every base chain on its way accepts. */
export type BaseChain = Span & {
  /** Key in `chains`. */
  readonly chain: string;
  /** For people: the policy, as in `inet filter input: policy drop`. */
  readonly text: string;
  readonly hook: Hook;
  /** Ascending order within a hook. */
  readonly priority: number;
  /** `unknown`: the dump does not say. */
  readonly policy: "accept" | "drop" | "unknown";
  readonly family: IpFamily | "both";
  /** Whether later packets are let through with the first, so that only the first is judged. */
  readonly sees: "first-packets" | "all-packets";
};

/** A set of `ipset save`; null where its members can't be told, with the reason. */
export type IpSet = {
  readonly members: AddressSet | null;
  readonly why: string;
};

/** What was read of one file, or of several together. */
export type RuleBase = {
  readonly baseChains: readonly BaseChain[];
  readonly chains: ReadonlyMap<string, readonly Rule[]>;
  readonly ipsets: ReadonlyMap<string, IpSet>;
  /** Families that the rules speak about: of the others nothing is known. */
  readonly families: readonly IpFamily[];
  /** What a reader took for granted, in words. */
  readonly assumptions: readonly string[];
};
