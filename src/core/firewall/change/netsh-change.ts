// Changes for the Windows firewall, as commands for netsh. A block wins over every permission, so others are kept out by a rule
// that blocks them.
import { formatAddress } from "../../net/address.ts";
import { intersectSets, subtractSets, type AddressSet } from "../../net/address-set.ts";
import { universeOf } from "../evaluate.ts";
import { validSources } from "../exposure.ts";
import type { ChangeWriter } from "./edit.ts";

export const netshChange: ChangeWriter = {
  how: "In a command prompt of an administrator:",
  write: (edits, { question, clients }) => {
    const [edit, ...others] = edits;
    if (edit === undefined || others.length > 0) return undefined;
    const command = (name: string, action: string, addresses: AddressSet): string =>
      `netsh advfirewall firewall add rule name="${name}" dir=in action=${action} protocol=TCP localport=${question.port} remoteip=${rangesOf(addresses).join(",")}`;
    const outside = subtractSets(intersectSets(validSources(), universeOf(question)), clients);
    const allowed = rangesOf(edit.allow).length > 0 ? [command("KMS clients", "allow", edit.allow)] : [];
    const blocked = edit.keepsOut ? [command("KMS, all others", "block", outside)] : [];
    return `${[...allowed, ...blocked].join("\n")}\n`;
  },
  apply: (dump, change) => {
    const blocks = change
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, name = "", action = "", port = "", addresses = ""] =
          /name="([^"]*)" dir=in action=(\w+) protocol=TCP localport=(\d+) remoteip=(\S+)$/.exec(line) ?? [];
        const values = [
          "Yes",
          "In",
          "Domain,Private,Public",
          "",
          "Any",
          addresses,
          "TCP",
          port,
          "Any",
          action,
        ];
        return [`Rule Name: ${name}`, "-".repeat(70), ...values.map((value) => `Field: ${value}`)].join("\n");
      });
    return [dump.trimEnd(), ...blocks].join("\n\n");
  },
};

/** `10.0.0.0-10.255.255.255`, the fewest that cover the set. */
function rangesOf({ v4, v6 }: AddressSet): readonly string[] {
  const ranges = (family: 4 | 6, edges: AddressSet["v4"]): readonly string[] =>
    edges.flatMap((first, index) => {
      const end = edges[index + 1];
      if (index % 2 === 1 || end === undefined) return [];
      return [`${formatAddress({ family, value: first })}-${formatAddress({ family, value: end - 1n })}`];
    });
  return [...ranges(4, v4), ...ranges(6, v6)];
}
