import { describe, expect, test } from "vitest";
import { createTsigSigner } from "../../../src/app/publish/tsig-signer.ts";
import type { MessageOutcome } from "../../../src/app/update-policy-ports.ts";
import { readTsig } from "../../../src/core/dns/tsig/read-tsig.ts";
import type { TsigOutcome } from "../../../src/core/dns/tsig/verify-answer.ts";
import { outgoingUpdate } from "../../../src/core/dns/update-message.ts";
import { tsigCrypto } from "../../../src/io/dns/hmac.ts";
import { name } from "../../support/facts.ts";
import { message } from "../../support/fake-dns.ts";
import { tsigKey } from "../../support/tsig-vectors.ts";

const UPDATE = outgoingUpdate({ zone: name("corp.test"), prerequisites: [], updates: [] });
const FOR = { server: { address: "192.0.2.1", port: 53 }, serverName: "ns1.corp.test" };
const NOW_SECONDS = 1_000_000;

function answered(tsig: TsigOutcome): MessageOutcome {
  const said = message({ name: name("corp.test"), type: "SOA" }, 9, []);
  return { kind: "answered", message: said, bytes: new Uint8Array(), transport: "udp", tsig };
}

async function signedAt(signer: ReturnType<typeof createTsigSigner>): Promise<number | undefined> {
  const signed = await signer.sign(UPDATE, FOR, new AbortController().signal);
  const tsig = signed.ok ? readTsig(signed.value.encode(1)) : signed;
  return tsig.ok ? tsig.value?.variables.timeSignedSeconds : undefined;
}

describe("a TSIG signer", () => {
  const create = () => createTsigSigner(tsigKey(), tsigCrypto, () => NOW_SECONDS * 1000);

  test("signs with our time, and after BADTIME with the server's", async () => {
    const signer = create();
    expect(signer.identity()).toEqual({ kind: "tsig", keyName: "kms.key.", algorithm: "hmac-sha256" });
    expect(signer.clockSkewSeconds()).toBeNull();
    expect(await signedAt(signer)).toBe(NOW_SECONDS);
    const badTime = {
      kind: "error",
      error: 18,
      authenticated: true,
      serverTimeSeconds: NOW_SECONDS + 4000,
    } as const;
    expect(signer.learn(answered(badTime), FOR)).toContain("4000 s ahead of this machine's");
    expect(await signedAt(signer)).toBe(NOW_SECONDS + 4000);
    // A second objection is no matter of the clock any more.
    expect(signer.learn(answered(badTime), FOR)).toBeNull();
  });

  test.each<readonly [string, MessageOutcome]>([
    ["a verified answer", answered({ kind: "verified" })],
    [
      "an error without a time",
      answered({ kind: "error", error: 17, authenticated: false, serverTimeSeconds: null }),
    ],
    ["silence", { kind: "timeout", phase: "udp-answer" }],
  ])("learns nothing from %s", (_what, outcome) => {
    expect(create().learn(outcome, FOR)).toBeNull();
  });
});
