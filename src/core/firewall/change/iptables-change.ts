// Changes for iptables, as text for `iptables-restore --noflush`, or `ip6tables-restore --noflush`.
import { unionSets } from "../../net/address-set.ts";
import type { ChangeContext, ChangeWriter, Edit } from "./edit.ts";
import { blocksOf } from "./nft-change.ts";

export const iptablesChange: ChangeWriter = {
  how: "As root, give these lines to: iptables-restore --noflush (ip6tables-restore for IPv6)",
  write: (edits, context) => {
    const byTable = Map.groupBy(edits, ({ base }) => placeOf(base)[0] ?? "");
    const parts = [...byTable].map(([table, group]) => {
      // Each goes to the top, so what must stand first comes last.
      const lines = group.flatMap((edit) => linesOf(edit, context)).toReversed();
      return [`*${table}`, ...lines, "COMMIT"].join("\n");
    });
    return `${parts.join("\n")}\n`;
  },
  apply: (dump, change) => {
    let changed = dump;
    for (const [, table = "", lines = ""] of change.matchAll(/^\*(\w+)\n([\s\S]*?)COMMIT$/gm)) {
      const start = changed.indexOf(`*${table}`);
      const end = changed.indexOf("COMMIT", start);
      changed = `${changed.slice(0, end)}${lines}${changed.slice(end)}`;
    }
    return changed;
  },
};

function placeOf({ chain, file }: Edit["base"]): readonly string[] {
  return chain.slice(file.length + 1).split(" ");
}

/** In the order in which they must stand. */
function linesOf(
  { base, isReply, allow, keepsOut }: Edit,
  { question, clients }: ChangeContext,
): readonly string[] {
  const [, chain = ""] = placeOf(base);
  const family = base.family === 6 ? 6 : 4;
  const letter = isReply ? "-d" : "-s";
  const port = `-p tcp -m tcp --${isReply ? "sport" : "dport"} ${question.port}`;
  const lo = isReply ? "! -o lo" : "! -i lo";
  const wanted = blocksOf(clients, family);
  const accept = (block: string): string => `-I ${chain} ${letter} ${block} ${port} -j ACCEPT`;
  if (!keepsOut) return blocksOf(allow, family).map(accept);
  const [only, ...others] = wanted;
  // All but one block is one rule; all but several are the several, and then everybody.
  if (only !== undefined && others.length === 0)
    return [...blocksOf(allow, family).map(accept), `-I ${chain} ! ${letter} ${only} ${lo} ${port} -j DROP`];
  return [...blocksOf(unionSets(allow, clients), family).map(accept), `-I ${chain} ${lo} ${port} -j DROP`];
}
