// Signs updates with a TSIG key (RFC 8945), by the server's clock where ours is wrong.
import { hmacKey } from "../../core/dns/tsig/hmac-key.ts";
import { signedMessage } from "../../core/dns/tsig/signed-message.ts";
import type { TsigCrypto } from "../../core/dns/tsig/tsig-crypto.ts";
import type { TsigKey } from "../../core/dns/tsig/tsig-key.ts";
import { ok } from "../../core/result.ts";
import { createServerClock } from "../server-clock.ts";
import type { UpdateSigner } from "./publish-ports.ts";

export function createTsigSigner(key: TsigKey, crypto: TsigCrypto, nowMs: () => number): UpdateSigner {
  const clock = createServerClock(nowMs);
  const { name: keyName, algorithm } = key;
  return {
    identity: () => ({ kind: "tsig", keyName, algorithm }),
    transport: "udp-first",
    sign: (message) =>
      Promise.resolve(
        ok(signedMessage(message, { key: hmacKey(key, crypto), nowSeconds: clock.nowSeconds })),
      ),
    learn: clock.learn,
    clockSkewSeconds: clock.skewSeconds,
  };
}
