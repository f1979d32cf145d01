// What the rules leave open and the question does not say, and how it is taken then.
import { formatAddress } from "../net/address.ts";
import { isEmptySet, setFromCidrs, subtractSets } from "../net/address-set.ts";
import type { Cidr } from "../net/cidr.ts";
import { universeOf } from "./evaluate.ts";
import type { Condition, RuleBase } from "./model.ts";
import type { Question } from "./question.ts";

/** Interfaces of containers, tunnels and virtual machines: clients of the network do not come in by these. */
const VIRTUAL = /^(lo$|docker|br-|veth|virbr|vnet|tun|tap|wg|cni|flannel|cali|lxc|podman)/;

type Asked = { readonly clients: readonly Cidr[]; readonly isPathGiven: boolean };

/** The only interface of the network that the rules name; null where they name none, or several. */
export function assumedInterface(rules: RuleBase): string | null {
  const names = new Set(
    [...conditionsOf(rules)].flatMap((condition) => (condition.kind === "interface" ? condition.names : [])),
  );
  const real = [...names].filter((name) => !VIRTUAL.test(name) && name !== "*");
  const [only] = real;
  return real.length === 1 && only !== undefined && !only.endsWith("*") ? only : null;
}

export function assumptionsOf(
  rules: RuleBase,
  question: Question,
  { clients, isPathGiven }: Asked,
): readonly string[] {
  const conditions = [...conditionsOf(rules)];
  const names = (kind: Condition["kind"]): boolean => conditions.some((condition) => condition.kind === kind);
  const said = [...rules.assumptions];
  if (!isPathGiven)
    said.push("the rules are those of the host itself (--path forward for a router on the way)");
  if (names("interface")) {
    said.push(
      question.interface === null
        ? "clients come in by an interface other than lo (--interface names it)"
        : `clients come in by the interface ${question.interface}`,
    );
  }
  if (conditions.some((condition) => condition.kind === "port" && condition.side === "source"))
    said.push("clients send from ports above 1023");
  if (question.host === null) said.push("the address of the host is not given (--host names it)");
  const outside = subtractSets(setFromCidrs(clients), universeOf(question));
  if (question.host !== null && !isEmptySet(outside)) {
    const family = question.host.family === 4 ? "IPv6" : "IPv4";
    said.push(`clients of ${family} are left out: ${formatAddress(question.host)} can't be reached over it`);
  }
  return said;
}

function* conditionsOf({ chains }: RuleBase): Generator<Condition> {
  for (const rules of chains.values()) for (const { conditions } of rules) yield* conditions;
}
