// The parts of SARIF 2.1.0 that our logs have and that its readers need, as strict as the standard: no unknown members.
import { z } from "zod";

const level = z.enum(["none", "note", "warning", "error"]);
const message = z.strictObject({ text: z.string().min(1) });
const properties = z.record(z.string(), z.unknown());
const utc = z.iso.datetime();

const rule = z.strictObject({
  id: z.string().min(1),
  shortDescription: message,
  defaultConfiguration: z.strictObject({ level }),
});

const result = z.strictObject({
  ruleId: z.string().min(1),
  ruleIndex: z.int().min(0),
  level,
  message,
  locations: z.array(
    z.strictObject({
      logicalLocations: z
        .array(z.strictObject({ fullyQualifiedName: z.string(), kind: z.literal("resource") }))
        .min(1),
    }),
  ),
  partialFingerprints: z.record(z.string(), z.string()),
  properties,
});

const invocation = z.strictObject({
  executionSuccessful: z.boolean(),
  startTimeUtc: utc,
  endTimeUtc: utc,
  properties,
  toolExecutionNotifications: z.array(z.strictObject({ level, message })),
});

export const sarifSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z
    .array(
      z.strictObject({
        tool: z.strictObject({
          driver: z.strictObject({
            name: z.literal("kms-doctor"),
            version: z.string(),
            semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
            rules: z.array(rule).min(1),
          }),
        }),
        invocations: z.array(invocation).length(1),
        columnKind: z.literal("utf16CodeUnits"),
        results: z.array(result),
      }),
    )
    .length(1),
});
