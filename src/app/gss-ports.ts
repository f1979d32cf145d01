// What GSS-TSIG needs from the outside: one security context of the system's Kerberos library (RFC 2743 section 2.2).
import type { GssFailure } from "../core/checks/gss-failure.ts";
import type { Result } from "../core/result.ts";

/** `isDone` once both sides trust each other; then `token` is what the other side may still need, else it is what it must get. */
export type GssStep = { readonly token: Uint8Array; readonly isDone: boolean };

export type GssContext = {
  /** `admin@CORP.EXAMPLE`; null where the library does not tell. */
  readonly account: string | null;
  /** With the other side's token; null for the first step. May ask Kerberos servers. */
  readonly step: (token: Uint8Array | null) => Promise<Result<GssStep, GssFailure>>;
  /** The message integrity code of the parts, one after the other. Only once the context is done; throws where it has expired. */
  readonly getMic: (parts: readonly Uint8Array[]) => Uint8Array;
  /** Whether the other side made this code for the parts. */
  readonly verifyMic: (parts: readonly Uint8Array[], mic: Uint8Array) => boolean;
  /** Gives everything back to the library; nothing else may be called afterwards. */
  readonly close: () => void;
};

/** For the service `DNS@serverName`, by the tickets of the user; `serverName` has no trailing dot. */
export type OpenGssContext = (serverName: string) => Result<GssContext, GssFailure>;
