// The hosts file, which resolvers read before they ask DNS, and the names of RFC 6761 section 6.3 (localhost).
import { readFile } from "node:fs/promises";
import path from "node:path";
import { isAtOrBelow, parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { formatAddress, parseAddress } from "../../core/net/address.ts";

export type HostsFile = (name: OwnerName) => readonly string[] | undefined;

/** Reads this machine's hosts file; a machine without one knows only localhost. Rejects for other read errors. */
export async function readHostsFile(): Promise<HostsFile> {
  const text = await readFile(hostsFilePath(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EACCES") return "";
    throw error;
  });
  return hostsFileOf(text);
}

/** A look-up in the text of a hosts file. Lines that are no `ADDRESS NAME…` are passed over, as resolvers do. */
export function hostsFileOf(text: string): HostsFile {
  const byName = new Map<OwnerName, string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [addressText = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    const address = parseAddress(addressText);
    if (!address.ok) continue;
    for (const nameText of names) {
      const name = parseOwnerName(nameText);
      if (name.ok) byName.set(name.value, [...(byName.get(name.value) ?? []), formatAddress(address.value)]);
    }
  }
  const localhost = parseOwnerName("localhost");
  return (name) => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    return localhost.ok && isAtOrBelow(name, localhost.value) ? ["127.0.0.1"] : undefined;
  };
}

function hostsFilePath(): string {
  return process.platform === "win32"
    ? path.join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "drivers", "etc", "hosts")
    : "/etc/hosts";
}
