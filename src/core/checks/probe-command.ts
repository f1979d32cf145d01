// The `kms-doctor probe` command for published hosts, asking the DNS server that knows their names.
import type { ServerRole } from "../run/observation.ts";
import { hostWord, shellWord } from "../text/shell-word.ts";

type Host = { readonly target: string; readonly port: number };

/** `target` in presentation form without the trailing dot; servers that the machine itself is set up with need no option. */
export function probeCommand(
  hosts: readonly Host[],
  servers: readonly { readonly server: string; readonly role: ServerRole }[],
): string {
  const words = hosts.map(({ target, port }) => `${hostWord(target)}:${port}`).join(" ");
  const given = servers.find(({ role }) => role === "given");
  const option = given === undefined ? "" : ` --server ${shellWord(given.server, "SERVER")}`;
  return `kms-doctor probe ${words}${option}`;
}
