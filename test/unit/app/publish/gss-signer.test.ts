import { describe, expect, test } from "vitest";
import { createGssSigner, type GssSigner } from "../../../../src/app/publish/gss-signer.ts";
import type { MessageOutcome } from "../../../../src/app/update-policy-ports.ts";
import type { GssFailure } from "../../../../src/core/checks/gss-failure.ts";
import { RCODE } from "../../../../src/core/dns/rcode.ts";
import { readTsig } from "../../../../src/core/dns/tsig/read-tsig.ts";
import type { TsigOutcome } from "../../../../src/core/dns/tsig/verify-answer.ts";
import { outgoingUpdate } from "../../../../src/core/dns/update-message.ts";
import { EnvironmentError } from "../../../../src/core/errors.ts";
import { err, ok } from "../../../../src/core/result.ts";
import { octets } from "../../../support/dns-wire.ts";
import { name } from "../../../support/facts.ts";
import { message } from "../../../support/fake-dns.ts";
import {
  fakeContext,
  fakeNegotiator,
  step,
  tkeyRdata,
  verifyMic,
  type FakeContext,
  type FakeSteps,
  type FakeTkey,
} from "../../../support/fake-gss.ts";

const UPDATE = outgoingUpdate({ zone: name("corp.test"), prerequisites: [], updates: [] });
const SIGNED_FOR = { server: { address: "192.0.2.1", port: 53 }, serverName: "dc1.corp.test" };
const NEVER = new AbortController().signal;
const ONE_EXCHANGE = [step("hello"), step("", true)];

type World = {
  readonly signer: GssSigner;
  readonly contexts: readonly FakeContext[];
  readonly asked: ReturnType<typeof fakeNegotiator>["asked"];
};

/** Every context takes the same steps. */
function world(
  steps: FakeSteps,
  answers: readonly (FakeTkey | undefined)[],
  openFailure?: GssFailure,
): World {
  const { sendMessage, asked } = fakeNegotiator(answers);
  const contexts: FakeContext[] = [];
  let counter = 0;
  const signer = createGssSigner({
    openContext: (serverName) => {
      expect(serverName).toBe(SIGNED_FOR.serverName);
      if (openFailure !== undefined) return err(openFailure);
      const context = fakeContext(steps);
      contexts.push(context);
      return ok(context);
    },
    sendMessage,
    random: () => (counter++ % 36) / 36,
    nowMs: () => 0,
    timeoutMs: 100,
  });
  return { signer, contexts, asked };
}

async function failureOf({ signer }: World): Promise<string> {
  const signed = await signer.sign(UPDATE, SIGNED_FOR, NEVER);
  if (signed.ok) throw new Error("it was signed");
  expect(signed.error.remedy).not.toBe("");
  return signed.error.because;
}

function outcomeWith(tsig: TsigOutcome): MessageOutcome {
  const decoded = message({ name: name("corp.test"), type: "A" }, RCODE.NOTAUTH, []);
  return { kind: "unauthenticated", transport: "tcp", message: decoded, bytes: octets(), tsig };
}

const BADKEY = outcomeWith({
  kind: "error",
  error: RCODE.BADKEY,
  authenticated: false,
  serverTimeSeconds: null,
});

describe("the negotiation", () => {
  test("one exchange over TCP, and then the update is signed by the context", async () => {
    const given = world(ONE_EXCHANGE, [{ token: "welcome", signature: "good" }]);
    expect(given.signer.identity()).toEqual({ kind: "gss-tsig", account: null });
    const signed = await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    if (!signed.ok) throw new Error(signed.error.because);
    const [context] = given.contexts;
    expect(context?.received).toEqual([null, "welcome"]);
    expect(given.asked).toMatchObject([{ token: "hello", transport: "tcp" }]);
    expect(given.asked[0]?.keyName).toMatch(/^[0-9a-z]{20}\.sig\.dc1\.corp\.test$/);
    expect(given.signer.identity()).toEqual({ kind: "gss-tsig", account: "alice@CORP.TEST" });
    const tsig = readTsig(signed.value.encode(7));
    expect(tsig).toMatchObject({
      ok: true,
      value: { variables: { algorithmName: "gss-tsig.", keyName: `${given.asked[0]?.keyName}.` } },
    });
    expect(context?.isClosed()).toBe(false);
    given.signer.close();
    expect(context?.isClosed()).toBe(true);
  });

  test("the context serves further messages; the same id gives the same octets, another one a new code", async () => {
    const given = world(ONE_EXCHANGE, [{}]);
    const first = await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    const second = await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    expect(given.asked).toHaveLength(1);
    if (!first.ok || !second.ok) throw new Error("not signed");
    expect(first.value.encode(7)).toEqual(first.value.encode(7));
    const macs = [first.value.encode(7), first.value.encode(8), second.value.encode(7)].map((bytes) => {
      const tsig = readTsig(bytes);
      return tsig.ok ? tsig.value?.mac[0] : undefined;
    });
    // Before each message the context is tried.
    expect(macs).toEqual([2, 3, 4]);
  });

  test("goes on while the context wants more, on either side", async () => {
    const more = world([step("a"), step("b"), step("", true)], [{ token: "x" }, { token: "y" }]);
    expect((await more.signer.sign(UPDATE, SIGNED_FOR, NEVER)).ok).toBe(true);
    expect(more.contexts[0]?.received).toEqual([null, "x", "y"]);
    const last = world([step("a"), step("b", true)], [{ token: "x" }, {}]);
    expect((await last.signer.sign(UPDATE, SIGNED_FOR, NEVER)).ok).toBe(true);
    expect(last.asked.map(({ token }) => token)).toEqual(["a", "b"]);
  });

  test("but not for ever", async () => {
    const given = world(
      Array.from({ length: 99 }, () => step("a")),
      Array.from({ length: 99 }, () => ({ token: "x" })),
    );
    expect(await failureOf(given)).toContain("without coming to an end");
    expect(given.asked).toHaveLength(8);
    expect(given.contexts[0]?.isClosed()).toBe(true);
  });

  test("a server name that fits into no longer name gets a key name of its own", async () => {
    const { sendMessage, asked } = fakeNegotiator([{}]);
    const signer = createGssSigner({
      openContext: () => ok(fakeContext(ONE_EXCHANGE)),
      sendMessage,
      random: () => 0,
      nowMs: () => 0,
      timeoutMs: 1,
    });
    const long = `${`${"a".repeat(60)}.`.repeat(4)}test`;
    expect((await signer.sign(UPDATE, { ...SIGNED_FOR, serverName: long }, NEVER)).ok).toBe(true);
    expect(asked[0]?.keyName).toBe(`${"0".repeat(20)}.sig.invalid`);
  });
});

