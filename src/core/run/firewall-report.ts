// What `firewall` found out, in the form of the documents. Keys are a public contract.

export type DecisiveRule = {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly effect: "allow" | "deny";
  /** The addresses that it decides about. */
  readonly cidrs: readonly string[];
};

export type ShadowedRuleReport = {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /** The earlier rule that decides instead. */
  readonly by: string;
};

export type FirewallReport = {
  /** Null where none was given. */
  readonly host: string | null;
  readonly port: number;
  readonly formats: readonly string[];
  /** What the rules leave open, and how it was taken. */
  readonly assumptions: readonly string[];
  readonly exact: boolean;
  /** What surely gets through. */
  readonly allowed: readonly string[];
  /** Null where the answer is exact. */
  readonly bounds: { readonly lower: readonly string[]; readonly upper: readonly string[] } | null;
  /** Clients that surely do not get through. */
  readonly blockedClients: readonly string[];
  /** Others that surely do. */
  readonly exposed: readonly string[];
  readonly decisive: readonly DecisiveRule[];
  readonly shadowed: readonly ShadowedRuleReport[];
  readonly smallestChange: { readonly text: string; readonly allowedAfter: readonly string[] } | null;
};
