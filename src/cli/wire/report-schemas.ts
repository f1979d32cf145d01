// Schemas of the JSON documents, one for each command; `kms-doctor schema` prints them and the tests hold every document to them.
import { z } from "zod";
import { configSchema } from "./config-schema.ts";
import type { GenerateResult } from "../../app/generate.ts";
import type { Finding } from "../../core/checks/finding.ts";
import type {
  DiagnoseResult,
  DiscoverResult,
  DomainReport,
  LabResult,
  ProbeResultDocument,
  ServerReport,
  TargetReport,
} from "../../core/run/report.ts";
import { TEMPLATE_KINDS } from "../../core/template/template.ts";
import type { SymptomReport } from "../../core/run/symptom-report.ts";
import { readResultSchema } from "./read-schemas.ts";
import type { UpdatePolicyReport, ZoneReport } from "../../core/run/zone-report.ts";
import { changeResultSchema, journalSchema } from "./change-schemas.ts";
import { firewallResultSchema } from "./firewall-schema.ts";
import { zoneFileResultSchema } from "./zone-file-schema.ts";
import { lookupStatus, milliseconds, port, srvRecordSchema } from "./srv-record-schema.ts";

export const findingSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)+$/) as unknown as z.ZodType<Finding["id"]>,
  severity: z.enum(["error", "warning", "info"]),
  subject: z.string(),
  title: z.string(),
  detail: z.string(),
  evidence: z.array(z.string()).min(1),
  remedy: z.array(z.string()).min(1),
}) satisfies z.ZodType<Finding>;

export const serverStatus = z.enum([
  "answered",
  "referral",
  "servfail",
  "refused",
  "other-rcode",
  "timeout",
  "unreachable",
  "closed",
  "malformed",
  "local-failure",
  "cancelled",
  "not-asked",
]);

const serverSchema = z.strictObject({
  server: z.string(),
  role: z.enum(["given", "configured", "name-server"]),
  status: serverStatus,
  presence: z.enum(["found", "nodata", "nxdomain"]).nullable(),
  rcode: z.string().nullable(),
  authoritative: z.boolean(),
  transport: z.enum(["udp", "tcp"]).nullable(),
  rttMs: milliseconds.nullable(),
  attempts: z.int().min(0),
  records: z.array(srvRecordSchema),
}) satisfies z.ZodType<ServerReport>;

export const secondOpinionSchema = z.strictObject({
  server: z.string(),
  verdict: z.enum(["agrees", "differs", "none"]),
  detail: z.string(),
});

const domainSchema = z.strictObject({
  domain: z.string(),
  owner: z.string(),
  status: z.enum(["found", "nodata", "nxdomain", "failed"]),
  records: z.array(srvRecordSchema),
  servers: z.array(serverSchema),
  secondOpinion: secondOpinionSchema.optional(),
}) satisfies z.ZodType<DomainReport>;

const rpcVerdict = z.enum([
  "kms",
  "rpc-not-kms",
  "not-rpc",
  "silent",
  "closed",
  "denied",
  "malformed",
  "not-tried",
]);

export const endpointSchema = z.strictObject({
  address: z.string(),
  port,
  state: z.enum(["open", "refused", "filtered", "rejected", "unreachable", "error"]),
  code: z.string().nullable(),
  connectMs: milliseconds.nullable(),
  attempts: z.int().min(0),
  host: z
    .strictObject({ state: z.enum(["up", "absent", "unknown"]), evidence: z.string() })
    .optional()
    .describe("where the port was silent: whether the host is there"),
  rpc: z.strictObject({ verdict: rpcVerdict, detail: z.string(), bindMs: milliseconds.nullable() }),
});

const targetSchema = z.strictObject({
  target: z.string(),
  lookup: lookupStatus.nullable(),
  endpoints: z.array(endpointSchema),
}) satisfies z.ZodType<TargetReport>;

export const storyStepSchema = z.strictObject({ step: z.string(), held: z.boolean(), detail: z.string() });

const storyResult = z.strictObject({ story: z.array(storyStepSchema) }) satisfies z.ZodType<LabResult>;

const updatePolicyShape = {
  zone: z.string(),
  primary: z.string().nullable(),
  policy: z.enum(["disabled", "open", "tsig", "gss-tsig", "signed", "unknown"]),
  rcode: z.string().nullable(),
  evidence: z.array(z.string()),
  serialBefore: z.int().min(0).nullable(),
  serialAfter: z.int().min(0).nullable(),
};

export const updatePolicySchema = z.strictObject(updatePolicyShape) satisfies z.ZodType<UpdatePolicyReport>;

export const zoneSchema = z.strictObject({
  zone: z.string(),
  primary: z.string().nullable(),
  nameServers: z.array(z.string()),
  updatePolicy: updatePolicySchema.nullable(),
}) satisfies z.ZodType<ZoneReport>;

