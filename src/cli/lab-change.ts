// The outside world of changes in the lab's own zones: nothing to confirm, and nothing for the journal on disk.
import type { JournalEntry } from "../core/plan/journal-entry.ts";
import { shortDigest } from "../io/host/digest.ts";
import { sleepUnlessAborted } from "../io/host/sleep.ts";
import type { OpenedChange } from "./change-inputs.ts";
import { openUpdatePorts } from "./update-ports.ts";

export function openLabChange(): OpenedChange {
  const { ports, close } = openUpdatePorts();
  const entries = new Map<string, JournalEntry>();
  return {
    ports: {
      ...ports,
      signer: null,
      journal: {
        write: (entry) => {
          entries.set(entry.id, entry);
          return Promise.resolve();
        },
        read: () => Promise.resolve({ entries: [...entries.values()], damaged: [] }),
      },
      newId: () => String(entries.size),
      digest: shortDigest,
      confirm: () => Promise.resolve(true),
      sleep: sleepUnlessAborted,
    },
    close,
  };
}
