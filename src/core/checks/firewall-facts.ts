// What the rules of a firewall come to, for the findings about exposure.
import { formatAddress } from "../net/address.ts";
import { setToCidrs, type AddressSet } from "../net/address-set.ts";
import { formatCidr } from "../net/cidr.ts";
import { formatEndpoint } from "../net/endpoint.ts";
import type { Evaluation } from "../firewall/evaluate.ts";
import type { Exposure } from "../firewall/exposure.ts";
import type { Question } from "../firewall/question.ts";
import type { Span } from "../firewall/model.ts";

export type FirewallFacts = {
  readonly question: Question;
  /** The names of the files, in the order in which they were given. */
  readonly files: readonly string[];
  readonly evaluation: Evaluation;
  readonly exposure: Exposure;
  /** Lines that make exactly the wanted clients get in; empty where none were found. */
  readonly change: readonly string[];
};

const MOST_BLOCKS = 6;

/** `10.0.0.1:1688`, or the first file where no host was given. */
export function subjectOf({ question: { host, port }, files }: FirewallFacts): string {
  return host === null ? (files[0] ?? "rules") : formatEndpoint({ address: formatAddress(host), port });
}

/** `10.0.0.0/8, 192.0.2.0/24 and 12 more`. */
export function sayBlocks(set: AddressSet): string {
  const cidrs = setToCidrs(set).map(formatCidr);
  const first = cidrs.slice(0, MOST_BLOCKS).join(", ");
  return cidrs.length > MOST_BLOCKS ? `${first} and ${cidrs.length - MOST_BLOCKS} more` : first;
}

/** `rules.nft:12: tcp dport 1688 accept`. */
export function sayRule({ file, line, text }: Span & { readonly text: string }): string {
  return `${file}:${line}: ${text}`;
}
