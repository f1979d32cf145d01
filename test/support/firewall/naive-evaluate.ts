// The second evaluator, for comparison: one address at a time, each rule in turn, all that may happen followed. No sets, no
// short cuts; it shares the model with the first one and no code.
import type { IpAddress } from "../../../src/core/net/address.ts";
import { type AddressSet, setContains } from "../../../src/core/net/address-set.ts";
import type { BaseChain, Condition, Rule, RuleBase } from "../../../src/core/firewall/model.ts";
import type { PacketKind, Question } from "../../../src/core/firewall/question.ts";

type Truth = "yes" | "no" | "maybe";
type Fate = "accept" | "drop" | "end";

const HOOKS: Readonly<Record<string, readonly string[]>> = {
  "request input": ["ingress", "prerouting", "input", "inbound"],
  "reply input": ["output", "postrouting", "outbound"],
  "request forward": ["ingress", "prerouting", "forward", "postrouting", "inbound"],
  "reply forward": ["ingress", "prerouting", "forward", "postrouting", "outbound"],
};

const FLAG_BITS = { SYN: 2, PSH: 8, ACK: 16, ECN: 64, CWR: 128 };

/** Every packet that must pass, one by one, with the flags that it may carry. */
const PACKETS: readonly (Pick<PacketKind, "direction" | "state"> & { readonly flags: readonly number[] })[] =
  [
    { direction: "request", state: "new", flags: withEcn(FLAG_BITS.SYN) },
    {
      direction: "request",
      state: "established",
      flags: [...withEcn(FLAG_BITS.ACK), ...withEcn(FLAG_BITS.ACK | FLAG_BITS.PSH)],
    },
    { direction: "reply", state: "established", flags: withEcn(FLAG_BITS.ACK | FLAG_BITS.SYN) },
    {
      direction: "reply",
      state: "established",
      flags: [...withEcn(FLAG_BITS.ACK), ...withEcn(FLAG_BITS.ACK | FLAG_BITS.PSH)],
    },
  ];

function withEcn(flags: number): readonly number[] {
  return [0, FLAG_BITS.ECN, FLAG_BITS.CWR, FLAG_BITS.ECN | FLAG_BITS.CWR].map((more) => flags | more);
}

/** Whether the address surely gets through, and whether it perhaps does. */
export function naiveEvaluate(
  rules: RuleBase,
  question: Question,
  address: IpAddress,
): { readonly surely: boolean; readonly perhaps: boolean } {
  let surely = rules.families.includes(address.family);
  let perhaps = true;
  for (const packet of PACKETS) {
    for (const base of rules.baseChains) {
      const isOnTheWay = HOOKS[`${packet.direction} ${question.path}`]?.includes(base.hook) === true;
      if (!isOnTheWay || (base.family !== "both" && base.family !== address.family)) continue;
      if (packet.state !== "new" && base.sees === "first-packets") continue;
      const ended = fatesIn(base.chain, 0);
      if (ended.has("end")) {
        if (base.policy !== "drop") ended.add("accept");
        if (base.policy !== "accept") ended.add("drop");
      }
      if (ended.has("drop")) surely = false;
      if (!ended.has("accept")) perhaps = false;

      function fatesIn(chain: string, depth: number): Set<Fate> {
        const fates = new Set<Fate>();
        for (const rule of rules.chains.get(chain) ?? []) {
          const truth = allOf(rule.conditions.map((condition) => holds(condition, base, packet)));
          if (truth === "no") continue;
          const goesOn = apply(rule, fates, depth);
          if (truth === "yes" && !goesOn) return fates;
        }
        return fates.add("end");
      }

      /** True where the packet may come back to the next rule. */
      function apply({ verdict }: Rule, fates: Set<Fate>, depth: number): boolean {
        if (verdict.kind === "accept" || verdict.kind === "drop") fates.add(verdict.kind);
        else if (verdict.kind === "return") fates.add("end");
        else if (verdict.kind === "unknown" || depth > 20 || !rules.chains.has(verdict.chain)) {
          fates.add("accept").add("drop");
        } else {
          const called = fatesIn(verdict.chain, depth + 1);
          if (called.has("accept")) fates.add("accept");
          if (called.has("drop")) fates.add("drop");
          if (called.has("end") && verdict.kind === "jump") return true;
          if (called.has("end")) fates.add("end");
        }
        return false;
      }
    }
  }
  return { surely, perhaps };

  function holds(condition: Condition, base: BaseChain, packet: (typeof PACKETS)[number]): Truth {
    const isRequest = packet.direction === "request";
    switch (condition.kind) {
      case "never":
        return "no";
      case "unknown":
        return "maybe";
      case "family":
        return sure(condition.family === address.family);
      case "address":
        return addressHolds((condition.side === "source") === isRequest, condition.set, false);
      case "ipset": {
        const members = rules.ipsets.get(condition.name)?.members ?? null;
        if (members === null || condition.sides.length !== 1) return "maybe";
        return addressHolds((condition.sides[0] === "source") === isRequest, members, condition.negated);
      }
      case "port": {
        if ((condition.side === "source") !== isRequest)
          return sure(
            condition.ranges.some(([first, last]) => first <= question.port && last >= question.port),
          );
        const covers = condition.ranges.some(([first, last]) => first <= 1024 && last >= 65_535);
        const touches = condition.ranges.some(([, last]) => last >= 1024);
        return covers ? "yes" : touches ? "maybe" : "no";
      }
      case "state":
        if (base.priority === -200) return "maybe";
        return sure(condition.states.includes(base.priority < -200 ? "invalid" : packet.state));
      case "direction":
        return sure(condition.direction === packet.direction);
      case "interface": {
        const hasOne = question.path === "forward" || (condition.way === "in") === isRequest;
        if (!hasOne) return sure(condition.negated);
        const isClients = (condition.way === "in") === isRequest;
        const known = isClients ? question.interface : null;
        const matching = condition.names.map((name): Truth => {
          if (name === "*") return "yes";
          if (known === null) return name === "lo" ? "no" : "maybe";
          const isPrefix = name.endsWith("*");
          return sure(isPrefix ? known.startsWith(name.slice(0, -1)) : known === name);
        });
        const any = matching.includes("yes") ? "yes" : matching.includes("maybe") ? "maybe" : "no";
        return condition.negated ? opposite(any) : any;
      }
      case "flags": {
        const seen = new Set(
          packet.flags.map((flags) => ((flags & condition.mask) === condition.value) !== condition.negated),
        );
        return seen.size === 2 ? "maybe" : sure(seen.has(true));
      }
      case "address-type": {
        const isHost = (condition.side === "source") !== isRequest;
        return sure(condition.types.includes(isHost && question.path === "input" ? "local" : "unicast"));
      }
    }
  }

  function addressHolds(isClient: boolean, set: AddressSet, negated: boolean): Truth {
    const end = isClient ? address : question.host;
    if (end !== null) return sure(setContains(set, end) !== negated);
    const edges = address.family === 4 ? set.v4 : set.v6;
    const isAll =
      edges.length === 2 && edges[0] === 0n && edges[1] === 1n << (address.family === 4 ? 32n : 128n);
    return edges.length > 0 && !isAll ? "maybe" : sure(isAll !== negated);
  }
}

function sure(holds: boolean): Truth {
  return holds ? "yes" : "no";
}

function opposite(truth: Truth): Truth {
  return truth === "maybe" ? "maybe" : sure(truth === "no");
}

function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes("no")) return "no";
  return truths.includes("maybe") ? "maybe" : "yes";
}
