import { describe, expect, test } from "vitest";
import { createTsigSigner } from "../../../src/app/publish/tsig-signer.ts";
import { findUpdatePolicy } from "../../../src/app/update-policy.ts";
import type { UpdatePolicyFacts } from "../../../src/core/checks/update-policy-facts.ts";
import { RCODE } from "../../../src/core/dns/rcode.ts";
import type { TsigOutcome } from "../../../src/core/dns/tsig/verify-answer.ts";
import { tsigCrypto } from "../../../src/io/dns/hmac.ts";
import { name } from "../../support/facts.ts";
import {
  fakeWorld,
  type FakeServer,
  type FakeSignedAnswer,
  type ProbeKind,
} from "../../support/fake-primary.ts";
import { SECRET_TEXT, tsigKey } from "../../support/tsig-vectors.ts";

const SERVER = "192.0.2.1:53";
const REFUSING = { "zone-only": RCODE.REFUSED, tkey: RCODE.BADALG } as const;
const VERIFIED: TsigOutcome = { kind: "verified" };
const CODES: Readonly<Record<ProbeKind, number>> = {
  "zone-only": 0,
  "prerequisite-only": RCODE.YXRRSET,
  "refused-add": RCODE.YXRRSET,
  "absent-delete": 0,
  tkey: 0,
};
const accepting = (kind: ProbeKind): FakeSignedAnswer => ({ rcode: CODES[kind], tsig: VERIFIED });

type Asked = {
  readonly facts: UpdatePolicyFacts;
  readonly evidence: string;
  readonly announced: readonly string[];
  /** The signed probes, in their order. */
  readonly signed: readonly string[];
};

async function ask(server: FakeServer): Promise<Asked> {
  const world = fakeWorld({ [SERVER]: { updates: REFUSING, ...server } });
  const facts = await findUpdatePolicy(
    {
      name: name("corp.test"),
      servers: [],
      primary: { address: "192.0.2.1", port: 53 },
      port: 53,
      families: [4],
      wanted: null,
      signer: createTsigSigner(tsigKey(), tsigCrypto, world.ports.clock.nowMs),
      options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    },
    world.ports,
    new AbortController().signal,
  );
  const signed = world.sent
    .filter((line) => line.includes(" signed "))
    .map((line) => line.split(" signed ")[1] ?? "");
  const evidence = facts.evidence.join("\n");
  for (const text of [evidence, world.announced.join(), JSON.stringify(facts)])
    expect(text).not.toContain(SECRET_TEXT);
  return { facts, evidence, announced: world.announced, signed };
}

describe("a key is tried", () => {
  test("accepted only with all of the probes, the prerequisite before the record", async () => {
    const { facts, evidence, signed, announced } = await ask({ signed: accepting });
    expect(facts).toMatchObject({ policy: "tsig", rcode: "REFUSED", keyVerdict: { standing: "accepted" } });
    expect(signed).toEqual(["zone-only", "prerequisite-only", "refused-add", "absent-delete"]);
    expect(evidence).toContain("signed with the TSIG key kms.key (hmac-sha256), at");
    expect(announced).toHaveLength(1);
  });

  test("the record is not tried where prerequisites are ignored, nor after a refusal", async () => {
    const lax = await ask({ signed: (kind) => ({ ...accepting(kind), rcode: 0 }) });
    expect(lax.signed).toEqual(["zone-only", "prerequisite-only", "absent-delete"]);
    expect(lax.facts).toMatchObject({ policy: "disabled", keyVerdict: { standing: "not-found-out" } });
    const refused = await ask({ signed: () => ({ rcode: RCODE.REFUSED, tsig: VERIFIED }) });
    expect(refused.signed).toEqual(["zone-only"]);
    expect(refused.facts).toMatchObject({ policy: "disabled", keyVerdict: { standing: "not-allowed" } });
  });

  test.each<readonly [string, TsigOutcome]>([
    ["not signed", { kind: "unsigned" }],
    ["not signed: it sent our own signature back", { kind: "echoed" }],
    ["signed with another key", { kind: "wrong-key" }],
    ["its signature is wrong", { kind: "bad-mac" }],
    ["signed at another time than now", { kind: "bad-time", timeSignedSeconds: 1 }],
    ["its signature can't be read", { kind: "malformed", reason: "x" }],
    [
      "TSIG error BADSIG, not signed",
      { kind: "error", error: 16, authenticated: false, serverTimeSeconds: null },
    ],
  ])("NOERROR that is %s is no success", async (words, tsig) => {
    const { facts, evidence, signed } = await ask({ signed: () => ({ rcode: 0, tsig }) });
    expect(facts.policy).toBe("disabled");
    expect(signed).toEqual(["zone-only"]);
    expect(evidence).toContain(`, ${words}) to an update without changes`);
  });

  test("silence", async () => {
    const { facts } = await ask({});
    expect(facts).toMatchObject({ policy: "disabled", keyVerdict: { standing: "not-found-out" } });
  });

  test("not where anybody may write, nor where nothing can be updated", async () => {
    const open = await ask({ updates: CODES, signed: accepting });
    expect(open.facts).toMatchObject({ policy: "open", keyVerdict: null });
    expect(open.evidence).toContain(
      "the TSIG key kms.key (hmac-sha256) was not tried: unsigned updates from this address are taken",
    );
    const never = await ask({ updates: { "zone-only": RCODE.NOTIMP }, signed: accepting });
    expect(never.facts).toMatchObject({ policy: "disabled", keyVerdict: null });
    const resolver = await ask({ authoritative: false, signed: accepting });
    expect(resolver.facts).toMatchObject({ policy: "disabled", keyVerdict: null });
    expect(resolver.evidence).toContain(
      "the TSIG key kms.key (hmac-sha256) was not tried: the server answers for the zone without being",
    );
    expect([...open.signed, ...never.signed, ...resolver.signed]).toEqual([]);
  });
});

describe("a clock that is wrong", () => {
  const badTime = (serverTimeSeconds: number | null, authenticated = true): FakeSignedAnswer => ({
    rcode: RCODE.NOTAUTH,
    tsig: { kind: "error", error: RCODE.BADTIME, authenticated, serverTimeSeconds },
  });

  test("is corrected by the server's, once and for all probes, and told", async () => {
    const { facts, evidence, signed, announced } = await ask({
      signed: (kind, time) => (time === 4000 ? accepting(kind) : badTime(4000)),
    });
    expect(facts).toMatchObject({ policy: "tsig", keyVerdict: { standing: "accepted" } });
    expect(signed).toEqual(["zone-only", "zone-only", "prerequisite-only", "refused-add", "absent-delete"]);
    expect(announced.at(-1)).toContain("the server's clock is 4000 s ahead of this machine's");
    expect(evidence).toContain("signing with the server's time from here on");
    expect(facts.keyVerdict?.remedy).toContain("by NTP");
  });

  test("is corrected once only", async () => {
    const { facts, signed } = await ask({ signed: (_kind, time) => badTime(time + 4000) });
    expect(facts).toMatchObject({ policy: "disabled", keyVerdict: { standing: "clock-skew" } });
    expect(signed).toEqual(["zone-only", "zone-only"]);
  });

  test("is not corrected on the word of somebody without the key, or without a time", async () => {
    for (const answer of [badTime(null), badTime(null, false)]) {
      const { facts, signed, announced } = await ask({ signed: () => answer });
      expect(facts).toMatchObject({ keyVerdict: { standing: "clock-skew" } });
      expect(signed).toEqual(["zone-only"]);
      expect(announced).toHaveLength(1);
    }
  });
});
