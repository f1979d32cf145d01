// What lying, broken and silent servers make of a question.
import { createSocket } from "node:dgram";
import { afterEach, describe, expect, test } from "vitest";
import type { AskDnsOptions } from "../../../../src/app/ports.ts";
import type { DnsExchange } from "../../../../src/core/dns/exchange.ts";
import { createAskDns } from "../../../../src/io/dns/ask-dns.ts";
import { systemClock } from "../../../../src/io/host/clock.ts";
import { createSystemRandom } from "../../../../src/io/host/random.ts";
import type { Endpoint } from "../../../../src/core/net/endpoint.ts";
import { messageWire, octets } from "../../../support/dns-wire.ts";
import { name } from "../../../support/facts.ts";
import {
  answerTo,
  goodAnswer,
  hasOpt,
  prefixed,
  startLyingServer,
  type LyingServer,
  type TcpHandler,
  type UdpHandler,
} from "../../../support/lying-server.ts";

const QUESTION = { name: name("host.corp.test"), type: "A" } as const;
const NEVER = new AbortController().signal;
const cleanUp: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const action of cleanUp.splice(0)) await action();
});

async function serve(udp: UdpHandler, tcp?: TcpHandler, address?: string): Promise<LyingServer> {
  const server = await startLyingServer(udp, tcp, address);
  cleanUp.push(server.stop);
  return server;
}

function asker(): ReturnType<typeof createAskDns> {
  const dns = createAskDns({ clock: systemClock, random: createSystemRandom() });
  cleanUp.push(dns.close);
  return dns;
}

function ask(
  server: Endpoint,
  options: Partial<AskDnsOptions> = {},
  dns = asker(),
  signal = NEVER,
): Promise<DnsExchange> {
  return dns.ask(
    server,
    QUESTION,
    { timeoutMs: 2000, retries: 1, recursionDesired: true, ...options },
    signal,
  );
}

/** Attempts as `udp+edns timeout`, in order. */
function story(exchange: DnsExchange): readonly string[] {
  return exchange.attempts.map(
    ({ transport, edns, result }) => `${transport}${edns ? "+edns" : ""} ${result.kind}`,
  );
}

function addresses(exchange: DnsExchange): readonly string[] {
  if (exchange.outcome.kind !== "answered") return [exchange.outcome.kind];
  return exchange.outcome.message.answers.map((record) =>
    record.type === "A" ? record.address : record.type,
  );
}

const withId = (bytes: Uint8Array, change: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[0] = (copy[0] ?? 0) ^ change;
  return copy;
};

describe("answers that are none", () => {
  test("a wrong id, another question, a query, and then the right answer: the wrong ones are counted", async () => {
    const server = await serve((query, _from, reply) => {
      reply(withId(goodAnswer(query, 66), 0xff));
      reply(answerTo(query, { questions: [{ name: "evil.test.", type: 1 }] }));
      reply(answerTo(query, { flags: 0x0100 }));
      reply(goodAnswer(query));
    });
    const exchange = await ask(server.endpoint);
    expect(addresses(exchange)).toEqual(["192.0.2.1"]);
    expect(exchange.attempts[0]?.ignored).toEqual({
      wrongId: 1,
      wrongSource: 0,
      wrongQuestion: 1,
      notAResponse: 1,
    });
    expect(exchange.transport).toBe("udp");
  });

  test("with several questions on one socket, a wrong id is put down to the question that it repeats", async () => {
    const held: (() => void)[] = [];
    const server = await serve((query, _from, reply) => {
      held.push(() => reply(goodAnswer(query)));
      if (held.length < 3) return;
      reply(octets(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13));
      reply(withId(answerTo(query, { questions: [{ name: "nobody.test.", type: 1 }] }), 0x55));
      reply(withId(goodAnswer(query, 66), 0xaa));
      for (const send of held) send();
    });
    const dns = asker();
    const options = { timeoutMs: 5000, retries: 0, recursionDesired: true };
    const exchanges = await Promise.all(
      ["a.test", "b.test", "c.test"].map((text) =>
        dns.ask(server.endpoint, { name: name(text), type: "A" }, options, NEVER),
      ),
    );
    expect(exchanges.map(addresses)).toEqual([["192.0.2.1"], ["192.0.2.1"], ["192.0.2.1"]]);
    expect(exchanges.map((exchange) => exchange.attempts[0]?.ignored.wrongId).toSorted()).toEqual([0, 0, 1]);
  });

  test("an answer from another address: unheard at first, counted at the second try, never believed", async () => {
    const other = createSocket("udp4");
    cleanUp.push(() => void other.close());
    const server = await serve((query, from) => other.send(goodAnswer(query, 66), from.port, from.address));
    const exchange = await ask(server.endpoint, { timeoutMs: 80 });
    expect(story(exchange)).toEqual(["udp+edns timeout", "udp timeout", "tcp unreachable"]);
    expect(exchange.attempts.map((attempt) => attempt.ignored.wrongSource)).toEqual([0, 1, 0]);
    expect(exchange.outcome).toEqual({ kind: "timeout", phase: "udp-answer" });
  });

  test("an answer that comes late is not taken for the answer to a later question", async () => {
    let held: (() => void) | undefined;
    const server = await serve((query, _from, reply) => {
      if (held === undefined) held = () => reply(goodAnswer(query, 66));
      else {
        held();
        reply(goodAnswer(query));
      }
    });
    const exchange = await ask(server.endpoint, { timeoutMs: 100 });
    expect(story(exchange)).toEqual(["udp+edns timeout", "udp answered"]);
    expect(addresses(exchange)).toEqual(["192.0.2.1"]);
  });

  test("another letter case in the question is the same question", async () => {
    const server = await serve((query, _from, reply) => {
      const shouted = Uint8Array.from(goodAnswer(query));
      for (let index = 12; index < 30; index++)
        if ((shouted[index] ?? 0) >= 0x61) shouted[index] = (shouted[index] ?? 0) & 0xdf;
      reply(shouted);
    });
    expect(addresses(await ask(server.endpoint))).toEqual(["192.0.2.1"]);
  });

  test("a pointer that loops is malformed, at a place; the other attempts are made", async () => {
    const server = await serve((query, _from, reply) =>
      reply(answerTo(query, { answers: [{ owner: octets(0xc0, 32), type: 1, rdata: octets(1, 2, 3, 4) }] })),
    );
    const exchange = await ask(server.endpoint);
    expect(story(exchange)).toEqual(["udp+edns malformed", "udp malformed", "tcp unreachable"]);
    expect(exchange.outcome).toEqual({
      kind: "malformed",
      offset: 32,
      reason: "the pointer does not lead backwards",
    });
    expect(exchange.rttMs).toBeNull();
  });
});