describe("fails with a reason and a remedy, and gives the context back", () => {
  test.each<readonly [string, FakeSteps, readonly (FakeTkey | undefined)[], string]>([
    ["no ticket", [{ kind: "no-ticket", said: "none" }], [], "there is no Kerberos ticket"],
    ["at the second step", [step("a"), { kind: "other", said: "odd" }], [{ token: "x" }], "(odd)"],
    ["silence", ONE_EXCHANGE, [undefined], "did not answer the negotiation of GSS-TSIG over TCP (timeout)"],
    [
      "the token is refused",
      ONE_EXCHANGE,
      [{ error: RCODE.BADKEY }],
      "refused the Kerberos ticket of alice@",
    ],
    ["no GSS-TSIG", ONE_EXCHANGE, [{ error: RCODE.BADALG }], "(TKEY error BADALG, answer NOERROR)"],
    ["no record", ONE_EXCHANGE, [{ rdata: null, rcode: 5 }], "(no TKEY record, answer REFUSED)"],
    ["a record in an error", ONE_EXCHANGE, [{ rcode: 5 }], "(TKEY error NOERROR, answer REFUSED)"],
    [
      "no whole record",
      ONE_EXCHANGE,
      [{ rdata: tkeyRdata({}).slice(0, -1) }],
      "can't be read: the TKEY record",
    ],
    ["a wrong signature", ONE_EXCHANGE, [{ signature: "bad" }], "does not verify (bad-mac)"],
  ])("%s", async (_what, steps, answers, because) => {
    const given = world(steps, answers);
    expect(await failureOf(given)).toContain(because);
    expect(given.contexts.map((context) => context.isClosed())).toEqual([true]);
    given.signer.close();
  });

  test("before there is a context", async () => {
    const given = world([], [], { kind: "expired", said: "old" });
    expect(await failureOf(given)).toBe("the Kerberos ticket has expired (old)");
  });
});

test("a context that signs no more fails before anything is sent", async () => {
  const dead = () => {
    throw new EnvironmentError("the Kerberos library signs no more");
  };
  const signer = createGssSigner({
    openContext: () => ok({ ...fakeContext(ONE_EXCHANGE), getMic: dead }),
    sendMessage: fakeNegotiator([{}]).sendMessage,
    random: () => 0,
    nowMs: () => 0,
    timeoutMs: 1,
  });
  await expect(signer.sign(UPDATE, SIGNED_FOR, NEVER)).rejects.toThrow("signs no more");
});

describe("what it learns", () => {
  test("BADKEY: negotiated anew, once", async () => {
    const given = world(ONE_EXCHANGE, [{}, {}, {}]);
    await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    expect(given.signer.learn(BADKEY, SIGNED_FOR)).toContain(
      "192.0.2.1:53 no longer knows the negotiated key",
    );
    expect(given.contexts[0]?.isClosed()).toBe(true);
    await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    expect(new Set(given.asked.map(({ keyName }) => keyName)).size).toBe(2);
    expect(given.signer.learn(BADKEY, SIGNED_FOR)).toBeNull();
    expect(given.contexts.every((context) => context.isClosed())).toBe(true);
  });

  test("the server's clock: signed with it from then on", async () => {
    const given = world(ONE_EXCHANGE, [{}]);
    await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    const late = {
      kind: "error",
      error: RCODE.BADTIME,
      authenticated: true,
      serverTimeSeconds: 4000,
    } as const;
    const told = given.signer.learn({ ...outcomeWith(late), kind: "answered" } as MessageOutcome, SIGNED_FOR);
    expect(told).toContain("4000 s ahead");
    expect(given.signer.clockSkewSeconds()).toBe(4000);
    const signed = await given.signer.sign(UPDATE, SIGNED_FOR, NEVER);
    const tsig = signed.ok ? readTsig(signed.value.encode(1)) : undefined;
    expect(tsig).toMatchObject({ ok: true, value: { variables: { timeSignedSeconds: 4000 } } });
  });

  test("nothing from anything else", () => {
    const { signer } = world([], []);
    expect(signer.learn(outcomeWith({ kind: "verified" }), SIGNED_FOR)).toBeNull();
    expect(signer.learn({ kind: "cancelled" }, SIGNED_FOR)).toBeNull();
  });
});

test("the code of the fake covers every octet", () => {
  expect(verifyMic([octets(1, 2)], octets(0, 0, 5))).toBe(true);
  expect(verifyMic([octets(2, 1)], octets(0, 0, 5))).toBe(false);
});
