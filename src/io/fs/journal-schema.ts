// The form of a journal entry on disk. Names and addresses are checked like any input: the file may have been edited.
import { z } from "zod";
import { parseOwnerName, type OwnerName } from "../../core/dns/owner-name.ts";
import { parseAddress } from "../../core/net/address.ts";
import type { JournalEntry } from "../../core/plan/journal-entry.ts";

const ownerName = z.string().transform((text, context): OwnerName => {
  const name = parseOwnerName(text);
  if (name.ok) return name.value;
  context.addIssue({ code: "custom", message: name.error });
  return z.NEVER;
});
const uint16 = z.int().min(0).max(65_535);
const ttlSeconds = z.int().min(0).max(0x7fff_ffff);
const address = z.string().refine((text) => parseAddress(text).ok);

const record = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("SRV"),
    owner: ownerName,
    ttlSeconds,
    priority: uint16,
    weight: uint16,
    port: uint16,
    target: ownerName,
  }),
  z.strictObject({ type: z.literal("A"), owner: ownerName, ttlSeconds, address }),
  z.strictObject({ type: z.literal("AAAA"), owner: ownerName, ttlSeconds, address }),
]);

const plan = z.strictObject({
  zone: ownerName,
  seen: z.array(
    z.strictObject({ owner: ownerName, type: z.enum(["SRV", "A", "AAAA"]), records: z.array(record) }),
  ),
  changes: z.array(z.strictObject({ action: z.enum(["add", "delete"]), record })),
  goals: z.array(record),
  notes: z.array(z.string()),
});

export const JOURNAL_VERSION = 1;

/** What every version of the program writes. */
export const journalVersionSchema = z.looseObject({ version: z.int() });

export const journalEntrySchema = z.strictObject({
  version: z.literal(JOURNAL_VERSION),
  id: z.string(),
  at: z.string(),
  command: z.string(),
  steps: z.array(
    z.strictObject({
      primary: z.string(),
      plan,
      state: z.enum(["sending", "applied", "refused", "not-needed", "unknown", "undone"]),
    }),
  ),
}) satisfies z.ZodType<JournalEntry & { readonly version: typeof JOURNAL_VERSION }>;
