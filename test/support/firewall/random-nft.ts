// Random rule sets for nft, of what predictions can be exact about: families, sets, maps, chains, states, priorities.
import { formatAddress } from "../../../src/core/net/address.ts";
import { anyBlock, anyRange, anySource, type Dice } from "./dice.ts";

export function randomNft(dice: Dice): string {
  return Array.from({ length: dice.chance(0.4) ? 2 : 1 }, (_, index) => table(dice, index)).join("\n");
}

function table(dice: Dice, index: number): string {
  const kind = dice.pick(["inet", "inet", "inet", "ip", "ip6"]);
  const families: readonly (4 | 6)[] = kind === "inet" ? [4, 6] : kind === "ip" ? [4] : [6];
  const names = ["c1", "c2", "c3"];
  const parts = [
    ...families.map((family) => namedSet(dice, family)),
    ...families.map((family) => namedMap(dice, family, names)),
    // From the last on, since a chain must be there before a rule leads to it.
    ...names.map((name, place) => chain(name, "", dice, families, names.slice(place + 1))).toReversed(),
    chain("input", base(dice, "input"), dice, families, names),
    ...(dice.chance(0.25) ? [chain("early", base(dice, "prerouting"), dice, families, names)] : []),
    ...(dice.chance(0.25) ? [chain("answers", base(dice, "output"), dice, families, names, true)] : []),
    ...(dice.chance(0.2) ? [chain("second", base(dice, "input"), dice, families, names)] : []),
  ];
  return `table ${kind} t${index} {\n${parts.join("\n")}\n}`;
}

function base(dice: Dice, hook: string): string {
  const priority = dice.pick(hook === "prerouting" ? [-300, -150, -100, 10] : [-10, 0, 0, 5, 20]);
  const policy = hook === "input" ? dice.pick(["accept", "drop"]) : "accept";
  return `type filter hook ${hook} priority ${priority}; policy ${policy};\n`;
}

const TYPES = { 4: "ipv4_addr", 6: "ipv6_addr" };

function namedSet(dice: Dice, family: 4 | 6): string {
  return `set s${family} { type ${TYPES[family]}; flags interval; auto-merge; elements = { ${disjoint(dice, family, 6).join(", ")} } }`;
}

function namedMap(dice: Dice, family: 4 | 6, chains: readonly string[]): string {
  const entries = disjoint(dice, family, 4).map(
    (element) => `${element} : ${plainVerdict(dice, chains.slice(2))}`,
  );
  return `map m${family} { type ${TYPES[family]} : verdict; flags interval; elements = { ${entries.join(", ")} } }`;
}

/** Elements of maps and anonymous sets must not overlap: single addresses far from each other, and one block. */
function disjoint(dice: Dice, family: 4 | 6, most: number): readonly string[] {
  const block = family === 4 ? "192.168.4.0/22" : "2001:db8:4::/46";
  const outside = dice
    .many(most, () => formatAddress(anySource(dice, family)))
    .filter((text) => !/^192\.168\.[4-7]\.|^2001:db8:[4-7]:/.test(text));
  return [...new Set(outside), ...(dice.chance(0.5) || outside.length === 0 ? [block] : [])];
}

function plainVerdict(dice: Dice, chains: readonly string[]): string {
  const jumps = chains.length > 0 ? [`jump ${dice.pick(chains)}`, `goto ${dice.pick(chains)}`] : [];
  return dice.pick(["accept", "accept", "drop", "drop", "return", "continue", ...jumps, ...jumps]);
}

function chain(
  name: string,
  head: string,
  dice: Dice,
  families: readonly (4 | 6)[],
  chains: readonly string[],
  isReply = false,
): string {
  const rules = dice.many(head === "" ? 4 : 9, () => rule(dice, families, chains, isReply));
  return `chain ${name} { ${head}${rules.join("\n")}\n}`;
}

