// Schemas of the facts that are read from pasted text, by the kind of output. Null: the text does not say.
import { z } from "zod";
import type { DnsAnswerFacts } from "../../core/windows/dns-answer-facts.ts";
import { EVENTS_KINDS, SLMGR_KINDS } from "../../core/windows/document.ts";
import type { AoListFacts } from "../../core/windows/parse-ao-list.ts";
import type { AtoFacts } from "../../core/windows/parse-ato.ts";
import type { DcdiagFacts } from "../../core/windows/parse-dcdiag-dns.ts";
import type { Ipconfig } from "../../core/windows/parse-ipconfig.ts";
import type { OsppFacts } from "../../core/windows/parse-ospp.ts";
import type { PortqryFacts } from "../../core/windows/parse-portqry.ts";
import type { RegFileFacts } from "../../core/windows/parse-reg-file.ts";
import type { NetConnectionFacts } from "../../core/windows/parse-test-netconnection.ts";
import type { XprFacts } from "../../core/windows/parse-xpr.ts";
import { LICENCE_STATES, type KmsClientFacts, type SlmgrFacts } from "../../core/windows/slmgr-facts.ts";
import type { EventsFacts } from "../../core/windows/spp-event.ts";

const text = z.string().nullable();
const count = z.int().min(0).nullable();
const flag = z.boolean().nullable();
const portNumber = z.int().min(0).max(65_535);
const licenceState = z.enum(LICENCE_STATES).nullable();

const client = z.strictObject({
  cmid: text,
  lookupDomain: text,
  host: z
    .strictObject({
      name: z.string(),
      port: portNumber,
      source: z.enum(["dns", "registered"]).describe("registered: set by hand, so that DNS is not asked"),
    })
    .nullable(),
  hostAddress: text,
  hostExtendedPid: text,
  activationIntervalMinutes: count,
  renewalIntervalMinutes: count,
  hostCaching: flag,
}) satisfies z.ZodType<KmsClientFacts>;

const requests = z.strictObject({
  total: count,
  failed: count,
  unlicensed: count,
  licensed: count,
  initialGrace: count,
  expired: count,
  nonGenuine: count,
  notification: count,
});

const slmgr = z.strictObject({
  readBy: z
    .enum(["labels", "structure"])
    .describe("structure: few labels are English, so place and shape decided"),
  serviceVersion: text,
  name: text,
  description: text,
  channel: text,
  product: z.enum(["windows", "office"]).nullable(),
  activationId: text,
  applicationId: text,
  extendedPid: text,
  productKeyChannel: text,
  partialProductKey: text,
  licenceState,
  licenceText: text,
  remainingMinutes: count,
  notificationReason: text,
  windowsRearmCount: count,
  skuRearmCount: count,
  trustedTime: text,
  activationType: text,
  client: client.nullable(),
  activeDirectory: z
    .strictObject({ objectName: text, dn: text, extendedPid: text, activationId: text })
    .nullable(),
  host: z
    .strictObject({
      currentCount: count,
      listeningPort: count,
      dnsPublishing: flag,
      priority: z.enum(["normal", "low"]).nullable(),
      requests: requests.nullable(),
    })
    .nullable(),
}) satisfies z.ZodType<SlmgrFacts>;

const xpr = z.strictObject({
  name: z.string(),
  state: z.enum(["permanent", "expires", "grace", "notification"]).nullable(),
  sentence: z.string(),
}) satisfies z.ZodType<XprFacts>;

const ato = z.strictObject({
  activationId: z.string(),
  outcome: z.enum(["activated", "failed"]).nullable(),
  code: text,
  text,
}) satisfies z.ZodType<AtoFacts>;

const aoList = z.strictObject({
  objects: z.array(
    z.strictObject({
      name: text,
      activationId: text,
      partialProductKey: text,
      extendedPid: text,
      dn: z.string(),
    }),
  ),
}) satisfies z.ZodType<AoListFacts>;

const ospp = z.strictObject({
  name: text,
  description: text,
  channel: text,
  activationId: text,
  licenceState,
  errorCode: text,
  remainingMinutes: count,
  partialProductKey: text,
  activationType: text,
  client,
}) satisfies z.ZodType<OsppFacts>;

