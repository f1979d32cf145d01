// Random rule sets for iptables-restore and ip6tables-restore, with the sets of ipset that they name.
import { formatAddress } from "../../../src/core/net/address.ts";
import { anyBlock, anyRange, anySource, type Dice } from "./dice.ts";

/** For `ipset restore`. */
export function randomIpsets(dice: Dice): string {
  return ([4, 6] as const)
    .flatMap((family) => [
      `create s${family} hash:net family ${family === 4 ? "inet" : "inet6"}`,
      ...dice.many(
        5,
        () => `add -exist s${family} ${anyBlock(dice, family)}${dice.chance(0.25) ? " nomatch" : ""}`,
      ),
    ])
    .join("\n");
}

export function randomIptables(dice: Dice, family: 4 | 6): string {
  const tables = [filter(dice, family)];
  if (dice.chance(0.3)) tables.push(early(dice, family, "raw", "PREROUTING"));
  if (dice.chance(0.3)) tables.push(early(dice, family, "mangle", dice.pick(["PREROUTING", "INPUT"])));
  return tables.join("");
}

function filter(dice: Dice, family: 4 | 6): string {
  const chains = ["C1", "C2", "C3"];
  return [
    "*filter",
    `:INPUT ${dice.pick(["ACCEPT", "DROP"])} [0:0]`,
    ":FORWARD ACCEPT [0:0]",
    ":OUTPUT ACCEPT [0:0]",
    ...chains.map((name) => `:${name} - [0:0]`),
    ...dice.many(9, () => rule(dice, family, "INPUT", chains, false)),
    ...chains.flatMap((name, place) =>
      dice.many(4, () => rule(dice, family, name, chains.slice(place + 1), false)),
    ),
    ...(dice.chance(0.25) ? dice.many(2, () => rule(dice, family, "OUTPUT", [], true)) : []),
    "COMMIT\n",
  ].join("\n");
}

function early(dice: Dice, family: 4 | 6, table: string, chain: string): string {
  const rules = dice.many(3, () => rule(dice, family, chain, [], false).replace(/REJECT.*$/, "DROP"));
  return [`*${table}`, `:${chain} ACCEPT [0:0]`, ...rules, "COMMIT\n"].join("\n");
}

function rule(dice: Dice, family: 4 | 6, chain: string, chains: readonly string[], isReply: boolean): string {
  const words = [`-A ${chain}`];
  const not = (text: string): string => (dice.chance(0.25) ? `! ${text}` : text);
  const [letter, word] = isReply ? ["d", "dst"] : ["s", "src"];
  if (dice.chance(0.75)) {
    words.push(
      dice.pick([
        () => not(`-${letter} ${anyBlock(dice, family)}`),
        () => not(`-${letter} ${formatAddress(anySource(dice, family))}`),
        () => `-m iprange ${not(`--${word}-range ${anyRange(dice, family)}`)}`,
        () => `-m set ${not(`--match-set s${family} ${word}`)}`,
        () =>
          family === 4 ? not(`-${letter} 10.1.0.1/255.255.0.3`) : not(`-${letter} fd01::1/ffff:ffff::3`),
      ])(),
    );
  }
  const hasPorts = dice.chance(0.5);
  if (hasPorts) {
    const side = isReply ? "sport" : "dport";
    words.push("-p tcp");
    words.push(
      dice.pick([
        `-m tcp ${not(`--${side} 1688`)}`,
        `-m tcp --${side} 1000:2000`,
        `-m multiport ${not(`--${side}s 22,1688`)}`,
        `-m multiport --${side}s 1,1600:1700`,
        "-m tcp --syn",
        "-m tcp ! --syn",
        "-m tcp --tcp-flags SYN,ACK ACK",
      ]),
    );
  } else if (dice.chance(0.15)) {
    words.push(dice.pick(["-p udp", "-p tcp", "! -p udp"]));
  }
  if (dice.chance(0.3))
    words.push(
      `-m conntrack ${not(`--ctstate ${dice.pick(["NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID", "NEW,ESTABLISHED"])}`)}`,
    );
  if (dice.chance(0.15))
    words.push(not(`-${isReply ? "o" : "i"} ${dice.pick(["up0", "up+", "lo", "eth9"])}`));
  if (dice.chance(0.08) && !isReply) words.push(`-m addrtype ${not("--dst-type LOCAL")}`);
  if (dice.chance(0.1)) words.push('-m comment --comment "a \\"comment\\" -j DROP"');
  words.push(target(dice, words.join(" "), chains, family));
  return words.join(" ");
}

function target(dice: Dice, words: string, chains: readonly string[], family: 4 | 6): string {
  const isTcp = / -p tcp/.test(words);
  const icmp = family === 4 ? "icmp-port-unreachable" : "icmp6-adm-prohibited";
  return dice.pick([
    "-j ACCEPT",
    "-j ACCEPT",
    "-j DROP",
    "-j DROP",
    "-j RETURN",
    `-j REJECT --reject-with ${icmp}`,
    isTcp ? "-j REJECT --reject-with tcp-reset" : "-j DROP",
    ...chains.flatMap((name) => [`-j ${name}`, `-g ${name}`]),
  ]);
}