function rule(dice: Dice, families: readonly (4 | 6)[], chains: readonly string[], isReply: boolean): string {
  const family = dice.pick(families);
  const address = `${family === 4 ? "ip" : "ip6"} ${isReply ? "daddr" : "saddr"}`;
  const port = isReply ? "tcp sport" : "tcp dport";
  const words: string[] = [];
  if (dice.chance(0.75)) words.push(addressMatch(dice, family, address, port));
  if (dice.chance(0.45)) words.push(portMatch(dice, port));
  if (dice.chance(0.3)) words.push(stateMatch(dice));
  if (dice.chance(0.15)) words.push(interfaceMatch(dice, isReply));
  if (dice.chance(0.1)) words.push(flagMatch(dice));
  if (dice.chance(0.1))
    words.push(dice.pick(["meta l4proto tcp", "meta l4proto { tcp, udp }", "meta l4proto udp"]));
  if (dice.chance(0.07)) words.push(dice.pick(["ct direction original", "ct direction reply"]));
  if (dice.chance(0.07) && !isReply)
    words.push(dice.pick(["fib daddr type local", "fib daddr type != local"]));
  if (dice.chance(0.2)) words.push("counter");
  words.push(verdict(dice, family, address, chains, words.join(" "), families.length === 2));
  return words.join(" ");
}

function addressMatch(dice: Dice, family: 4 | 6, address: string, port: string): string {
  const op = dice.pick(["", "", "", "!= "]);
  switch (dice.number(8)) {
    case 0:
      return `${address} ${op}${formatAddress(anySource(dice, family))}`;
    case 1:
      return `${address} ${op}${anyRange(dice, family)}`;
    case 2:
      return `${address} ${op}@s${family}`;
    case 3:
      return `${address} ${op}{ ${disjoint(dice, family, 4).join(", ")} }`;
    case 4:
      return `${address} ${dice.pick(["<", ">", "<=", ">="])} ${formatAddress(anySource(dice, family))}`;
    case 5:
      return family === 4
        ? `${address} & 255.255.0.3 ${dice.pick(["==", "!="])} 10.1.0.1`
        : `${address} ${op}fd01::/64`;
    case 6:
      return `${address} . ${port} { ${disjoint(dice, family, 3)
        .filter((text) => !text.includes("/"))
        .concat(family === 4 ? "172.20.0.1" : "fd01::1")
        .map((text) => `${text} . ${dice.pick([1688, 1688, 22])}`)
        .join(", ")} }`;
    default:
      return `${address} ${op}${anyBlock(dice, family)}`;
  }
}

function portMatch(dice: Dice, port: string): string {
  return `${port} ${dice.pick(["1688", "1688", "!= 1688", "{ 22, 1688 }", "1000-2000", "!= 22", "> 1024", "{ 135, 5000-6000 }"])}`;
}

function stateMatch(dice: Dice): string {
  return `ct state ${dice.pick(["new", "established", "established,related", "invalid", "{ new, established }", "!= new", "new,untracked"])}`;
}

function interfaceMatch(dice: Dice, isReply: boolean): string {
  const key = isReply ? "oifname" : dice.pick(["iifname", "iif"]);
  if (key === "iif") return dice.pick(['iif "lo"', 'iif != "lo"', 'iif "up0"']);
  return `${key} ${dice.pick(['"up0"', '"up*"', '"lo"', '!= "up0"', '{ "lo", "up0" }', '"eth9"'])}`;
}

function flagMatch(dice: Dice): string {
  return dice.pick([
    "tcp flags & (fin|syn|rst|ack) == syn",
    "tcp flags & (fin|syn|rst|ack) != syn",
    "tcp flags syn",
    "tcp flags ! syn",
    "tcp flags & (syn|ack) == ack",
  ]);
}

/** A rejection by reset loses its family in the listing, unless the rule names an address. */
function verdict(
  dice: Dice,
  family: 4 | 6,
  address: string,
  chains: readonly string[],
  before: string,
  isBoth: boolean,
): string {
  if (dice.chance(0.12)) {
    const lists = disjoint(dice, family, 3).map((element) => `${element} : ${plainVerdict(dice, chains)}`);
    // The map leads to the last chain, which therefore must not use it.
    const named = chains.length === 0 ? [] : [`${address} vmap @m${family}`];
    return dice.pick([`${address} vmap { ${lists.join(", ")} }`, ...named]);
  }
  if (dice.chance(0.07)) return "ct state vmap { new : continue, established : accept, invalid : drop }";
  if (dice.chance(0.25)) {
    const own = family === 4 ? "icmp" : "icmpv6";
    const named = !isBoth || /ip6? [sd]addr/.test(before);
    const resets = named && !before.includes("udp") ? ["reject with tcp reset"] : [];
    return dice.pick(["reject", `reject with ${own} admin-prohibited`, ...resets]);
  }
  return plainVerdict(dice, chains);
}
