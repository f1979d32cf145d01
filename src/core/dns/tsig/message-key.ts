// How a message is signed and an answer checked: with the HMAC of a shared key (RFC 8945), or with the message integrity code of
// a GSS-API security context (RFC 3645). The records are the same.
import type { OwnerName } from "../owner-name.ts";

export type MessageKey = {
  readonly name: OwnerName;
  /** As it stands in messages. */
  readonly algorithmName: OwnerName;
  /** Over the parts, one after the other. The same parts need not give the same octets again: a context counts its messages. */
  readonly getMac: (parts: readonly Uint8Array[]) => Uint8Array;
  /** Takes a time that does not depend on where a MAC of the right length differs. */
  readonly verifyMac: (parts: readonly Uint8Array[], mac: Uint8Array) => boolean;
  /**
   * Whether the request's MAC may also stand without its length in front of it in the digest of an answer: so Samba does it up to
   * 4.19.7 (Samba bug 13019). All MACs of such a key have one length, so that nothing becomes ambiguous.
   */
  readonly acceptsBareRequestMac: boolean;
};
