// Any message of ours, signed, with the judgement of what comes back (RFC 8945).
import type { OutgoingMessage } from "../outgoing-message.ts";
import { signMessage, type SignedMessage } from "./sign-message.ts";
import type { TsigCrypto } from "./tsig-crypto.ts";
import type { TsigKey } from "./tsig-key.ts";
import { verifyAnswer } from "./verify-answer.ts";

export type TsigSigner = {
  readonly key: TsigKey;
  readonly crypto: TsigCrypto;
  /** Seconds since the Unix epoch, by this machine's clock or by the server's. */
  readonly nowSeconds: () => number;
};

/**
 * The time is taken once, here: the same id gives the same octets, so that the MAC that an answer refers to need not be
 * remembered. A message is to be sent within the five minutes that its signature lasts.
 */
export function signedMessage(
  message: OutgoingMessage,
  { key, crypto, nowSeconds }: TsigSigner,
): OutgoingMessage {
  const timeSignedSeconds = nowSeconds();
  const sign = (id: number): SignedMessage =>
    signMessage(message.encode(id), key, timeSignedSeconds, crypto.hmac);
  return {
    encode: (id) => sign(id).bytes,
    findMismatch: message.findMismatch,
    verify: (answer) => {
      const { mac } = sign(((answer[0] ?? 0) << 8) | (answer[1] ?? 0));
      return verifyAnswer(answer, { key, mac, nowSeconds: nowSeconds() }, crypto);
    },
  };
}
