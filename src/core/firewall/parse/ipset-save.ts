// Reads what `ipset save` prints (ipset(8)): the sets that rules of iptables name.
import { err, ok } from "../../result.ts";
import { subtractSets, unionOfSets, unionSets, type AddressSet } from "../../net/address-set.ts";
import type { IpSet } from "../model.ts";
import { parseAddressText } from "./address-text.ts";
import type { ParseFile } from "./parsed.ts";

type Draft = {
  readonly type: string;
  readonly hasTimeout: boolean;
  readonly members: { readonly text: string; readonly isHole: boolean }[];
};

const PLAIN_TYPES = new Set(["hash:ip", "hash:net", "bitmap:ip"]);

export const parseIpsetSave: ParseFile = ({ text, file }) => {
  const drafts = new Map<string, Draft>();
  for (const [index, raw] of text.split("\n").entries()) {
    const line = index + 1;
    const [command = "", name = "", what = "", ...rest] = raw.trim().split(/\s+/);
    if (command === "" || command.startsWith("#")) continue;
    if (command === "create") {
      drafts.set(name, { type: what, hasTimeout: rest.includes("timeout"), members: [] });
    } else if (command === "add" && drafts.has(name)) {
      drafts.get(name)?.members.push({ text: what, isHole: rest.includes("nomatch") });
    } else if (
      command !== "flush" &&
      command !== "destroy" &&
      command !== "version" &&
      command !== "COMMIT"
    ) {
      return err({ line, reason: `has '${command} ${name}' where a set or a member should stand` });
    }
  }
  const ipsets = new Map([...drafts].map(([name, draft]) => [name, setOf(name, draft, drafts)]));
  return ok({
    baseChains: [],
    chains: new Map(),
    ipsets,
    families: [],
    assumptions: [`'${file}' holds sets only`],
  });
};

function setOf(name: string, draft: Draft, drafts: ReadonlyMap<string, Draft>): IpSet {
  const unknown = (why: string): IpSet => ({ members: null, why: `the set ${name} ${why}` });
  if (draft.hasTimeout) return unknown("has members that come and go");
  if (draft.type === "list:set") {
    // A list of sets can't hold lists.
    const parts = draft.members
      .map(({ text }) => drafts.get(text))
      .map((part) => (part?.type === "list:set" ? undefined : part));
    const sets = parts.map((part) => (part === undefined ? null : setOf(name, part, drafts).members));
    if (!sets.every((set) => set !== null)) return unknown("names sets that can't be told");
    return { members: unionOfSets(sets), why: "" };
  }
  if (!PLAIN_TYPES.has(draft.type)) return unknown(`is a ${draft.type}, which is not followed`);
  const members = membersOf(draft);
  return members === undefined ? unknown("has a member that is no address") : { members, why: "" };
}

/** Of blocks inside each other the smallest decides, so holes are cut by size, the largest first. */
function membersOf({ members }: Draft): AddressSet | undefined {
  const blocks: { readonly set: AddressSet; readonly isHole: boolean; readonly length: number }[] = [];
  for (const { text, isHole } of members) {
    const set = parseAddressText(text);
    if (set === undefined) return undefined;
    const length = Number(/\/(\d+)$/.exec(text)?.[1] ?? 128);
    blocks.push({ set, isHole, length });
  }
  if (!blocks.some(({ isHole }) => isHole)) return unionOfSets(blocks.map(({ set }) => set));
  let result: AddressSet = { v4: [], v6: [] };
  const bySize = Map.groupBy(blocks, ({ length }) => length);
  for (const [, group] of [...bySize].toSorted(([left], [right]) => left - right)) {
    const [holes, fillings] = [group.filter(({ isHole }) => isHole), group.filter(({ isHole }) => !isHole)];
    result = subtractSets(result, unionOfSets(holes.map(({ set }) => set)));
    result = unionSets(result, unionOfSets(fillings.map(({ set }) => set)));
  }
  return result;
}
