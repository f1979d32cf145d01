// Changes for nftables, as commands for `nft -f`, or `nft -j -f`.
import { setToCidrs, type AddressSet } from "../../net/address-set.ts";
import { formatCidr } from "../../net/cidr.ts";
import type { ChangeContext, ChangeWriter, Edit } from "./edit.ts";

type NftPlace = { readonly family: string; readonly table: string; readonly chain: string };

/** One rule: `negated` is for all but the addresses. */
type NftInsert = {
  readonly place: NftPlace;
  readonly family: 4 | 6;
  readonly isReply: boolean;
  readonly blocks: readonly string[];
  readonly negated: boolean;
};

export const nftChange: ChangeWriter = {
  how: "As root, give these lines to: nft -f -",
  write: (edits, context) => {
    const inserts = insertsOf(edits, context);
    return inserts === undefined
      ? undefined
      : `${inserts.map((each) => sayInsert(each, context)).join("\n")}\n`;
  },
  apply: (dump, change) => `${dump}\n${change}`,
};

export const nftJsonChange: ChangeWriter = {
  how: "As root, give this to: nft -j -f -",
  write: (edits, context) => {
    const inserts = insertsOf(edits, context);
    if (inserts === undefined) return undefined;
    const commands = inserts.map(
      (each) => `  ${JSON.stringify({ insert: { rule: jsonRule(each, context) } })}`,
    );
    return `{"nftables": [\n${commands.join(",\n")}\n]}\n`;
  },
  apply: (dump, change) => {
    const commands = change.slice(change.indexOf("[") + 1, change.lastIndexOf("]"));
    const end = dump.lastIndexOf("]");
    return `${dump.slice(0, end)},${commands}${dump.slice(end)}`;
  },
};

/** In the order of the commands: each goes to the top, so what must stand first comes last. */
function insertsOf(edits: readonly Edit[], { clients }: ChangeContext): readonly NftInsert[] | undefined {
  const inserts: NftInsert[] = [];
  for (const { base, isReply, allow, keepsOut } of edits) {
    const [family, table, chain, ...others] = base.chain.slice(base.file.length + 1).split(" ");
    if (family === undefined || table === undefined || chain === undefined || others.length > 0)
      return undefined;
    const place = { family, table, chain };
    for (const each of familiesOf(clients)) {
      if (keepsOut)
        inserts.push({ place, family: each, isReply, blocks: blocksOf(clients, each), negated: true });
      const blocks = blocksOf(allow, each);
      if (blocks.length > 0) inserts.push({ place, family: each, isReply, blocks, negated: false });
    }
  }
  return inserts;
}

export function familiesOf({ v4, v6 }: AddressSet): readonly (4 | 6)[] {
  return [...(v4.length > 0 ? [4 as const] : []), ...(v6.length > 0 ? [6 as const] : [])];
}

export function blocksOf({ v4, v6 }: AddressSet, family: 4 | 6): readonly string[] {
  return setToCidrs(family === 4 ? { v4, v6: [] } : { v4: [], v6 }).map(formatCidr);
}

function sayInsert(
  { place, family, isReply, blocks, negated }: NftInsert,
  { question }: ChangeContext,
): string {
  const address = `${family === 4 ? "ip" : "ip6"} ${isReply ? "daddr" : "saddr"}`;
  const port = `tcp ${isReply ? "sport" : "dport"} ${question.port}`;
  const where = `insert rule ${place.family} ${place.table} ${place.chain}`;
  // What the machine says to itself is no business of this rule.
  const start = negated ? `${where} ${isReply ? "oifname" : "iifname"} != "lo"` : where;
  return `${start} ${address} ${negated ? "!= " : ""}{ ${blocks.join(", ")} } ${port} ${negated ? "drop" : "accept"}`;
}

function jsonRule(
  { place, family, isReply, blocks, negated }: NftInsert,
  { question }: ChangeContext,
): object {
  const match = (op: string, left: object, right: unknown): object => ({ match: { op, left, right } });
  const payload = (protocol: string, field: string): object => ({ payload: { protocol, field } });
  const prefixes = blocks.map((block) => {
    const [addr, len] = block.split("/");
    return { prefix: { addr, len: Number(len) } };
  });
  const expr = [
    ...(negated ? [match("!=", { meta: { key: isReply ? "oifname" : "iifname" } }, "lo")] : []),
    match(negated ? "!=" : "==", payload(family === 4 ? "ip" : "ip6", isReply ? "daddr" : "saddr"), {
      set: prefixes,
    }),
    match("==", payload("tcp", isReply ? "sport" : "dport"), question.port),
    negated ? { drop: null } : { accept: null },
  ];
  return { ...place, expr };
}
