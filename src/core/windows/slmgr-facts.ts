// What `slmgr /dlv` and `/dli` tell. Null: the output does not say, or it was not understood.

export const LICENCE_STATES = [
  "unlicensed",
  "licensed",
  "initial-grace",
  "out-of-tolerance-grace",
  "non-genuine-grace",
  "notification",
  "extended-grace",
  "unknown",
] as const;
/** By their number in events: 0 unlicensed … 6 extended grace. */
export type LicenceState = (typeof LICENCE_STATES)[number];

export type NamedHost = {
  readonly name: string;
  readonly port: number;
  /** registered: set by hand (`slmgr /skms`), so that DNS is not asked. */
  readonly source: "dns" | "registered";
};

/** The client's part, also in the output of Office. */
export type KmsClientFacts = {
  readonly cmid: string | null;
  readonly lookupDomain: string | null;
  readonly host: NamedHost | null;
  readonly hostAddress: string | null;
  readonly hostExtendedPid: string | null;
  readonly activationIntervalMinutes: number | null;
  readonly renewalIntervalMinutes: number | null;
  readonly hostCaching: boolean | null;
};

export type AdActivationFacts = {
  readonly objectName: string | null;
  readonly dn: string | null;
  readonly extendedPid: string | null;
  readonly activationId: string | null;
};

export type KmsHostFacts = {
  readonly currentCount: number | null;
  readonly listeningPort: number | null;
  readonly dnsPublishing: boolean | null;
  readonly priority: "normal" | "low" | null;
  readonly requests: KmsRequestCounts | null;
};

export type KmsRequestCounts = {
  readonly total: number | null;
  readonly failed: number | null;
  readonly unlicensed: number | null;
  readonly licensed: number | null;
  readonly initialGrace: number | null;
  readonly expired: number | null;
  readonly nonGenuine: number | null;
  readonly notification: number | null;
};

export type SlmgrFacts = {
  /** structure: few labels are English, so the place and the shape of the values decided. */
  readonly readBy: "labels" | "structure";
  readonly serviceVersion: string | null;
  readonly name: string | null;
  readonly description: string | null;
  /** `VOLUME_KMSCLIENT`, `VOLUME_KMS_WS22`, `RETAIL`, … */
  readonly channel: string | null;
  readonly product: "windows" | "office" | null;
  readonly activationId: string | null;
  readonly applicationId: string | null;
  readonly extendedPid: string | null;
  readonly productKeyChannel: string | null;
  readonly partialProductKey: string | null;
  readonly licenceState: LicenceState | null;
  readonly licenceText: string | null;
  readonly remainingMinutes: number | null;
  readonly notificationReason: string | null;
  readonly windowsRearmCount: number | null;
  readonly skuRearmCount: number | null;
  /** As printed; the form follows the machine's region. */
  readonly trustedTime: string | null;
  readonly activationType: string | null;
  readonly client: KmsClientFacts | null;
  readonly activeDirectory: AdActivationFacts | null;
  readonly host: KmsHostFacts | null;
};
