// Where the files lie that the package ships beside its code; works from src (tests) and from the bundle's chunks.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { EnvironmentError } from "../../core/errors.ts";

const PACKAGE_NAME = "kms-doctor";

/** The folder of the nearest package.json named kms-doctor at or above this module. Throws EnvironmentError without one. */
export function findPackageRoot(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = path.dirname(from); ; folder = path.dirname(folder)) {
    if (isPackageRoot(folder)) return folder;
    if (folder === path.dirname(folder))
      throw new EnvironmentError(
        `the installation is damaged: no package.json of ${PACKAGE_NAME} above '${from}'`,
        {
          hint: "Install the package again.",
        },
      );
  }
}

function isPackageRoot(folder: string): boolean {
  let text: string;
  try {
    text = readFileSync(path.join(folder, "package.json"), "utf8");
  } catch (error) {
    // Most folders have none; what can't be read is no package of ours either.
    if (error instanceof Error) return false;
    throw error;
  }
  return new RegExp(`"name"\\s*:\\s*"${PACKAGE_NAME}"`).test(text);
}
