// Edits a zone file and is killed at one step: `node die-while-editing.ts FILE STEP before|after`. For tests of what a crash leaves.
import { editZoneFile } from "../../src/app/zone-file.ts";
import type { ZoneFilePorts } from "../../src/app/zone-file-ports.ts";
import { zoneFileDisk } from "../../src/io/fs/zone-file-disk.ts";
import { NOW_SECONDS, wish } from "./zone-edit.ts";

const [file = "", step = "", when = ""] = process.argv.slice(2);
const disk: ZoneFilePorts = {
  ...zoneFileDisk(() => "20261124T153000Z"),
  now: () => NOW_SECONDS,
  run: () => Promise.resolve({ isDone: true, detail: "" }),
};
const dies = (): void => {
  process.kill(process.pid, "SIGKILL");
};
const ports = new Proxy(disk, {
  get: (target, name, receiver) => {
    const real = Reflect.get(target, name, receiver) as (...args: readonly unknown[]) => unknown;
    if (name !== step) return real;
    return async (...args: readonly unknown[]): Promise<unknown> => {
      if (when === "before") dies();
      const value = await real(...args);
      if (when === "after") dies();
      return value;
    };
  },
});
const words = { wish: wish(), origin: undefined, remove: undefined };
const outcome = await editZoneFile(
  { ...words, file, isDryRun: false, checkCommand: ["true"], reloadCommand: undefined },
  ports,
  new AbortController().signal,
);
console.log(JSON.stringify(outcome));
