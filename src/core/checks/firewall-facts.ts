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
  /** Makes exactly the wanted clients get in; null where none is needed, or none was found. */
  readonly change: { readonly text: string; readonly how: string; readonly allowedAfter: AddressSet } | null;
};

const MOST_BLOCKS = 6;
const MOST_LINES = 12;

/** The change as steps; undefined where there is none. */
export function changeSteps({ change }: FirewallFacts): readonly string[] | undefined {
  if (change === null) return undefined;
  const lines = change.text.trimEnd().split("\n");
  const rest = lines.length - MOST_LINES;
  const more = rest > 0 ? [`… and ${rest} more lines: the JSON report has them all (smallestChange)`] : [];
  return [change.how, ...lines.slice(0, MOST_LINES), ...more];
}

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
