// What a pasted answer of DNS tells, whichever program asked.

export type PastedSrvRecord = {
  /** In lower case and without the trailing dot, as are all names here. */
  readonly owner: string;
  readonly target: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
};

export type DnsAnswerFacts = {
  readonly server: string | null;
  readonly serverAddress: string | null;
  /** The name that was asked for; null where it does not show. */
  readonly question: string | null;
  readonly outcome: "found" | "nxdomain" | "nodata" | "failed" | null;
  readonly records: readonly PastedSrvRecord[];
  readonly addresses: readonly { readonly name: string; readonly address: string }[];
};

export function plainName(text: string): string {
  return text.toLowerCase().replace(/\.$/, "");
}
