// Which network the terminal interface is in: the one that the flags and the machine name, or the open lab.
import type { NetworkSettings } from "../settings.ts";

export type Place = {
  readonly network: NetworkSettings;
  /** The TSIG key file of the lab's zones; undefined outside of it, or where they take none. */
  readonly labKeyFile?: string | undefined;
  readonly isLab: boolean;
};

/** The one thing here that changes: everything that asks looks up where it is at that moment. */
export type PlaceHolder = { current: Place };
