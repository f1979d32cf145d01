// Zone files edited from the terminal interface: first the difference, then the edit.
import { editZoneFile } from "../../app/zone-file.ts";
import { err, ok } from "../../core/result.ts";
import type { UiPorts } from "../../ui/ports.ts";
import { readableDiff, zoneFilePorts } from "../zone-file-world.ts";

export const editZone: UiPorts["zoneFile"] = async (file, { kind, wish }, isDryRun) => {
  const { priority, weight } = wish;
  const outcome = await editZoneFile(
    {
      file,
      wish,
      origin: undefined,
      remove: kind === "unpublish" ? { priority, weight } : undefined,
      isDryRun,
      checkCommand: undefined,
      reloadCommand: undefined,
    },
    zoneFilePorts(),
    new AbortController().signal,
  );
  if (!outcome.ok) return err(`${outcome.error.reason}. ${outcome.error.hint}`);
  const { diff, zone, backup } = outcome.value;
  return ok({ diff: readableDiff(diff), zone, backup });
};
