import { afterEach, describe, expect, test } from "vitest";
import type { MessageExchange, SendMessageOptions } from "../../../../src/app/update-policy-ports.ts";
import { outgoingUpdateProbe } from "../../../../src/core/dns/update-probe.ts";
import type { Endpoint } from "../../../../src/core/net/endpoint.ts";
import type { OutgoingMessage } from "../../../../src/core/dns/outgoing-message.ts";
import { hmacKey } from "../../../../src/core/dns/tsig/hmac-key.ts";
import { signedMessage } from "../../../../src/core/dns/tsig/signed-message.ts";
import { tsigCrypto } from "../../../../src/io/dns/hmac.ts";
import { createSendMessage, type MessageSender } from "../../../../src/io/dns/send-message.ts";
import { systemClock } from "../../../../src/io/host/clock.ts";
import { createSystemRandom } from "../../../../src/io/host/random.ts";
import { name } from "../../../support/facts.ts";
import { answerTo, prefixed, startLyingServer, type LyingServer } from "../../../support/lying-server.ts";
import { signAnswer } from "../../../support/tsig-answer.ts";
import { SIGNED_AT, tsigKey } from "../../../support/tsig-vectors.ts";

const PROBE = outgoingUpdateProbe({ kind: "zone-only", zone: name("corp.test") });
const UPDATE_REFUSED = 0xa805;

let sender: MessageSender | undefined;
let server: LyingServer | undefined;
afterEach(async () => {
  sender?.close();
  await server?.stop();
  server = undefined;
});

function send(
  endpoint: Endpoint,
  options: Partial<SendMessageOptions> = {},
  signal = new AbortController().signal,
  message: OutgoingMessage = PROBE,
): Promise<MessageExchange> {
  sender = createSendMessage({ clock: systemClock, random: createSystemRandom() });
  return sender.send(
    endpoint,
    message,
    { timeoutMs: 150, retries: 0, transport: "udp-first", ...options },
    signal,
  );
}
const steps = ({ attempts }: MessageExchange): readonly string[] =>
  attempts.map(({ transport, result }) => `${transport} ${result.kind}`);

describe("one message to one server", () => {
  test("answered over UDP, with its octets", async () => {
    server = await startLyingServer((query, _from, reply) =>
      reply(answerTo(query, { flags: UPDATE_REFUSED })),
    );
    const exchange = await send(server.endpoint);
    expect(exchange.outcome).toMatchObject({
      kind: "answered",
      transport: "udp",
      message: { rcode: 5, opcode: 5 },
    });
    expect(exchange.outcome.kind === "answered" && exchange.outcome.bytes.length).toBe(27);
    expect(steps(exchange)).toEqual(["udp answered"]);
  });

  test("silence over UDP: repeated as often as said, then TCP", async () => {
    server = await startLyingServer(
      () => undefined,
      (query, socket) => socket.end(prefixed(answerTo(query, { flags: UPDATE_REFUSED }))),
    );
    const exchange = await send(server.endpoint, { retries: 1 });
    expect(exchange.outcome).toMatchObject({ kind: "answered", transport: "tcp" });
    expect(steps(exchange)).toEqual(["udp timeout", "udp timeout", "tcp answered"]);
  });

  test("TCP alone where that is wanted", async () => {
    server = await startLyingServer(
      () => undefined,
      (query, socket) => socket.end(prefixed(answerTo(query, { flags: UPDATE_REFUSED }))),
    );
    expect(steps(await send(server.endpoint, { transport: "tcp" }))).toEqual(["tcp answered"]);
    expect(server.udpQueries()).toBe(0);
  });

  test("answers to queries and for other zones are passed over", async () => {
    server = await startLyingServer((query, _from, reply) => {
      reply(answerTo(query, { flags: 0x8400 }));
      reply(answerTo(query, { flags: UPDATE_REFUSED, questions: [{ name: "other.test", type: 6 }] }));
    });
    const exchange = await send(server.endpoint);
    expect(exchange.outcome).toMatchObject({ kind: "timeout" });
    expect(exchange.attempts[0]?.ignored).toMatchObject({ notAResponse: 1, wrongQuestion: 1 });
    expect(steps(exchange)).toEqual(["udp timeout", "tcp unreachable"]);
  });

  test("cut short over UDP, and TCP refused: the failure of TCP is the outcome", async () => {
    server = await startLyingServer((query, _from, reply) =>
      reply(answerTo(query, { flags: UPDATE_REFUSED | 0x0200 })),
    );
    const exchange = await send(server.endpoint);
    expect(exchange.outcome).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
    expect(steps(exchange)).toEqual(["udp truncated", "tcp unreachable"]);
  });

  test("interrupted", async () => {
    server = await startLyingServer(() => undefined);
    expect((await send(server.endpoint, {}, AbortSignal.abort())).outcome).toEqual({ kind: "cancelled" });
  });
});

