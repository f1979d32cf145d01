// Tests against real programs: named skip where one is missing, a failure where LAB_REQUIRED=1 says that all must be there.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "vitest";
import { WINDOWS_NODE } from "./windows-node.ts";

/**
 * Which of the names this machine lacks. A name is a program (`nmap`), a file (`/usr/share/…`), a Python package of the system's Python
 * (`python3:impacket`), `root` for the right to make network namespaces, or `windows-node` for the Windows build of
 * Node that `node test/support/fetch-windows-node.ts` fetches.
 */
export function peers(...names: readonly string[]): { readonly missing: readonly string[] } {
  return { missing: names.filter((name) => !isPresent(name)) };
}

/** describe() with its peers: skipped with the reason in the title, or failing when LAB_REQUIRED=1. */
export function describeWithPeers(title: string, names: readonly string[], fn: () => void): void {
  const { missing } = peers(...names);
  if (missing.length === 0) {
    describe(title, fn);
  } else if (process.env["LAB_REQUIRED"] === "1") {
    describe(title, () => {
      test(`needs ${missing.join(", ")}`, () => {
        throw new Error(`missing on this machine and LAB_REQUIRED=1: ${missing.join(", ")}`);
      });
    });
  } else {
    describe.skip(`${title} (missing: ${missing.join(", ")})`, fn);
  }
}

function isPresent(name: string): boolean {
  if (name.startsWith("/")) return existsSync(name);
  if (name === "root") return process.getuid?.() === 0;
  if (name === "windows-node") return existsSync(WINDOWS_NODE);
  if (name.startsWith("python3:"))
    return existsSync(join("/usr/lib/python3/dist-packages", name.slice("python3:".length)));
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there or not ours to run: both mean that it cannot be used.
    return false;
  }
}
