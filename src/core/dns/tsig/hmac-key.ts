// A shared key at work (RFC 8945): the HMAC of its secret.
import type { MessageKey } from "./message-key.ts";
import { tsigAlgorithmName } from "./tsig-algorithm.ts";
import type { TsigCrypto } from "./tsig-crypto.ts";
import type { TsigKey } from "./tsig-key.ts";

export function hmacKey({ name, algorithm, secret }: TsigKey, crypto: TsigCrypto): MessageKey {
  const getMac: MessageKey["getMac"] = (parts) => crypto.hmac(algorithm, secret.reveal(), parts);
  return {
    name,
    algorithmName: tsigAlgorithmName(algorithm),
    getMac,
    verifyMac: (parts, mac) => crypto.isEqual(mac, getMac(parts)),
    acceptsBareRequestMac: false,
  };
}
