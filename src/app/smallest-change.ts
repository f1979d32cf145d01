// The smallest change to rules that lets exactly the wanted clients in: rules at the top of the chains that stop or admit the wrong
// ones, in the dump's own words, proven by reading and evaluating the dump as it would be afterwards.
import type { ChangeWriter, Edit } from "../core/firewall/change/edit.ts";
import { iptablesChange } from "../core/firewall/change/iptables-change.ts";
import { nftChange, nftJsonChange } from "../core/firewall/change/nft-change.ts";
import { netshChange } from "../core/firewall/change/netsh-change.ts";
import { ufwChange } from "../core/firewall/change/ufw-change.ts";
import { evaluate, universeOf, type Decision, type Evaluation } from "../core/firewall/evaluate.ts";
import { validSources } from "../core/firewall/exposure.ts";
import type { ParseHints, RuleDump, RuleFormat } from "../core/firewall/parse/parsed.ts";
import type { Question } from "../core/firewall/question.ts";
import {
  intersectSets,
  isEmptySet,
  NO_ADDRESSES,
  setFromCidrs,
  setToCidrs,
  subtractSets,
  unionSets,
  type AddressSet,
} from "../core/net/address-set.ts";
import { readRules } from "./read-rules.ts";

const WRITERS: Readonly<Partial<Record<RuleFormat, ChangeWriter>>> = {
  nft: nftChange,
  "nft-json": nftJsonChange,
  "iptables-save": iptablesChange,
  ufw: ufwChange,
  netsh: netshChange,
};

/** Chains that packets go through one after the other; more than these need more than a small change. */
const MOST_ROUNDS = 6;

export type SmallestChange = {
  readonly text: string;
  /** What to do with it. */
  readonly how: string;
  readonly allowedAfter: AddressSet;
};

export type ChangeQuestion = {
  readonly dumps: readonly RuleDump[];
  /** Of each dump. */
  readonly formats: readonly RuleFormat[];
  /** What the operator named, null where it was recognised. */
  readonly format: RuleFormat | null;
  readonly hints: ParseHints;
  readonly question: Question;
  /** Those who should get in, of the host's family. */
  readonly clients: AddressSet;
};

/** Null where nothing is to be changed, where the format has no words for it, or where no such change does it. */
export function findSmallestChange(asked: ChangeQuestion, before: Evaluation): SmallestChange | null {
  const { question, clients } = asked;
  const sources = intersectSets(universeOf(question), validSources());
  const wanted = intersectSets(clients, sources);
  if (isEmptySet(wanted)) return null;
  const edits = new Map<string, Edit>();
  let evaluation = before;
  let change: Pick<SmallestChange, "text" | "how"> | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stopped = subtractSets(wanted, evaluation.lower);
    const others = subtractSets(intersectSets(evaluation.upper, sources), wanted);
    if (isEmptySet(stopped) && isEmptySet(others))
      return change === undefined ? null : { ...change, allowedAfter: evaluation.lower };
    const allow = (hit: AddressSet): AddressSet => fewestBlocks(hit, wanted);
    if (!addEdits(edits, evaluation.decisions, stopped, others, allow)) return null;
    const changed = applyEdits([...edits.values()], { ...asked, clients: wanted });
    if (changed === undefined) return null;
    ({ change } = changed);
    evaluation = evaluate(changed.rules, question);
  }
  return null;
}

/** False where nothing was added, so that another round would be no different. */
function addEdits(
  edits: Map<string, Edit>,
  decisions: readonly Decision[],
  stopped: AddressSet,
  others: AddressSet,
  allowFor: (hit: AddressSet) => AddressSet,
): boolean {
  let isNew = false;
  const add = ({ base, packet }: Decision, allow: AddressSet, keepsOut: boolean): void => {
    const earlier = edits.get(base.chain) ?? {
      base,
      isReply: packet.direction === "reply",
      allow: NO_ADDRESSES,
      keepsOut: false,
    };
    const next = {
      ...earlier,
      allow: allowFor(unionSets(earlier.allow, allow)),
      keepsOut: earlier.keepsOut || keepsOut,
    };
    if (next.keepsOut === earlier.keepsOut && isEmptySet(subtractSets(allow, earlier.allow))) return;
    edits.set(base.chain, next);
    isNew = true;
  };
  for (const decision of decisions) {
    const hit = intersectSets(decision.set, stopped);
    if (decision.effect !== "allow" && !isEmptySet(hit)) add(decision, hit, false);
  }
  // One chain is enough to stop somebody; the last that decided is the one where people look.
  const admitting = decisions.find(
    ({ effect, set }) => effect !== "deny" && !isEmptySet(intersectSets(set, others)),
  );
  if (admitting !== undefined) add(admitting, NO_ADDRESSES, true);
  return isNew;
}

/** Whole blocks of clients say in few words what would otherwise be many pieces of them. */
function fewestBlocks(hit: AddressSet, wanted: AddressSet): AddressSet {
  const touched = setFromCidrs(
    setToCidrs(wanted).filter((block) => !isEmptySet(intersectSets(setFromCidrs([block]), hit))),
  );
  return setToCidrs(touched).length < setToCidrs(hit).length ? touched : hit;
}

function applyEdits(edits: readonly Edit[], asked: ChangeQuestion) {
  const { dumps, formats, hints, question, clients } = asked;
  const texts: string[] = [];
  let how = "";
  const changed: RuleDump[] = [];
  for (const [index, dump] of dumps.entries()) {
    const own = edits.filter(({ base }) => base.file === dump.file);
    const format = formats[index];
    const writer = format === undefined ? undefined : WRITERS[format];
    if (own.length === 0) {
      changed.push(dump);
      continue;
    }
    const text = writer?.write(own, { question, clients });
    if (writer === undefined || text === undefined) return undefined;
    texts.push(text);
    how = writer.how;
    changed.push({ ...dump, text: writer.apply(dump.text, text) });
  }
  const read = readRules(changed, asked.format, hints);
  return read.ok ? { change: { text: texts.join(""), how }, rules: read.value.rules } : undefined;
}