describe("EDNS", () => {
  test.each([
    [
      "FORMERR without question",
      (query: Uint8Array) => messageWire({ id: ((query[0] ?? 0) << 8) | (query[1] ?? 0), flags: 0x8001 }),
    ],
    ["NOTIMP", (query: Uint8Array) => answerTo(query, { flags: 0x8004 })],
  ])("%s: asked again without, remembered for the next question", async (_, refuse) => {
    const server = await serve((query, _from, reply) =>
      reply(hasOpt(query) ? refuse(query) : goodAnswer(query)),
    );
    const dns = asker();
    expect(story(await ask(server.endpoint, {}, dns))).toEqual(["udp+edns answered", "udp answered"]);
    const second = await ask(server.endpoint, {}, dns);
    expect(story(second)).toEqual(["udp answered"]);
    expect(addresses(second)).toEqual(["192.0.2.1"]);
  });

  test("queries with EDNS dropped: after a few proofs it is left out", async () => {
    const server = await serve((query, _from, reply) =>
      hasOpt(query) ? undefined : reply(goodAnswer(query)),
    );
    const dns = asker();
    const stories: (readonly string[])[] = [];
    for (let round = 0; round < 4; round++)
      stories.push(story(await ask(server.endpoint, { timeoutMs: 40 }, dns)));
    const slow = ["udp+edns timeout", "udp answered"];
    expect(stories).toEqual([slow, slow, slow, ["udp answered"]]);
  });

  test("a server that answers NOTIMP to everything is asked twice, and that is the outcome", async () => {
    const server = await serve((query, _from, reply) => reply(answerTo(query, { flags: 0x8004 })));
    const exchange = await ask(server.endpoint);
    expect(story(exchange)).toEqual(["udp+edns answered", "udp answered"]);
    expect(exchange.outcome).toMatchObject({ kind: "answered", message: { rcode: 4 } });
  });
});

