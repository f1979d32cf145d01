// The schema of the document of `firewall`.
import { z } from "zod";
import type { FirewallReport } from "../../core/run/firewall-report.ts";
import { port } from "./srv-record-schema.ts";

const cidrs = z.array(z.string());
const place = { rule: z.string(), file: z.string(), line: z.int().min(1) };

const firewallShape = {
  host: z.string().nullable().describe("null where none was given"),
  port,
  formats: z.array(z.string()).describe("the names of --rules-format"),
  assumptions: z.array(z.string()).describe("what the rules leave open, and how it was taken"),
  exact: z.boolean(),
  allowed: cidrs.describe("what surely gets through: the fewest blocks, sorted"),
  bounds: z
    .strictObject({ lower: cidrs, upper: cidrs })
    .nullable()
    .describe("what surely and what perhaps gets through, where the answer is not exact"),
  blockedClients: cidrs.describe("clients that surely do not get through"),
  exposed: cidrs.describe("others that surely do"),
  decisive: z.array(z.strictObject({ ...place, effect: z.enum(["allow", "deny"]), cidrs })),
  shadowed: z
    .array(z.strictObject({ ...place, by: z.string() }))
    .describe("rules for the port or for an address that never apply to it"),
  smallestChange: z
    .strictObject({ text: z.string(), allowedAfter: cidrs })
    .nullable()
    .describe("lets exactly the clients in; null where nothing is to be changed, or no change was found"),
};

export const firewallReportSchema = z.strictObject(firewallShape) satisfies z.ZodType<FirewallReport>;

/** Interrupted before the answer there is nothing to tell. */
export const firewallResultSchema = z.strictObject(firewallShape).partial();
