// The schema of a lab scenario: a small network on loopback, what is wrong with it, and what should be found.
import { z } from "zod";
import { FAULT_NAMES, UPDATE_FAULT_NAMES } from "./fault-names.ts";
import { HOST_BEHAVIOUR_NAMES } from "./hosts/behaviour-names.ts";

const ttl = z.int().min(0).max(2_147_483_647);
const octets16 = z.int().min(0).max(65_535);
const faultNames = [...FAULT_NAMES, ...UPDATE_FAULT_NAMES] as const;
const serial = z.int().min(0).max(4_294_967_295);
const identifier = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,30}$/, "a name of lower-case letters, digits and hyphens is needed here");
const loopback = z
  .string()
  .regex(/^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1)$/, "a loopback address is needed here: 127.0.0.1 or ::1");
const ownerName = z
  .string()
  .min(1)
  .describe("relative to the zone, '@' for its apex, absolute with a trailing dot");
const relativeName = z.string().min(1).describe("relative to the zone, or absolute with a trailing dot");
const head = { owner: ownerName, ttl: ttl.optional().describe("seconds, 3600 if absent") };

export const RECORD_SCHEMAS = {
  SRV: z.strictObject({
    ...head,
    type: z.literal("SRV"),
    host: identifier.optional().describe("the host of this lab that is published"),
    target: relativeName.optional().describe("the target if it is not the host's own name; '.' for none"),
    port: z
      .union([octets16, z.literal("auto")], { error: "a port from 0 to 65535 is needed here, or 'auto'" })
      .optional()
      .describe("'auto' (if absent): the port that the host really listens on"),
    priority: octets16.optional(),
    weight: octets16.optional(),
  }),
  A: z.strictObject({
    ...head,
    type: z.literal("A"),
    host: identifier.optional().describe("the host whose address this is"),
    address: loopback.optional(),
  }),
  AAAA: z.strictObject({ ...head, type: z.literal("AAAA"), address: z.literal("::1") }),
  CNAME: z.strictObject({ ...head, type: z.literal("CNAME"), target: relativeName }),
  NS: z.strictObject({ ...head, type: z.literal("NS"), target: relativeName }),
} as const;

const recordSchema = z.discriminatedUnion("type", [
  RECORD_SCHEMAS.SRV,
  RECORD_SCHEMAS.A,
  RECORD_SCHEMAS.AAAA,
  RECORD_SCHEMAS.CNAME,
  RECORD_SCHEMAS.NS,
]);

export const SOA_SCHEMA = z.strictObject({
  mname: relativeName.optional(),
  rname: relativeName.optional(),
  serial: serial.optional(),
  refresh: ttl.optional(),
  retry: ttl.optional(),
  expire: ttl.optional(),
  minimum: ttl.optional().describe("seconds for which 'there is no such record' may be cached"),
  ttl: ttl.optional(),
});

export const ZONE_SCHEMA = z.strictObject({
  apex: z
    .string()
    .min(1)
    .optional()
    .describe("the name of the zone, if two copies differ and the key can't be it"),
  soa: SOA_SCHEMA.optional(),
  nameServers: z
    .array(identifier)
    .min(1)
    .optional()
    .describe("servers of this lab that get NS and A records; all authoritative ones if absent"),
  updates: z
    .enum(["refused", "open", "signed"])
    .optional()
    .describe(
      "dynamic updates: from nobody (if absent, where the server takes none at all, the answer is NOTIMP), from everybody, or signed with the lab's key",
    ),
  records: z.array(recordSchema).optional(),
});

export const SERVER_SCHEMA = z.strictObject({
  name: identifier,
  role: z.enum(["authoritative", "resolver"]).optional().describe("authoritative if absent"),
  address: loopback.optional().describe("127.0.0.1 if absent; macOS has no other"),
  zones: z.array(z.string()).optional().describe("which zones it knows; all if absent"),
  faults: z
    .array(
      z.union([z.enum(faultNames), z.strictObject({ delay: z.int().min(0).max(600_000) })], {
        error: `a fault is one of ${faultNames.join(", ")}, or '{ delay: MILLISECONDS }'`,
      }),
    )
    .optional()
    .describe("the last one is the outermost"),
});

export const HOST_SCHEMA = z.strictObject({
  name: identifier,
  behaviour: z.enum(HOST_BEHAVIOUR_NAMES),
  address: loopback.optional().describe("127.0.0.1 if absent; macOS has no other"),
});

export const scenarioSchema = z
  .strictObject({
    title: z.string().min(1),
    about: z.string().min(1).optional().describe("what is wrong and how it comes about"),
    domains: z.array(z.string().min(1)).min(1).describe("the DNS suffixes that clients of this network use"),
    zones: z.record(z.string(), ZONE_SCHEMA),
    servers: z.array(SERVER_SCHEMA).min(1),
    hosts: z.array(HOST_SCHEMA),
    expects: z
      .array(z.string().regex(/^[a-z]+(-[a-z]+)+$/, "a finding id is needed here, such as srv-missing"))
      .describe("exactly the findings that diagnose must raise, each id once"),
  })
  .describe("kms-doctor lab scenario");

/** What a scenario file holds. */
export type Scenario = z.infer<typeof scenarioSchema>;
export type ScenarioZone = z.infer<typeof ZONE_SCHEMA>;
export type ScenarioRecord = z.infer<typeof recordSchema>;
