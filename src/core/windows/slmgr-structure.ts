// Which value a line of slmgr holds where its label is in a language that is not known: by shape, by place, and by the
// words that no translation changes (DNS, SRV, CMID). What is left open by them stays open.
import type { LabelledLine } from "./labelled-line.ts";
import type { SlmgrField } from "./slmgr-labels.ts";
import {
  addressOf,
  codeIn,
  guidOf,
  hostAndPort,
  OFFICE_APPLICATION,
  WINDOWS_APPLICATION,
} from "./value-shapes.ts";

/** The fields that lines before this one hold. */
export type SeenFields = ReadonlySet<SlmgrField>;

const EXTENDED_PID = /^\d{5}-\d{5}-\d{3}-\d{6}-\d{2}-\d{4,5}-[\d.]{1,20}-\d{7}$/;
const MINUTES_AND_DAYS = /^\d+\D+\(\D*\d+\D*\)\D*$/;
const MINUTES = /^\d+\s?\D+$/;
const DATE_AND_TIME = /\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}.*\d{1,2}:\d{2}/;

/** Whole numbers are not told apart here: that takes the lines around them. */
export function fieldByStructure({ label, value }: LabelledLine, seen: SeenFields): SlmgrField | undefined {
  return seen.has("licenceStatus") ? lateField(label, value, seen) : earlyField(value, seen);
}

/** From the version to the licence status. */
function earlyField(value: string, seen: SeenFields): SlmgrField | undefined {
  if (seen.has("partialProductKey")) return "licenceStatus";
  const guid = guidOf(value);
  if (guid !== undefined)
    return guid === WINDOWS_APPLICATION || OFFICE_APPLICATION.test(guid) ? "applicationId" : "activationId";
  if (EXTENDED_PID.test(value)) return "extendedPid";
  if (/^(?:Volume|Retail|OEM)(?::\w{1,20})?$/.test(value)) return "productKeyChannel";
  if (/^\d{40,80}$/.test(value) || /^https?:/.test(value)) return "ignored";
  return /^[0-9A-Z]{5}$/.test(value) ? "partialProductKey" : undefined;
}

/** After the licence status. */
function lateField(label: string, value: string, seen: SeenFields): SlmgrField | undefined {
  if (guidOf(value) !== undefined) return /CMID/.test(label) ? "cmid" : "adActivationId";
  if (EXTENDED_PID.test(value))
    return seen.has("adDn") && !seen.has("cmid") ? "adExtendedPid" : "hostExtendedPid";
  if (/^CN=/i.test(value)) return "adDn";
  if (hostAndPort(value) !== undefined) return /DNS/.test(label) ? "hostFromDns" : "hostRegistered";
  if (/SRV/.test(label)) return "lookupDomain";
  if (addressOf(value) !== undefined) return "hostAddress";
  if (codeIn(value.slice(0, 12)) !== undefined) return "notificationReason";
  if (MINUTES_AND_DAYS.test(value)) return "remaining";
  if (DATE_AND_TIME.test(value)) return "trustedTime";
  if (MINUTES.test(value)) return seen.has("activationInterval") ? "renewalInterval" : "activationInterval";
  return /^(?:All|AD|KMS|Token)$/.test(value) ? "activationType" : undefined;
}

/** The requests in the order in which the host prints them. */
const REQUESTS: readonly SlmgrField[] = [
  "requestsTotal",
  "requestsFailed",
  "requestsUnlicensed",
  "requestsLicensed",
  "requestsInitialGrace",
  "requestsExpired",
  "requestsNonGenuine",
  "requestsNotification",
];

/**
 * What the whole numbers are, in order. On a host two stand before the line about DNS publishing, which has no colon:
 * `before` counts those, `after` the ones behind it. Undefined where their number is not the usual one.
 */
export function hostNumbers(before: number, after: number): readonly (SlmgrField | undefined)[] {
  const rearms = rearmCounts(before - 2);
  const requests =
    after === REQUESTS.length || after === 0 ? REQUESTS.slice(0, after) : Array<undefined>(after);
  return [...rearms, "currentCount", "listeningPort", ...requests];
}

/** `/dlv` of Windows 7 has one, later ones two, `/dli` none. */
export function rearmCounts(count: number): readonly (SlmgrField | undefined)[] {
  if (count <= 0) return [];
  return count <= 2
    ? (["windowsRearmCount", "skuRearmCount"] as const).slice(0, count)
    : Array<undefined>(count);
}