describe("TCP", () => {
  const cut: UdpHandler = (query, _from, reply) => reply(answerTo(query, { flags: 0x8600 }));

  test("TC leads to TCP with a new id; the answer may come in pieces and behind foreign messages", async () => {
    const ids: number[] = [];
    const server = await serve(
      (query, from, reply) => {
        ids.push(query.readUInt16BE(0));
        cut(query, from, reply);
      },
      (query, socket) => {
        ids.push(query.readUInt16BE(0));
        const stream = [...prefixed(withId(goodAnswer(query, 66), 1)), ...prefixed(goodAnswer(query))];
        socket.write(Uint8Array.from(stream.slice(0, 1)));
        setImmediate(() =>
          socket.write(Uint8Array.from(stream.slice(1, 70)), () =>
            socket.write(Uint8Array.from(stream.slice(70))),
          ),
        );
      },
    );
    const exchange = await ask(server.endpoint);
    expect(story(exchange)).toEqual(["udp+edns truncated", "tcp+edns answered"]);
    expect(addresses(exchange)).toEqual(["192.0.2.1"]);
    expect(exchange.attempts[1]?.ignored.wrongId).toBe(1);
    expect(exchange.transport).toBe("tcp");
    expect(ids[0]).not.toBe(ids[1]);
  });

  test("TC and TCP refused: the refusal is the outcome", async () => {
    const server = await serve(cut);
    const exchange = await ask(server.endpoint);
    expect(story(exchange)).toEqual(["udp+edns truncated", "tcp+edns unreachable", "tcp+edns unreachable"]);
    expect(exchange.outcome).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
    expect(exchange.transport).toBeNull();
  });

  test.each<[string, TcpHandler, unknown]>([
    [
      "closed in the middle",
      (query, socket) => socket.end(prefixed(goodAnswer(query)).slice(0, 20)),
      { kind: "closed", receivedBytes: 20 },
    ],
    ["closed without a word", (_query, socket) => socket.end(), { kind: "closed", receivedBytes: 0 }],
    [
      "length 0",
      (_query, socket) => socket.write(octets(0, 0)),
      { kind: "malformed", offset: 0, reason: "the TCP length prefix is 0" },
    ],
    [
      "garbage",
      (query, socket) => socket.write(octets(0, 4, query[0] ?? 0, query[1] ?? 0, 1, 2)),
      { kind: "malformed", offset: 4, reason: "the message is shorter than its header" },
    ],
    ["reset", (_query, socket) => socket.resetAndDestroy(), { kind: "unreachable", code: "ECONNRESET" }],
  ])("%s", async (_, handler, outcome) => {
    const server = await serve(cut, handler);
    const exchange = await ask(server.endpoint, { retries: 0 });
    expect(exchange.outcome).toEqual(outcome);
    expect(exchange.attempts).toHaveLength(2);
  });

  test("no answer in time", async () => {
    const server = await serve(cut, () => undefined);
    const exchange = await ask(server.endpoint, { retries: 0, timeoutMs: 60 });
    expect(exchange.outcome).toEqual({ kind: "timeout", phase: "tcp-answer" });
  });

  test("UDP dropped: TCP answers once the tries are used up, and that counts", async () => {
    const server = await serve(
      () => undefined,
      (query, socket) => socket.write(prefixed(goodAnswer(query))),
    );
    const exchange = await ask(server.endpoint, { timeoutMs: 60 });
    expect(story(exchange)).toEqual(["udp+edns timeout", "udp timeout", "tcp answered"]);
    expect(addresses(exchange)).toEqual(["192.0.2.1"]);
  });

  test("65,535 octets", async () => {
    const record = { owner: octets(0xc0, 12), type: 1, rdata: octets(1, 2, 3, 4) };
    const server = await serve(cut, (query, socket) =>
      socket.write(
        prefixed(
          answerTo(query, {
            answers: Array.from({ length: 4092 }, () => record),
            additionals: [{ owner: ".", type: 99, rdata: new Uint8Array(20) }],
          }),
        ),
      ),
    );
    const exchange = await ask(server.endpoint);
    expect(addresses(exchange)).toHaveLength(4092);
  });
});

describe("the network and this machine", () => {
  test("a closed port: ICMP is heard at once, over IPv4 and IPv6", async () => {
    for (const address of ["127.0.0.1", "::1"]) {
      // Nobody serves it, and it is none of those that sockets of other tests may be given meanwhile.
      const exchange = await ask({ address, port: 1 }, { timeoutMs: 10_000 });
      expect(story(exchange)).toEqual(["udp+edns unreachable", "tcp unreachable"]);
      expect(exchange.outcome).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
    }
  });

  test("servers at IPv6 addresses", async () => {
    const server = await serve((query, _from, reply) => reply(goodAnswer(query)), undefined, "::1");
    const exchange = await ask(server.endpoint);
    expect(addresses(exchange)).toEqual(["192.0.2.1"]);
    expect(exchange.server).toBe(`[::1]:${server.endpoint.port}`);
  });

  test("an interface that does not exist is a failure of this machine", async () => {
    const exchange = await ask({ address: "fe80::1%nosuchif", port: 53 });
    expect(exchange.outcome.kind).toMatch(/local-failure|unreachable/);
    expect(exchange.attempts.length).toBeGreaterThan(0);
  });

  test("after some vain tries TCP is left out for a silent server", async () => {
    const server = await serve(() => undefined);
    const dns = asker();
    const lengths: number[] = [];
    for (let round = 0; round < 9; round++)
      lengths.push((await ask(server.endpoint, { timeoutMs: 15, retries: 0 }, dns)).attempts.length);
    expect(lengths).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 1]);
  });
});

