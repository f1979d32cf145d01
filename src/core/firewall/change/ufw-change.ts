// Changes for ufw, as commands.
import { formatAddress } from "../../net/address.ts";
import { unionSets } from "../../net/address-set.ts";
import type { ChangeWriter } from "./edit.ts";
import { blocksOf } from "./nft-change.ts";

export const ufwChange: ChangeWriter = {
  how: "As root:",
  write: (edits, { question, clients }) => {
    const { host, port } = question;
    const [edit, ...others] = edits;
    if (host === null || edit === undefined || others.length > 0) return undefined;
    const route = edit.base.hook === "forward" ? "route " : "";
    const command = (action: string, from: string): string =>
      `ufw ${route}prepend ${action} proto tcp from ${from} to ${formatAddress(host)} port ${port}`;
    const allowed = edit.keepsOut ? unionSets(edit.allow, clients) : edit.allow;
    // Each goes to the top, so what must stand first comes last.
    const lines = [
      ...(edit.keepsOut ? [command("deny", "any")] : []),
      ...blocksOf(allowed, host.family).map((block) => command("allow", block)),
    ];
    return `${lines.join("\n")}\n`;
  },
  apply: (dump, change) => {
    const rows = change
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [, route, action = "", from = "", host = "", port = ""] =
          /^ufw (route )?prepend (\w+) proto tcp from (\S+) to (\S+) port (\d+)$/.exec(line) ?? [];
        const way = route === undefined ? "IN" : "FWD";
        return `${host} ${port}/tcp  ${action.toUpperCase()} ${way}  ${from === "any" ? "Anywhere" : from}`;
      });
    return dump.replace(/^([ ]*-- +-+ +-+)$/m, (heading) => [heading, ...rows.toReversed()].join("\n"));
  },
};
