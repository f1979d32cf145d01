// The values of slmgr's lines as facts.
import {
  type AdActivationFacts,
  type KmsClientFacts,
  type KmsHostFacts,
  type KmsRequestCounts,
  type LicenceState,
  type SlmgrFacts,
} from "./slmgr-facts.ts";
import { namedHost } from "./named-host.ts";
import type { SlmgrField } from "./slmgr-labels.ts";
import {
  addressOf,
  codeIn,
  guidOf,
  isSaidEnabled,
  OFFICE_APPLICATION,
  WINDOWS_APPLICATION,
  wholeNumber,
} from "./value-shapes.ts";

export type SlmgrValues = {
  readonly fields: Map<SlmgrField, string>;
  /** Lines without a label. */
  readonly sentences: readonly string[];
};

/** As the status begins, in lower case; longer beginnings first. */
const STATES: readonly (readonly [string, LicenceState])[] = [
  ["licensed", "licensed"],
  ["unlicensed", "unlicensed"],
  ["initial grace", "initial-grace"],
  ["additional grace", "out-of-tolerance-grace"],
  ["non-genuine grace", "non-genuine-grace"],
  ["extended grace", "extended-grace"],
  ["notification", "notification"],
  ["unknown", "unknown"],
  // Seen in other languages.
  ["已授权", "licensed"],
  ["con licencia", "licensed"],
  ["lizenziert", "licensed"],
];

export function slmgrFacts(
  { fields, sentences }: SlmgrValues,
  channelPattern: RegExp,
  readBy: SlmgrFacts["readBy"],
): SlmgrFacts {
  const text = (field: SlmgrField): string | null => fields.get(field) ?? null;
  const number = (field: SlmgrField): number | null => leadingNumber(fields.get(field));
  const channel = channelPattern.exec(valueOf(fields, "description"))?.[1] ?? null;
  const applicationId = guidOf(valueOf(fields, "applicationId")) ?? null;
  const licenceText = text("licenceStatus");
  const notificationReason = codeIn(valueOf(fields, "notificationReason")) ?? null;
  const isHost = channel?.startsWith("VOLUME_KMS") === true && !channel.startsWith("VOLUME_KMSCLIENT");
  return {
    readBy,
    serviceVersion: text("serviceVersion"),
    name: text("name"),
    description: text("description"),
    channel,
    product: productOf(applicationId, text("name")),
    activationId: guidOf(valueOf(fields, "activationId")) ?? null,
    applicationId,
    extendedPid: text("extendedPid"),
    productKeyChannel: text("productKeyChannel"),
    partialProductKey: text("partialProductKey"),
    // Only that state prints a reason.
    licenceState: stateOf(licenceText) ?? (notificationReason === null ? null : "notification"),
    licenceText,
    remainingMinutes: number("remaining"),
    notificationReason,
    windowsRearmCount: number("windowsRearmCount"),
    skuRearmCount: number("skuRearmCount"),
    trustedTime: text("trustedTime"),
    activationType: text("activationType"),
    client: clientFacts(fields, sentences),
    activeDirectory: adFacts(fields),
    host: isHost || fields.has("currentCount") ? hostFacts(fields, sentences) : null,
  };
}

function valueOf(fields: SlmgrValues["fields"], field: SlmgrField): string {
  return fields.get(field) ?? "";
}

function stateOf(text: string | null): LicenceState | null {
  const lower = text?.toLowerCase() ?? "";
  return STATES.find(([beginning]) => lower.startsWith(beginning))?.[1] ?? null;
}

function productOf(applicationId: string | null, name: string | null): "windows" | "office" | null {
  if (applicationId === WINDOWS_APPLICATION || name?.startsWith("Windows")) return "windows";
  return OFFICE_APPLICATION.test(applicationId ?? "") || name?.startsWith("Office") ? "office" : null;
}

function leadingNumber(text: string | undefined): number | null {
  return wholeNumber(/^\d{1,15}/.exec(text ?? "")?.[0] ?? "") ?? null;
}

function clientFacts(fields: SlmgrValues["fields"], sentences: readonly string[]): KmsClientFacts | null {
  const client = {
    cmid: guidOf(valueOf(fields, "cmid")) ?? null,
    lookupDomain: fields.get("lookupDomain")?.toLowerCase() ?? null,
    host: namedHost(valueOf(fields, "hostRegistered"), valueOf(fields, "hostFromDns")),
    hostAddress: addressOf(valueOf(fields, "hostAddress")) ?? null,
    hostExtendedPid: fields.get("hostExtendedPid") ?? null,
    activationIntervalMinutes: leadingNumber(fields.get("activationInterval")),
    renewalIntervalMinutes: leadingNumber(fields.get("renewalInterval")),
  };
  if (Object.values(client).every((value) => value === null)) return null;
  const caching = sentences.find((line) => /KMS/.test(line) && isSaidEnabled(line) !== undefined);
  return { ...client, hostCaching: caching === undefined ? null : (isSaidEnabled(caching) ?? null) };
}

function adFacts(fields: SlmgrValues["fields"]): AdActivationFacts | null {
  const ad = {
    objectName: fields.get("adObjectName") ?? null,
    dn: fields.get("adDn") ?? null,
    extendedPid: fields.get("adExtendedPid") ?? null,
    activationId: guidOf(valueOf(fields, "adActivationId")) ?? null,
  };
  return Object.values(ad).every((value) => value === null) ? null : ad;
}

function hostFacts(fields: SlmgrValues["fields"], sentences: readonly string[]): KmsHostFacts {
  const number = (field: SlmgrField): number | null => leadingNumber(fields.get(field));
  const publishing = sentences.find((line) => /DNS/.test(line));
  const priority = fields.get("priority")?.toLowerCase();
  const requests: KmsRequestCounts = {
    total: number("requestsTotal"),
    failed: number("requestsFailed"),
    unlicensed: number("requestsUnlicensed"),
    licensed: number("requestsLicensed"),
    initialGrace: number("requestsInitialGrace"),
    expired: number("requestsExpired"),
    nonGenuine: number("requestsNonGenuine"),
    notification: number("requestsNotification"),
  };
  return {
    currentCount: number("currentCount"),
    listeningPort: number("listeningPort"),
    dnsPublishing: publishing === undefined ? null : (isSaidEnabled(publishing) ?? null),
    priority: priority === "normal" || priority === "low" ? priority : null,
    requests: Object.values(requests).every((count) => count === null) ? null : requests,
  };
}
