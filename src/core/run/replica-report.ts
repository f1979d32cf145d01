// What one authoritative server shows after a change.
import type { SrvRecordReport } from "./report.ts";

export type ReplicaReport = {
  /** `ADDR:PORT`, or the name of a name server without an address. */
  readonly server: string;
  /** It shows what was planned. */
  readonly ok: boolean;
  /** Of its SOA; null where it did not tell. */
  readonly serial: number | null;
  /** The SRV records that it shows. */
  readonly seen: readonly SrvRecordReport[];
  /** Milliseconds from the change until it was seen there, or until the wait was over. */
  readonly afterMs: number;
  /** Why it is not ok; null where it is. */
  readonly why: string | null;
};
