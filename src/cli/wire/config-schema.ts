// The schema of the configuration file; its keys are the names of the flags.
import { z } from "zod";
import type { Config } from "../config.ts";

export const configSchema = z
  .strictObject({
    server: z
      .array(z.string())
      .optional()
      .describe("DNS servers to ask, ADDR or ADDR:PORT, IPv6 as [::1]:5353"),
    authoritative: z.boolean().optional().describe("also ask every name server of the zone"),
    timeout: z.int().min(1).max(600_000).optional().describe("budget of one attempt in milliseconds"),
    retries: z.int().min(0).max(20).optional().describe("further attempts after silence"),
    concurrency: z.int().min(1).max(65_535).optional().describe("most probes under way at once"),
    "dns-port": z
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe("port of name servers learnt from NS and SOA records"),
    "fail-on": z.enum(["error", "warning", "never"]).optional().describe("exit 1 at this severity or above"),
    format: z.enum(["text", "json", "ndjson"]).optional().describe("form of the output"),
    color: z.boolean().optional().describe("false: no colours"),
  })
  .describe("kms-doctor configuration file") satisfies z.ZodType<Config>;
