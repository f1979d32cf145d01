// The outside world of changes in the lab's own zones: nothing to confirm, and nothing for the journal on disk.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { JournalEntry } from "../core/plan/journal-entry.ts";
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
      digest: (text) => createHash("sha256").update(text).digest("hex").slice(0, 12),
      confirm: () => Promise.resolve(true),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    },
    close,
  };
}