describe("cancelling and closing", () => {
  test("an aborted signal sends nothing; a later abort ends the wait", async () => {
    const server = await serve(() => undefined);
    const aborted = await ask(server.endpoint, {}, asker(), AbortSignal.abort());
    expect(story(aborted)).toEqual(["udp+edns cancelled"]);
    expect(server.udpQueries()).toBe(0);
    const controller = new AbortController();
    const waiting = ask(server.endpoint, { timeoutMs: 60_000 }, asker(), controller.signal);
    setImmediate(() => controller.abort());
    expect((await waiting).outcome).toEqual({ kind: "cancelled" });
  });

  test("abort ends the attempts under way and those that queue for a slot", async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    const dns = asker();
    const waiting = Array.from({ length: 300 }, () =>
      ask(server.endpoint, { timeoutMs: 60_000 }, dns, controller.signal),
    );
    setImmediate(() => setImmediate(() => controller.abort()));
    const exchanges = await Promise.all(waiting);
    expect(exchanges.map(story)).toEqual(Array.from({ length: 300 }, () => ["udp+edns cancelled"]));
    expect(server.udpQueries()).toBeLessThanOrEqual(96);
  });

  test("many servers at once share what descriptors there are; abort frees those that wait for them", async () => {
    const controller = new AbortController();
    const dns = asker();
    const port = (await serve(() => undefined)).endpoint.port;
    const waiting = Array.from({ length: 400 }, (_, index) =>
      ask(
        { address: `127.9.${index >> 8}.${index & 255}`, port },
        { timeoutMs: 60_000, retries: 0 },
        dns,
        controller.signal,
      ),
    );
    setImmediate(() => setImmediate(() => controller.abort()));
    const kinds = new Set((await Promise.all(waiting)).map((exchange) => exchange.outcome.kind));
    // Nothing listens at those addresses: who got a slot may have been refused by then.
    expect([...kinds].filter((kind) => kind !== "cancelled" && kind !== "unreachable")).toEqual([]);
    expect(kinds).toContain("cancelled");
  });

  test("abort during TCP", async () => {
    const controller = new AbortController();
    const server = await serve(
      (query, _from, reply) => reply(answerTo(query, { flags: 0x8600 })),
      () => controller.abort(),
    );
    const exchange = await ask(server.endpoint, {}, asker(), controller.signal);
    expect(story(exchange)).toEqual(["udp+edns truncated", "tcp+edns cancelled"]);
    expect(exchange.outcome).toEqual({ kind: "cancelled" });
  });

  test("close ends hundreds of waiting questions, also those that queue, and frees every socket and timer", async () => {
    const server = await serve(
      () => undefined,
      () => undefined,
    );
    const before = handles();
    const dns = asker();
    const waiting = Promise.all(
      Array.from({ length: 400 }, () => ask(server.endpoint, { timeoutMs: 60_000 }, dns)),
    );
    setImmediate(() => setImmediate(dns.close));
    const exchanges = await waiting;
    expect(new Set(exchanges.map((exchange) => exchange.outcome.kind))).toEqual(new Set(["cancelled"]));
    expect((await ask(server.endpoint, {}, dns)).outcome).toEqual({ kind: "cancelled" });
    await expect.poll(() => excess(handles(), before)).toEqual([]);
  });
});

function handles(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (kind === "UDPWrap" || kind === "Timeout" || kind.startsWith("TCPSocket"))
      counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

function excess(
  now: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.keys(now).filter((kind) => kind !== "Timeout" && (now[kind] ?? 0) > (before[kind] ?? 0));
}

describe("thousands of questions", () => {
  test("share a few sockets with ever new ports, each gets its own answer", async () => {
    let waitingMax = 0;
    let waitingNow = 0;
    const server = await serve((query, _from, reply) => {
      waitingNow += 1;
      waitingMax = Math.max(waitingMax, waitingNow);
      setImmediate(() => {
        waitingNow -= 1;
        const number = Number(/n(\d+)/.exec(query.toString("latin1", 12))?.[1]);
        reply(goodAnswer(query, number % 251));
      });
    });
    const dns = asker();
    const wrong: number[] = [];
    const options = { timeoutMs: 5000, retries: 0, recursionDesired: false };
    await Promise.all(
      Array.from({ length: 4000 }, async (_, number) => {
        const exchange = await dns.ask(
          server.endpoint,
          { name: name(`n${number}.test`), type: "A" },
          options,
          NEVER,
        );
        if (addresses(exchange)[0] !== `192.0.2.${number % 251}`) wrong.push(number);
      }),
    );
    expect(wrong).toEqual([]);
    expect(waitingMax).toBeLessThanOrEqual(96);
    expect(server.sourcePorts.size).toBeGreaterThanOrEqual(4000 / 256);
    expect(server.sourcePorts.size).toBeLessThanOrEqual(4000 / 256 + 9);
  });
});
