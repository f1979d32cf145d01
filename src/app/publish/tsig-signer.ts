// Signs updates with a TSIG key (RFC 8945), by the server's clock where ours is wrong.
import { withoutTrailingDot } from "../../core/dns/owner-name.ts";
import { sayClockSkew } from "../../core/checks/key-verdict.ts";
import { signedMessage } from "../../core/dns/tsig/signed-message.ts";
import type { TsigCrypto } from "../../core/dns/tsig/tsig-crypto.ts";
import type { TsigKey } from "../../core/dns/tsig/tsig-key.ts";
import { ok } from "../../core/result.ts";
import type { UpdateSigner } from "./publish-ports.ts";

export function createTsigSigner(key: TsigKey, crypto: TsigCrypto, nowMs: () => number): UpdateSigner {
  let skewSeconds = 0;
  const ownSeconds = (): number => Math.floor(nowMs() / 1000);
  return {
    what: `the TSIG key ${withoutTrailingDot(key.name)} (${key.algorithm})`,
    sign: (message) =>
      Promise.resolve(
        ok(signedMessage(message, { key, crypto, nowSeconds: () => ownSeconds() + skewSeconds })),
      ),
    learn: (outcome) => {
      if (outcome.kind !== "answered" || outcome.tsig?.kind !== "error") return null;
      const { serverTimeSeconds } = outcome.tsig;
      if (serverTimeSeconds === null) return null;
      skewSeconds = serverTimeSeconds - ownSeconds();
      return `${sayClockSkew(skewSeconds)}: signed once more, with the server's time`;
    },
  };
}
