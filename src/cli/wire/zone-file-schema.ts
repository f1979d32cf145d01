// The schema of the document of `zone-file`.
import { z } from "zod";
import type { ZoneFileResult } from "../../app/zone-file.ts";

/** One record that a command writes or removes; names without the trailing dot. */
const recordChangeSchema = z.strictObject({
  action: z.enum(["add", "delete"]),
  owner: z.string(),
  type: z.literal("SRV"),
  rdata: z.string(),
  ttl: z.int().min(0),
});

const commandReport = z.strictObject({ command: z.string(), ok: z.boolean(), detail: z.string() }).nullable();

export const zoneFileResultSchema = z.strictObject({
  zone: z.string(),
  zoneKnown: z.boolean().describe("false: the domain is taken for the zone, since nothing else names it"),
  file: z.string().describe("where links end"),
  changes: z.array(recordChangeSchema),
  serialBefore: z.int().min(0),
  serialAfter: z.int().min(0),
  applied: z.boolean(),
  backup: z.string().nullable(),
  diff: z.string().describe("unified, control characters escaped"),
  check: commandReport,
  reload: commandReport,
}) satisfies z.ZodType<ZoneFileResult>;
