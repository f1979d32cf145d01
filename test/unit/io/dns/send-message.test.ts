import { afterEach, describe, expect, test } from "vitest";
import type { MessageExchange, SendMessageOptions } from "../../../../src/app/update-policy-ports.ts";
import { outgoingUpdateProbe } from "../../../../src/core/dns/update-probe.ts";
import type { Endpoint } from "../../../../src/core/net/endpoint.ts";
import { createSendMessage, type MessageSender } from "../../../../src/io/dns/send-message.ts";
import { systemClock } from "../../../../src/io/host/clock.ts";
import { createSystemRandom } from "../../../../src/io/host/random.ts";
import { name } from "../../../support/facts.ts";
import { answerTo, prefixed, startLyingServer, type LyingServer } from "../../../support/lying-server.ts";

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
): Promise<MessageExchange> {
  sender = createSendMessage({ clock: systemClock, random: createSystemRandom() });
  return sender.send(
    endpoint,
    PROBE,
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
