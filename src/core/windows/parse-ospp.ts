// Reads a licence of `ospp.vbs /dstatus`, the script of Office. It prints English on every system.
import type { DocumentReader, Reading } from "./document.ts";
import { labelledLine } from "./labelled-line.ts";
import { isNoise, isPrompt, type PasteLine, textAt } from "./paste-line.ts";
import { namedHost } from "./named-host.ts";
import type { KmsClientFacts, LicenceState } from "./slmgr-facts.ts";
import { addressOf, codeIn, firstGroup, guidOf, isSaidEnabled, wholeNumber } from "./value-shapes.ts";

export type OsppFacts = {
  readonly name: string | null;
  readonly description: string | null;
  /** `VOLUME_KMSCLIENT`, `RETAIL`, … */
  readonly channel: string | null;
  readonly activationId: string | null;
  readonly licenceState: LicenceState | null;
  readonly errorCode: string | null;
  readonly remainingMinutes: number | null;
  readonly partialProductKey: string | null;
  readonly activationType: string | null;
  readonly client: KmsClientFacts;
};

const STATES: Readonly<Record<string, LicenceState>> = {
  LICENSED: "licensed",
  UNLICENSED: "unlicensed",
  OOB_GRACE: "initial-grace",
  OOT_GRACE: "out-of-tolerance-grace",
  NON_GENUINE_GRACE: "non-genuine-grace",
  NOTIFICATIONS: "notification",
  EXTENDED_GRACE: "extended-grace",
};

const LABELS: readonly string[] = [
  "product id",
  "sku id",
  "license name",
  "license description",
  "beta expiration",
  "license status",
  "error code",
  "error description",
  "remaining grace",
  "last 5 characters of installed product key",
  "activation type configuration",
  "kms machine name from dns",
  "dns auto-discovery",
  "kms machine registry override defined",
  "kms machine ip address",
  "client machine id (cmid)",
  "activation interval",
  "renewal interval",
  "kms host caching",
  "kms lookup domain",
];

export const osppReader: DocumentReader = {
  starts: (lines, index) => {
    const label = labelOf(lines, index);
    // The first of the three that is there.
    const place = ["PRODUCT ID", "SKU ID", "LICENSE NAME"].indexOf(label);
    return place !== -1 && (place === 0 || !["PRODUCT ID", "SKU ID"].includes(labelOf(lines, index - 1)));
  },
  read: readLicence,
};

function labelOf(lines: readonly PasteLine[], index: number): string {
  return labelledLine(textAt(lines, index))?.label ?? "";
}

function readLicence(lines: readonly PasteLine[], start: number, limit: number): Reading | undefined {
  const values = new Map<string, string>();
  const leftOver: number[] = [];
  let end = start + 1;
  for (let index = start; index < limit; index++) {
    const text = textAt(lines, index);
    // Rulers part the licences.
    if (index > start && (isPrompt(text) || text.startsWith("---"))) break;
    if (isNoise(text)) continue;
    const line = labelledLine(text);
    const label = line?.label.toLowerCase() ?? "";
    if (line === undefined || !LABELS.includes(label)) {
      leftOver.push(index);
      continue;
    }
    values.set(label, line.value);
    end = index + 1;
  }
  if (!values.has("license name") && !values.has("license status")) return undefined;
  const body = { kind: "ospp-dstatus", facts: osppFacts(values) } as const;
  return { body, end, leftOver: leftOver.filter((index) => index < end) };
}

type Values = ReadonlyMap<string, string>;

function osppFacts(values: Values): OsppFacts {
  const orNull = (label: string): string | null => values.get(label) ?? null;
  const description = valueOf(values, "license description");
  const grace = firstGroup(/\((\d{1,9}) minute/, valueOf(values, "remaining grace"));
  return {
    name: orNull("license name"),
    description: orNull("license description"),
    channel: firstGroup(/\b(VOLUME_[A-Z0-9_-]+|RETAIL|OEM_\w+|TIMEBASED_\w+)\b/, description) || null,
    activationId: guidOf(valueOf(values, "sku id")) ?? null,
    licenceState: STATES[firstGroup(/([A-Z_]{3,})/, valueOf(values, "license status"))] ?? null,
    errorCode: codeIn(valueOf(values, "error code")) ?? null,
    remainingMinutes: wholeNumber(grace) ?? null,
    partialProductKey: orNull("last 5 characters of installed product key"),
    activationType: orNull("activation type configuration"),
    client: clientFacts(values),
  };
}

function valueOf(values: Values, label: string): string {
  return values.get(label) ?? "";
}

function clientFacts(values: Values): KmsClientFacts {
  const minutes = (label: string): number | null =>
    wholeNumber(firstGroup(/^(\d{1,9})/, valueOf(values, label))) ?? null;
  return {
    cmid: guidOf(valueOf(values, "client machine id (cmid)")) ?? null,
    lookupDomain: values.get("kms lookup domain")?.toLowerCase() ?? null,
    host: namedHost(
      valueOf(values, "kms machine registry override defined"),
      valueOf(values, "kms machine name from dns"),
    ),
    hostAddress: addressOf(valueOf(values, "kms machine ip address")) ?? null,
    hostExtendedPid: null,
    activationIntervalMinutes: minutes("activation interval"),
    renewalIntervalMinutes: minutes("renewal interval"),
    hostCaching: isSaidEnabled(valueOf(values, "kms host caching")) ?? null,
  };
}