export const symptomSchema = z.strictObject({
  code: z.string(),
  causes: z.array(
    z.strictObject({
      cause: z.string(),
      standing: z.enum(["confirmed", "likely", "possible", "ruled-out"]),
      because: z.string(),
    }),
  ),
  nextTest: z.string(),
}) satisfies z.ZodType<SymptomReport>;

const endpointText = z.string().describe("ADDR:PORT, IPv6 as [ADDR]:PORT");

/** The `result` of each command. `lab start` and `lab list` have documents of their own. */
const RESULTS = {
  discover: z.strictObject({ domains: z.array(domainSchema) }) satisfies z.ZodType<DiscoverResult>,
  probe: z.strictObject({ targets: z.array(targetSchema) }) satisfies z.ZodType<ProbeResultDocument>,
  diagnose: z.strictObject({
    domains: z.array(domainSchema),
    targets: z.array(targetSchema),
    zones: z.array(zoneSchema),
    suffixes: z.array(z.string()).describe("the machine's own, empty where domains were named"),
    unexamined: z
      .array(z.strictObject({ subject: z.string(), why: z.string() }))
      .describe("what could not be examined: nothing of it may be taken for healthy"),
    symptom: symptomSchema.optional().describe("with --symptom: its causes, likeliest first"),
    pasted: readResultSchema.optional().describe("with --paste: what was read from the text"),
  }) satisfies z.ZodType<DiagnoseResult>,
  // Interrupted before the answer there is nothing to tell.
  "update-policy": z.strictObject(updatePolicyShape).partial(),
  publish: changeResultSchema,
  unpublish: changeResultSchema,
  undo: changeResultSchema,
  "undo --list": journalSchema,
  "zone-file": zoneFileResultSchema,
  firewall: firewallResultSchema,
  explain: z.strictObject({
    codes: z.array(
      z.strictObject({
        code: z.string(),
        symbol: z.string().nullable(),
        meaning: z.string(),
        causes: z.array(z.strictObject({ cause: z.string(), check: z.string(), fix: z.string() })),
      }),
    ),
  }),
  read: readResultSchema,
  lab: storyResult,
  demo: storyResult,
  "lab start": z.strictObject({
    scenario: z.string(),
    title: z.string(),
    dnsServers: z.array(endpointText),
    dnsPort: port.describe("where the lab's name servers are: for --dns-port"),
    domains: z.array(z.string()),
    keyFile: z.string().nullable().describe("the TSIG key that the lab takes updates from: for --key"),
    hosts: z.array(z.strictObject({ name: z.string(), address: z.string(), port, behaviour: z.string() })),
    commands: z.array(z.string()).describe("what to type in another terminal"),
  }),
  // With --list the products, else the snippet.
  generate: z.union([
    z.strictObject({
      product: z.string(),
      text: z.string(),
      records: z.array(srvRecordSchema),
    }) satisfies z.ZodType<GenerateResult>,
    z.strictObject({
      products: z.array(
        z.strictObject({
          name: z.string(),
          title: z.string(),
          kind: z.enum(TEMPLATE_KINDS),
          files: z.array(z.string()),
          provenIn: z.string().nullable().describe("the program that the tests load it into"),
        }),
      ),
    }),
  ]),
  "lab list": z.strictObject({
    scenarios: z.array(z.strictObject({ name: z.string(), title: z.string(), expects: z.array(z.string()) })),
  }),
  serve: z.strictObject({
    endpoints: z.array(endpointText),
    published: changeResultSchema.nullable().describe("what --publish changed"),
  }),
  version: z.strictObject({ version: z.string(), node: z.string(), platform: z.string() }),
  "config path": z.strictObject({ path: z.string(), exists: z.boolean() }),
  "config show": z.strictObject({
    path: z.string(),
    exists: z.boolean(),
    settings: configSchema.describe("what the file sets"),
  }),
  completion: z.strictObject({ shell: z.string(), script: z.string() }),
  schema: z.strictObject({
    name: z.string().nullable(),
    schema: z.record(z.string(), z.unknown()).nullable(),
    names: z.array(z.string()),
  }),
} as const;

export type DocumentName = keyof typeof RESULTS;

export const DOCUMENT_NAMES = Object.keys(RESULTS) as readonly DocumentName[];

/** The envelope around the result of a command. */
export function documentSchema(name: DocumentName) {
  return z.strictObject({
    tool: z.literal("kms-doctor"),
    version: z.string(),
    command: z.literal(name),
    startedAt: z.iso.datetime(),
    elapsedMs: milliseconds,
    partial: z.boolean(),
    result: RESULTS[name],
    findings: z.array(findingSchema),
  });
}

export const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
});
