// The schema of a plan file: which hosts should be published for which domains, and who their clients are.
import { z } from "zod";
import { MAX_TTL_SECONDS } from "../../core/plan/srv-wish.ts";

const uint16 = z.int().min(0).max(65_535);

export const planSchema = z.strictObject({
  domains: z
    .array(
      z.strictObject({
        domain: z.string().describe("the DNS domain of the clients"),
        zone: z.string().optional().describe("the zone that holds it; default: the domain"),
        hosts: z
          .array(
            z.strictObject({
              host: z.string(),
              port: z.int().min(1).max(65_535).optional(),
              priority: uint16.optional(),
              weight: uint16.optional(),
              ttl: z.int().min(0).max(MAX_TTL_SECONDS).optional(),
              addresses: z.array(z.string()).max(64).optional(),
            }),
          )
          .min(1)
          .max(64),
      }),
    )
    .min(1)
    .max(1000),
  clients: z.array(z.string()).max(10_000).optional().describe("CIDR blocks of the clients, for firewalls"),
});

export type PlanFile = z.infer<typeof planSchema>;
