// Runs `version`.
import type { OutputFlags } from "../options.ts";
import { VERSION } from "../version.ts";
import { printDocument } from "./simple-document.ts";

export function runVersion(flags: OutputFlags): Promise<number> {
  const result = {
    version: VERSION,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
  return printDocument(
    "version",
    result,
    `kms-doctor ${VERSION} (node ${result.node}, ${result.platform})\n`,
    flags,
  );
}
