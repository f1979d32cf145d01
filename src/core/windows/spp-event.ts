// An event of the licensing service (provider Microsoft-Windows-Security-SPP), in whatever form it was exported.
import type { LicenceState } from "./slmgr-facts.ts";

/** What the event tells beside its head; every code as `0x` and eight digits. */
export type SppEventData = {
  readonly code: string | null;
  /** 12288, 12289. */
  readonly flags: string | null;
  /** 12288: the host that was asked. */
  readonly host: string | null;
  readonly port: number | null;
  /** 12290: the machine that asked, as it named itself. */
  readonly machine: string | null;
  readonly cmid: string | null;
  /** The client's clock as it stands in the event: UTC, `YYYY/MM/DD HH:MM` or unpadded. */
  readonly clientTime: string | null;
  /** 12288, 12290: the machines that the product needs (5 or 25). */
  readonly minimumCount: number | null;
  /** 12289: the host's count. */
  readonly currentCount: number | null;
  /** 12289: whether the client is activated. */
  readonly isActivated: boolean | null;
  readonly isVirtual: boolean | null;
  readonly licenceState: LicenceState | null;
  readonly minutesToExpiration: number | null;
  readonly activationId: string | null;
  readonly activationIntervalMinutes: number | null;
  readonly renewalIntervalMinutes: number | null;
  /** 12293, 12294: where the host publishes itself. */
  readonly domain: string | null;
  /** 12308. */
  readonly adObjectDn: string | null;
  /** 8198: what set the attempt off, such as TimerEvent. */
  readonly trigger: string | null;
};

export type SppEvent = {
  readonly id: number;
  /** As it was exported; RFC 3339 UTC in XML and JSON, in the form of the machine's region elsewhere. */
  readonly time: string | null;
  /** The machine that logged it. */
  readonly computer: string | null;
  /** Null where the message was cut off or is not there. */
  readonly data: SppEventData | null;
};

export type EventsFacts = {
  readonly events: readonly SppEvent[];
  /** Events of other providers, or with other numbers, which were passed over. */
  readonly otherEvents: number;
};

export const SPP_EVENT_IDS: readonly number[] = [
  12288, 12289, 12290, 12291, 12293, 12294, 12308, 12309, 12310, 8198, 8200, 8208, 8213, 8214, 8215, 8233,
  1014, 1003, 1058, 16384, 900, 901, 902, 903,
];

export const SPP_PROVIDERS =
  /Microsoft-Windows-Security-SPP|Software Protection Platform Service|Microsoft-Windows-Security-Licensing-SLC/i;

/** Flag of 12289: the host has too low a count. */
export const NOT_ENOUGH_COUNT = 0x0400_0000;
