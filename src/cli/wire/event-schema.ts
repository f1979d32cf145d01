// The schema of one line of `--ndjson`.
import { z } from "zod";
import { EVENT_SCHEMA_VERSION } from "../../core/run/event.ts";
import { planSchema, replicaSchema } from "./change-schemas.ts";
import { documentReportSchema, notUnderstoodSchema } from "./read-schemas.ts";
import { firewallReportSchema } from "./firewall-schema.ts";
import {
  DOCUMENT_NAMES,
  documentSchema,
  endpointSchema,
  findingSchema,
  secondOpinionSchema,
  serverStatus,
  storyStepSchema,
  symptomSchema,
  updatePolicySchema,
  zoneSchema,
} from "./report-schemas.ts";

const index = z.int().min(0);

const probeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("srv"),
    index,
    domain: z.string(),
    owner: z.string(),
    server: z.string(),
    serverIndex: index,
  }),
  z.strictObject({ kind: z.literal("domain"), index, domain: z.string(), owner: z.string() }),
  z.strictObject({ kind: z.literal("addresses"), of: z.enum(["domain", "target"]), index, name: z.string() }),
  z.strictObject({ kind: z.literal("target"), index, target: z.string() }),
  z.strictObject({
    kind: z.literal("endpoint"),
    index,
    target: z.string(),
    addressIndex: index,
    address: z.string(),
    port: z.int().min(0).max(65_535),
  }),
  z.strictObject({ kind: z.literal("second-opinion"), index, server: z.string() }),
  z.strictObject({ kind: z.literal("suffixes") }),
  z.strictObject({ kind: z.literal("zone"), index, zone: z.string() }),
  z.strictObject({ kind: z.literal("update-policy"), zone: z.string() }),
  z.strictObject({ kind: z.literal("replica"), zone: z.string(), server: z.string() }),
  z.strictObject({ kind: z.literal("firewall"), files: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("symptom"), code: z.string() }),
  z.strictObject({ kind: z.literal("document"), index, file: z.string() }),
  z.strictObject({ kind: z.literal("text"), file: z.string() }),
  z.strictObject({ kind: z.literal("story-step"), step: z.string() }),
]);

const attemptSchema = z.strictObject({
  transport: z.enum(["udp", "tcp"]),
  edns: z.boolean(),
  startedMs: z.number(),
  elapsedMs: z.number(),
  result: z.looseObject({ kind: z.string() }),
  ignored: z.strictObject({
    wrongId: index,
    wrongSource: index,
    wrongQuestion: index,
    notAResponse: index,
  }),
});

const rawRecordSchema = z.strictObject({
  owner: z.string(),
  ttlSeconds: z.int().min(0),
  type: z.literal("SRV"),
  priority: z.int(),
  weight: z.int(),
  port: z.int(),
  target: z.string(),
});

const answerSchema = z.strictObject({
  question: z.string(),
  server: z.string(),
  role: z.enum(["given", "configured", "name-server"]),
  status: serverStatus,
  presence: z.enum(["found", "nodata", "nxdomain"]).nullable(),
  rcode: z.string().nullable(),
  authoritative: z.boolean(),
  transport: z.enum(["udp", "tcp"]).nullable(),
  rttMs: z.number().nullable(),
  records: z.array(rawRecordSchema),
  serial: z.int().min(0).nullable(),
  negativeTtlSeconds: z.int().min(0).nullable(),
  aliases: z.array(z.string()),
  attempts: z.array(attemptSchema),
  asked: index,
  at: z.string(),
});

const lookupSchema = z.strictObject({
  name: z.string(),
  status: z.enum(["found", "nodata", "nxdomain", "failed"]),
  addresses: z.array(z.string()),
  aliases: z.array(z.string()),
  source: z.string(),
  at: z.string(),
});

const endpointFactsSchema = endpointSchema.extend({
  attempts: z.array(
    z.strictObject({ state: z.string(), code: z.string().nullable(), ms: z.number().nullable() }),
  ),
  at: z.string(),
});

const resultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("srv"), answer: answerSchema }),
  z.strictObject({ kind: z.literal("addresses"), lookup: lookupSchema }),
  z.strictObject({ kind: z.literal("domain") }),
  z.strictObject({ kind: z.literal("target") }),
  z.strictObject({ kind: z.literal("endpoint"), endpoint: endpointFactsSchema }),
  z.strictObject({ kind: z.literal("second-opinion"), opinion: secondOpinionSchema }),
  z.strictObject({ kind: z.literal("suffixes"), suffixes: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("zone"), report: zoneSchema }),
  z.strictObject({ kind: z.literal("update-policy"), report: updatePolicySchema }),
  z.strictObject({ kind: z.literal("replica"), report: replicaSchema }),
  z.strictObject({ kind: z.literal("firewall"), report: firewallReportSchema }),
  z.strictObject({ kind: z.literal("symptom"), report: symptomSchema, findingOrder: z.array(z.string()) }),
  z.strictObject({ kind: z.literal("document"), report: documentReportSchema }),
  z.strictObject({
    kind: z.literal("text"),
    documents: index,
    notUnderstood: z.array(notUnderstoodSchema),
  }),
  z.strictObject({ kind: z.literal("story-step"), outcome: storyStepSchema }),
]);

export const eventSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("run-started"),
    schema: z.literal(EVENT_SCHEMA_VERSION),
    tool: z.literal("kms-doctor"),
    version: z.string(),
    command: z.string(),
    startedAt: z.iso.datetime(),
  }),
  z.strictObject({ type: z.literal("probe-started"), probe: probeSchema }),
  z.strictObject({ type: z.literal("probe-finished"), probe: probeSchema, result: resultSchema }),
  z.strictObject({ type: z.literal("finding-raised"), finding: findingSchema }),
  z.strictObject({ type: z.literal("plan-ready"), plan: planSchema }),
  z.strictObject({
    type: z.literal("change-applied"),
    zone: z.string(),
    primary: z.string(),
    applied: z.boolean().nullable(),
    rcode: z.string().nullable(),
    journal: z.string(),
    evidence: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal("progress"),
    unit: z.enum(["domains", "endpoints"]),
    done: index,
    total: index.nullable(),
  }),
  z.strictObject({
    type: z.literal("run-finished"),
    elapsedMs: z.number().min(0),
    partial: z.boolean(),
    report: z.union(DOCUMENT_NAMES.map(documentSchema)),
  }),
]);
