// Schemas of what changes in zones: plans, verifications, the journal.
import { z } from "zod";
import type { ChangeReport, RecordReport } from "../../core/plan/change.ts";
import type { PlanReport } from "../../core/plan/plan-report.ts";
import type { ReplicaReport } from "../../core/run/replica-report.ts";
import type { ChangeResult } from "../../core/run/change-draft.ts";
import { milliseconds, srvRecordSchema } from "./srv-record-schema.ts";

const recordShape = {
  owner: z.string(),
  type: z.enum(["SRV", "A", "AAAA"]),
  rdata: z.string(),
  ttl: z.int().min(0),
};
const recordSchema = z.strictObject(recordShape) satisfies z.ZodType<RecordReport>;
const changeSchema = z.strictObject({
  action: z.enum(["add", "delete"]),
  ...recordShape,
}) satisfies z.ZodType<ChangeReport>;

export const planSchema = z.strictObject({
  zone: z.string(),
  primary: z.string(),
  changes: z.array(changeSchema),
  kept: z.array(recordSchema),
  notes: z.array(z.string()),
  digest: z.string(),
}) satisfies z.ZodType<PlanReport>;

export const replicaSchema = z.strictObject({
  server: z.string(),
  ok: z.boolean(),
  serial: z.int().min(0).nullable(),
  seen: z.array(srvRecordSchema),
  afterMs: milliseconds,
  why: z.string().nullable(),
}) satisfies z.ZodType<ReplicaReport>;

export const changeResultSchema = z.strictObject({
  zone: z.string().nullable(),
  primary: z.string().nullable(),
  changes: z.array(changeSchema),
  applied: z.boolean().nullable().describe("null: sent, and it could not be read back"),
  rcode: z.string().nullable(),
  verified: z.array(replicaSchema),
  kept: z.array(recordSchema),
  notes: z.array(z.string()),
  digest: z.string().nullable(),
  journal: z.string().nullable().describe("for 'kms-doctor undo'; null where nothing was sent"),
}) satisfies z.ZodType<ChangeResult>;

const journalState = z.enum(["sending", "applied", "refused", "not-needed", "unknown", "undone"]);

export const journalSchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: z.string(),
      at: z.string(),
      command: z.string(),
      steps: z.array(
        z.strictObject({
          zone: z.string(),
          primary: z.string(),
          state: journalState,
          changes: z.array(changeSchema),
        }),
      ),
    }),
  ),
  damaged: z.array(z.string()),
});
