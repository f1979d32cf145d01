// The schema of an SRV record in the documents, and of the values that records and others share.
import { z } from "zod";
import type { SrvRecordReport } from "../../core/run/report.ts";

export const milliseconds = z.number().min(0);
export const port = z.int().min(0).max(65_535);
const uint16 = z.int().min(0).max(65_535);

export const lookupStatus = z.enum(["found", "nodata", "nxdomain", "failed"]);

export const srvRecordSchema = z.strictObject({
  owner: z.string(),
  target: z.string(),
  port,
  priority: uint16,
  weight: uint16,
  ttl: z.int().min(0),
  addresses: z.array(z.string()),
  addressStatus: lookupStatus.nullable(),
}) satisfies z.ZodType<SrvRecordReport>;
