// Random rules as commands for ufw and as settings for firewalld.
import { formatAddress } from "../../../src/core/net/address.ts";
import { anyBlock, anySource, type Dice } from "./dice.ts";

/** Words behind `ufw`. */
export function randomUfw(dice: Dice): readonly (readonly string[])[] {
  const rules = dice.many(8, () => {
    const family = dice.pick([4, 4, 6] as const);
    const action = dice.pick(["allow", "allow", "deny", "reject"]);
    const on = dice.chance(0.2) ? ["in", "on", dice.pick(["up0", "eth9"])] : [];
    const from = dice.pick([
      "any",
      anyBlock(dice, family),
      anyBlock(dice, family),
      formatAddress(anySource(dice, family)),
    ]);
    const host = family === 4 ? "10.77.2.1" : "fd77:2::1";
    const to = dice.chance(0.2) && from !== "any" ? host : "any";
    const proto = ["proto", dice.pick(["tcp", "tcp", "tcp", "udp"])];
    const port = dice.chance(0.8) ? ["port", dice.pick(["1688", "1600:1700", "22,1688", "80"])] : [];
    return [action, ...on, ...proto, "from", from, "to", to, ...port];
  });
  return [["default", dice.pick(["deny", "allow", "reject"]), "incoming"], ...rules];
}

export type ZoneSettings = { readonly zone: string; readonly flags: readonly string[] };

/** Flags of `firewall-cmd --zone=ZONE`, for the zone of the interface and for some with sources. */
export function randomZones(dice: Dice): readonly ZoneSettings[] {
  const interfaceZone = dice.pick(["public", "trusted", "drop", "block", "internal"]);
  const sourceZones = ["work", "home", "dmz"].filter(() => dice.chance(0.5));
  const blocks = disjointBlocks(dice);
  return [
    { zone: interfaceZone, flags: ["--change-interface=up0", ...zoneFlags(dice)] },
    ...sourceZones.map((zone) => ({
      zone,
      flags: [...dice.many(2, () => `--add-source=${blocks.pop() ?? "203.0.113.0/24"}`), ...zoneFlags(dice)],
    })),
  ];
}

/** A source belongs to one zone. */
function disjointBlocks(dice: Dice): string[] {
  return [0, 1, 2, 3].flatMap((part) => [
    `172.20.${part * 64}.0/${dice.pick([18, 20])}`,
    `fd01:0:${part + 1}::/${dice.pick([48, 64])}`,
  ]);
}

function zoneFlags(dice: Dice): readonly string[] {
  return [
    ...(dice.chance(0.4) ? [`--add-port=${dice.pick(["1688/tcp", "1600-1700/tcp", "1688/udp"])}`] : []),
    ...(dice.chance(0.2) ? [`--add-service=${dice.pick(["http", "dns", "samba"])}`] : []),
    ...(dice.chance(0.1) ? ["--add-protocol=tcp"] : []),
    ...dice.many(4, () => `--add-rich-rule=${richRule(dice)}`),
  ];
}

function richRule(dice: Dice): string {
  const family = dice.pick([4, 6] as const);
  const words = ["rule"];
  if (dice.chance(0.4)) words.push(`priority="${dice.pick([-10, -5, 5, 10])}"`);
  words.push(`family="ipv${family}"`);
  words.push(`source ${dice.chance(0.25) ? "NOT " : ""}address="${anyBlock(dice, family)}"`);
  if (dice.chance(0.6))
    words.push(`port port="${dice.pick(["1688", "1688", "1000-2000", "22"])}" protocol="tcp"`);
  else if (dice.chance(0.3)) words.push('service name="http"');
  if (dice.chance(0.15)) words.push('log prefix="a b" level="info"');
  return [...words, dice.pick(["accept", "accept", "drop", "reject"])].join(" ");
}
