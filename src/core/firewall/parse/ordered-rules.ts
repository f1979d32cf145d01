// Firewalls that are one list of rules with a default behind it: all but those of Linux.
import type { IpFamily } from "../../net/address.ts";
import type { BaseChain, Rule, RuleBase, Span } from "../model.ts";

export type OrderedList = Span & {
  /** Unique among the lists of the file. */
  readonly name: string;
  /** For people: what happens to packets that no rule takes. */
  readonly text: string;
  readonly rules: readonly Rule[];
  readonly policy: BaseChain["policy"];
  readonly hook: "inbound" | "outbound";
  readonly isStateful: boolean;
};

const BOTH: readonly IpFamily[] = [4, 6];

export function orderedRuleBase(lists: readonly OrderedList[], assumptions: readonly string[]): RuleBase {
  const keyOf = ({ file, hook, name }: OrderedList): string => `${file} ${hook} ${name}`;
  return {
    baseChains: lists.map((list): BaseChain => {
      const { file, line, text, policy, hook, isStateful } = list;
      const sees = isStateful ? "first-packets" : "all-packets";
      return { file, line, chain: keyOf(list), text, hook, priority: 0, policy, family: "both", sees };
    }),
    chains: new Map(lists.map((list) => [keyOf(list), list.rules])),
    ipsets: new Map(),
    families: BOTH,
    assumptions,
  };
}