const event = z.strictObject({
  id: z.int(),
  time: text.describe("RFC 3339 UTC in XML and JSON, else in the form of the machine's region"),
  computer: text,
  data: z
    .strictObject({
      code: text,
      flags: text,
      host: text,
      port: portNumber.nullable(),
      machine: text,
      cmid: text,
      clientTime: text.describe("the client's clock, UTC"),
      minimumCount: count,
      currentCount: count,
      isActivated: flag,
      isVirtual: flag,
      licenceState,
      minutesToExpiration: count,
      activationId: text,
      activationIntervalMinutes: count,
      renewalIntervalMinutes: count,
      domain: text,
      adObjectDn: text,
      trigger: text,
    })
    .nullable(),
});
const events = z.strictObject({
  events: z.array(event),
  otherEvents: z.int().min(0),
}) satisfies z.ZodType<EventsFacts>;

const ipconfig = z.strictObject({
  primarySuffix: text,
  searchList: z.array(z.string()),
  adapters: z.array(
    z.strictObject({
      heading: z.string(),
      suffix: text,
      searchList: z.array(z.string()),
      servers: z.array(z.string()),
      hasAddress: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<Ipconfig>;

const dnsAnswer = z.strictObject({
  server: text,
  serverAddress: text,
  question: text,
  outcome: z.enum(["found", "nxdomain", "nodata", "failed"]).nullable(),
  records: z.array(
    z.strictObject({
      owner: z.string(),
      target: z.string(),
      port: z.int().min(0),
      priority: z.int().min(0),
      weight: z.int().min(0),
    }),
  ),
  addresses: z.array(z.strictObject({ name: z.string(), address: z.string() })),
}) satisfies z.ZodType<DnsAnswerFacts>;

const netConnection = z.strictObject({
  computer: text,
  address: text,
  port: count,
  isOpen: flag,
}) satisfies z.ZodType<NetConnectionFacts>;

const portqry = z.strictObject({
  target: text,
  address: text,
  ports: z.array(
    z.strictObject({
      protocol: z.enum(["tcp", "udp"]),
      port: z.int().min(0),
      state: z.enum(["listening", "not-listening", "filtered", "listening-or-filtered"]),
    }),
  ),
}) satisfies z.ZodType<PortqryFacts>;

const outcome = z.enum(["pass", "fail", "warn", "not-tested"]);
const dcdiag = z.strictObject({
  servers: z.array(
    z.strictObject({
      server: z.string(),
      authentication: outcome,
      basic: outcome,
      forwarders: outcome,
      delegation: outcome,
      dynamicUpdate: outcome,
      recordRegistration: outcome,
      externalName: outcome,
    }),
  ),
  tests: z.array(z.strictObject({ subject: z.string(), test: z.string(), isPassed: z.boolean() })),
}) satisfies z.ZodType<DcdiagFacts>;

const registry = z.strictObject({
  keys: z.array(
    z.strictObject({
      path: z.string(),
      scope: z.enum(["global", "application", "licence"]),
      values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    }),
  ),
  otherKeys: z.int().min(0),
}) satisfies z.ZodType<RegFileFacts>;

/** Kinds with the schema of their facts. */
export const FACT_SCHEMAS = [
  { kinds: SLMGR_KINDS, facts: slmgr },
  { kinds: ["slmgr-unused"], facts: z.strictObject({ name: text }) },
  { kinds: ["slmgr-xpr"], facts: xpr },
  { kinds: ["slmgr-ato"], facts: ato },
  { kinds: ["slmgr-ao-list"], facts: aoList },
  { kinds: ["ospp-dstatus"], facts: ospp },
  { kinds: EVENTS_KINDS, facts: events },
  { kinds: ["ipconfig"], facts: ipconfig },
  { kinds: ["nslookup", "resolve-dnsname"], facts: dnsAnswer },
  { kinds: ["test-netconnection"], facts: netConnection },
  { kinds: ["portqry"], facts: portqry },
  { kinds: ["dcdiag-dns"], facts: dcdiag },
  { kinds: ["registry"], facts: registry },
] as const;
