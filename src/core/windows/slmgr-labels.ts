// The labels of slmgr.vbs in English, from Windows 7 on. The sets of other languages are not confirmed; few are known.

/** A value of the output, named by what it says. */
export type SlmgrField =
  | "serviceVersion"
  | "name"
  | "description"
  | "activationId"
  | "applicationId"
  | "extendedPid"
  | "productKeyChannel"
  | "partialProductKey"
  | "licenceStatus"
  | "remaining"
  | "notificationReason"
  | "windowsRearmCount"
  | "skuRearmCount"
  | "trustedTime"
  | "activationType"
  | "cmid"
  | "lookupDomain"
  | "hostFromDns"
  | "hostRegistered"
  | "hostAddress"
  | "hostExtendedPid"
  | "activationInterval"
  | "renewalInterval"
  | "adObjectName"
  | "adDn"
  | "adExtendedPid"
  | "adActivationId"
  | "currentCount"
  | "listeningPort"
  | "priority"
  | "requestsTotal"
  | "requestsFailed"
  | "requestsUnlicensed"
  | "requestsLicensed"
  | "requestsInitialGrace"
  | "requestsExpired"
  | "requestsNonGenuine"
  | "requestsNotification"
  /** Known, and of no use here. */
  | "ignored";

const LABELS: Readonly<Record<string, SlmgrField>> = {
  "software licensing service version": "serviceVersion",
  name: "name",
  description: "description",
  "activation id": "activationId",
  "application id": "applicationId",
  "extended pid": "extendedPid",
  "product key channel": "productKeyChannel",
  "installation id": "ignored",
  "processor certificate url": "ignored",
  "machine certificate url": "ignored",
  "use license url": "ignored",
  "product key certificate url": "ignored",
  "validation url": "ignored",
  "partial product key": "partialProductKey",
  "license status": "licenceStatus",
  "volume activation expiration": "remaining",
  "timebased activation expiration": "remaining",
  "automatic vm activation expiration": "remaining",
  "time remaining": "remaining",
  "notification reason": "notificationReason",
  "evaluation end date": "ignored",
  "remaining windows rearm count": "windowsRearmCount",
  "remaining app rearm count": "ignored",
  "remaining sku rearm count": "skuRearmCount",
  "trusted time": "trustedTime",
  "configured activation type": "activationType",
  "client machine id (cmid)": "cmid",
  "registered kms srv record lookup domain": "lookupDomain",
  "registered kms machine name": "hostRegistered",
  "kms machine name from dns": "hostFromDns",
  "dns auto-discovery": "hostFromDns",
  "kms machine ip address": "hostAddress",
  "kms machine extended pid": "hostExtendedPid",
  "activation interval": "activationInterval",
  "renewal interval": "renewalInterval",
  "activation object name": "adObjectName",
  "ao dn": "adDn",
  "ao extended pid": "adExtendedPid",
  "ao activation id": "adActivationId",
  "current count": "currentCount",
  "listening on port": "listeningPort",
  "kms priority": "priority",
  "total requests received": "requestsTotal",
  "failed requests received": "requestsFailed",
  "requests with license status unlicensed": "requestsUnlicensed",
  "requests with license status licensed": "requestsLicensed",
  "requests with license status initial grace period": "requestsInitialGrace",
  "requests with license status license expired or hardware out of tolerance": "requestsExpired",
  "requests with license status non-genuine grace period": "requestsNonGenuine",
  "requests with license status notification": "requestsNotification",
  warning: "ignored",
  // Seen in other languages.
  许可证状态: "licenceStatus",
  "estado de la licencia": "licenceStatus",
  "客户端计算机 id (cmid)": "cmid",
  "kms-computername aus dns": "hostFromDns",
};

const FIELDS = new Map(Object.entries(LABELS));

/** The field that a label names, in any letter case; undefined for one that is not known. */
export function fieldOfLabel(label: string): SlmgrField | undefined {
  return FIELDS.get(label.toLowerCase());
}

/** Lines without a value that belong to the output, in lower case, as they begin. */
export const SLMGR_SENTENCES: readonly string[] = [
  "key management service is enabled on this",
  "key management service cumulative requests received from clients",
  "key management service client information",
  "most recent activation information",
  "ad activation client information",
  "please use slmgr.vbs /ato to activate",
  "this license is not in use",
  "warning: ",
];
