// Files that a zone file includes: read, never written. A relative path is looked for beside the zone file (Knot, NSD) and in the current folder
// (BIND, whose current folder is that of its option `directory`).
import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { ReadInclude } from "../../core/dns/zone-text/zone-reading.ts";
import { err, ok } from "../../core/result.ts";

const MAX_BYTES = 256 * 1024 * 1024;

/** All included files together are bounded, too. */
export function includeReader(folder: string): ReadInclude {
  let left = MAX_BYTES;
  return (included) => {
    const found = [path.resolve(folder, included), path.resolve(included)].flatMap(realFile);
    const [file, ...others] = new Set(found);
    if (file === undefined) {
      return err("is not there: run this in the folder that the server's paths are relative to");
    }
    if (others.length > 0) {
      return err(
        "is there twice, beside the zone file and in the current folder: run this in the zone file's folder",
      );
    }
    try {
      const stats = statSync(file);
      if (!stats.isFile()) return err("is no regular file");
      left -= stats.size;
      if (left < 0) return err("makes the zone larger than 256 MiB");
      return ok({ name: included, text: readFileSync(file, "latin1") });
    } catch (error) {
      return err(`can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
    }
  };
}

function realFile(file: string): readonly string[] {
  try {
    return [realpathSync(file)];
  } catch (error) {
    // Whatever keeps it from being found, it is told as missing; other troubles come out when it is read.
    return (error as NodeJS.ErrnoException).code === "EACCES" ? [file] : [];
  }
}