describe("a signed message", () => {
  const signed = signedMessage(PROBE, { key: hmacKey(tsigKey(), tsigCrypto), nowSeconds: () => SIGNED_AT });
  const sendSigned = (options: Partial<SendMessageOptions> = {}): Promise<MessageExchange> => {
    if (server === undefined) throw new Error("no server");
    return send(server.endpoint, options, new AbortController().signal, signed);
  };
  /** Without the signature that answerTo knows nothing of. */
  const plain = (query: Uint8Array, flags = UPDATE_REFUSED): Uint8Array => answerTo(query, { flags });

  test("its answer is verified", async () => {
    server = await startLyingServer((query, _from, reply) => reply(signAnswer(plain(query), query)));
    expect((await sendSigned()).outcome).toMatchObject({ kind: "answered", tsig: { kind: "verified" } });
  });

  test("a forged answer does not end the wait, whatever it says", async () => {
    server = await startLyingServer((query, _from, reply) => {
      reply(plain(query, 0xa800));
      reply(signAnswer(plain(query, 0xa800), query, { mac: new Uint8Array(32) }));
      reply(signAnswer(plain(query), query));
    });
    const { outcome } = await sendSigned({ timeoutMs: 5000 });
    expect(outcome).toMatchObject({ kind: "answered", tsig: { kind: "verified" }, message: { rcode: 5 } });
  });

  test("where nothing better comes, the first one is a hint at the deadline, and nothing is sent again", async () => {
    server = await startLyingServer((query, _from, reply) => {
      reply(plain(query));
      reply(plain(query, 0xa800));
    });
    const exchange = await sendSigned({ retries: 2 });
    expect(exchange.outcome).toMatchObject({
      kind: "unauthenticated",
      tsig: { kind: "unsigned" },
      message: { rcode: 5 },
    });
    expect(steps(exchange)).toEqual(["udp answered"]);
    expect(exchange.attempts[0]?.elapsedMs).toBeGreaterThan(100);
  });

  test("an error that the holder of the key tells is an answer", async () => {
    const other = new Uint8Array(6);
    server = await startLyingServer((query, _from, reply) =>
      reply(signAnswer(plain(query, 0xa809), query, { error: 18, other })),
    );
    expect((await sendSigned()).outcome).toMatchObject({
      kind: "answered",
      tsig: { kind: "error", error: 18, authenticated: true, serverTimeSeconds: 0 },
    });
  });

  test("cut short over UDP: judged over TCP", async () => {
    server = await startLyingServer(
      (query, _from, reply) => reply(plain(query, UPDATE_REFUSED | 0x0200)),
      (query, socket) => socket.end(prefixed(signAnswer(plain(query), query))),
    );
    const exchange = await sendSigned();
    expect(exchange.outcome).toMatchObject({
      kind: "answered",
      transport: "tcp",
      tsig: { kind: "verified" },
    });
  });

  test("over TCP an answer without signature is a hint at once", async () => {
    server = await startLyingServer(
      () => undefined,
      (query, socket) => socket.end(prefixed(plain(query))),
    );
    const { outcome } = await sendSigned({ transport: "tcp", timeoutMs: 60_000 });
    expect(outcome).toMatchObject({ kind: "unauthenticated", transport: "tcp", tsig: { kind: "unsigned" } });
  });
});
