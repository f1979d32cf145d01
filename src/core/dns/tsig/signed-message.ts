// Any message of ours, signed, with the judgement of what comes back (RFC 8945, RFC 3645).
import type { OutgoingMessage } from "../outgoing-message.ts";
import type { MessageKey } from "./message-key.ts";
import { signMessage, type SignedMessage } from "./sign-message.ts";
import { verifyAnswer } from "./verify-answer.ts";

export type TsigSigner = {
  readonly key: MessageKey;
  /** Seconds since the Unix epoch, by this machine's clock or by the server's. */
  readonly nowSeconds: () => number;
};

/**
 * The time is taken once, here. The same id gives the same octets: what was signed is remembered, since an answer refers to its
 * MAC. A message is to be sent within the five minutes that its signature lasts.
 */
export function signedMessage(message: OutgoingMessage, { key, nowSeconds }: TsigSigner): OutgoingMessage {
  const timeSignedSeconds = nowSeconds();
  const signed = new Map<number, SignedMessage>();
  const sign = (id: number): SignedMessage => {
    const known = signed.get(id);
    if (known !== undefined) return known;
    const fresh = signMessage(message.encode(id), key, timeSignedSeconds);
    signed.set(id, fresh);
    return fresh;
  };
  return {
    encode: (id) => sign(id).bytes,
    findMismatch: message.findMismatch,
    verify: (answer) => {
      const { mac } = sign(((answer[0] ?? 0) << 8) | (answer[1] ?? 0));
      return verifyAnswer(answer, { key, mac, nowSeconds: nowSeconds() });
    },
  };
}
