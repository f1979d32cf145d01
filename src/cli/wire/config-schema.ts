// The schema of the configuration file; its keys are the names of the flags.
import { z } from "zod";
import type { Config } from "../config.ts";
import { REPORT_FORMS } from "../report-forms.ts";

/** As the file writes it: one server may stand without a list. */
export type ConfigFile = Omit<Config, "server" | "keys"> & {
  readonly server?: string | readonly string[] | undefined;
  readonly keys?: Readonly<Record<string, string | readonly string[]>> | undefined;
};

export const configSchema = z
  .strictObject({
    server: z
      .union([z.string(), z.array(z.string())])
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
    format: z
      .enum(REPORT_FORMS)
      .optional()
      .describe("form of the report; text for a command that has no report of that form"),
    color: z.boolean().optional().describe("false: no colours"),
    theme: z
      .enum(["dark", "light", "high-contrast", "mono"])
      .optional()
      .describe("colours of the terminal interface"),
    ascii: z.boolean().optional().describe("true: nothing but ASCII in the terminal interface"),
    keys: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .optional()
      .describe("keys of the terminal interface by command, in place of its own"),
  })
  .describe("kms-doctor configuration file") satisfies z.ZodType<ConfigFile>;

/** What may stand behind each key, and a line that is right. */
export const CONFIG_VALUES: Readonly<
  Record<keyof ConfigFile, { readonly kind: string; readonly example: string }>
> = {
  server: {
    kind: "a literal address or a list of them",
    example: "server: ['192.0.2.53', '[2001:db8::53]:5353']",
  },
  authoritative: { kind: "true or false", example: "authoritative: true" },
  timeout: { kind: "a whole number from 1 to 600000", example: "timeout: 2000" },
  retries: { kind: "a whole number from 0 to 20", example: "retries: 1" },
  concurrency: { kind: "a whole number from 1 to 65535", example: "concurrency: 64" },
  "dns-port": { kind: "a whole number from 1 to 65535", example: "dns-port: 53" },
  "fail-on": { kind: "error, warning or never", example: "fail-on: warning" },
  format: { kind: "text, json, ndjson, markdown, html, junit or sarif", example: "format: json" },
  color: { kind: "true or false", example: "color: false" },
  theme: { kind: "dark, light, high-contrast or mono", example: "theme: light" },
  ascii: { kind: "true or false", example: "ascii: true" },
  keys: { kind: "commands with a key or a list of keys", example: "keys: { quit: [q, ctrl+q] }" },
};
