import { describe, expect, test } from "vitest";
import { resolveHost } from "../../../src/app/resolve-host.ts";
import type { DnsQuestion } from "../../../src/core/dns/message.ts";
import type { ServerAnswer } from "../../../src/core/run/observation.ts";
import { AT, name } from "../../support/facts.ts";
import { address, fakeDns, type FakeReply } from "../../support/fake-dns.ts";

const HOST = name("kms1.corp.test");
const SILENCE = { kind: "timeout", phase: "udp-answer" } as const;

async function resolve(
  reply: (server: string, question: DnsQuestion) => FakeReply | undefined,
  options: {
    readonly servers?: readonly string[];
    readonly signal?: AbortSignal;
  } = {},
) {
  const dns = fakeDns(reply);
  const observed: ServerAnswer[] = [];
  const { servers = ["127.0.0.1"], signal = new AbortController().signal } = options;
  const context = {
    ask: dns.ask,
    servers: servers.map((text) => ({ endpoint: { address: text, port: 53 }, role: "given" }) as const),
    spares: () => false,
    observe: (answer: ServerAnswer) => void observed.push(answer),
    options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    timestamp: () => AT,
  };
  return { lookup: await resolveHost(HOST, context, signal), asked: dns.asked, observed };
}

describe("the addresses of a host", () => {
  test("of both families, each once, IPv4 first", async () => {
    const { lookup, asked } = await resolve((_server, { type }) => ({
      rcode: 0,
      answers:
        type === "A"
          ? [address(HOST, "192.0.2.10"), address(HOST, "192.0.2.10")]
          : [address(HOST, "2001:db8::10")],
    }));
    expect(lookup).toEqual({
      name: HOST,
      status: "found",
      addresses: ["192.0.2.10", "2001:db8::10"],
      aliases: [],
      source: "127.0.0.1:53",
      at: AT,
    });
    expect(asked).toHaveLength(2);
  });

  test("found for one family is found, although the other family's question failed", async () => {
    const { lookup, asked } = await resolve(
      (_server, { type }) => (type === "A" ? { rcode: 0, answers: [address(HOST, "192.0.2.10")] } : SILENCE),
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(lookup).toMatchObject({ status: "found", addresses: ["192.0.2.10"] });
    expect(asked).toHaveLength(2);
  });

  test("the aliases on the way are told, each once", async () => {
    const real = name("real.corp.test");
    const alias = { type: "CNAME", owner: HOST, ttlSeconds: 60, target: real } as const;
    const { lookup } = await resolve((_server, { type }) => ({
      rcode: 0,
      answers: [alias, address(real, type === "A" ? "192.0.2.10" : "2001:db8::10")],
    }));
    expect(lookup).toMatchObject({ status: "found", aliases: [real] });
  });

  test.each([
    ["nodata", 0, 0],
    ["nxdomain", 3, 3],
    // A server that contradicts itself has at least said that there is no address.
    ["nxdomain", 0, 3],
  ])("none: %s (A ended in %i, AAAA in %i)", async (status, forA, forAaaa) => {
    const { lookup, asked } = await resolve(
      (_server, { type }) => ({ rcode: type === "A" ? forA : forAaaa }),
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(lookup).toMatchObject({ status, addresses: [] });
    expect(lookup.source).toMatch(/^127\.0\.0\.1:53 \w+, \w+; 127\.0\.0\.2:53 /);
    expect(asked).toHaveLength(4);
  });

  test("what a server has not is not believed before the others were asked", async () => {
    const { lookup, observed } = await resolve(
      (server) =>
        server === "127.0.0.1:53" ? undefined : { rcode: 0, answers: [address(HOST, "192.0.2.10")] },
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(lookup).toMatchObject({ status: "found", source: "127.0.0.2:53" });
    expect(observed.map(({ question, presence }) => `${question} ${presence}`)).toContain(
      "kms1.corp.test A nxdomain",
    );
  });

  test("an alias that leads in a circle is kept, although it has no address", async () => {
    const { lookup } = await resolve(() => ({
      rcode: 0,
      answers: [
        { type: "CNAME", owner: HOST, ttlSeconds: 60, target: name("b.corp.test") },
        { type: "CNAME", owner: name("b.corp.test"), ttlSeconds: 60, target: HOST },
      ],
    }));
    expect(lookup.status).toBe("failed");
    expect(lookup.aliases).toContain("b.corp.test.");
  });

  test("a server that can't tell for one family and has nothing in the other is passed over", async () => {
    const { lookup } = await resolve(
      (server, { type }) => {
        if (server === "127.0.0.2:53") return { rcode: 0, answers: [address(HOST, "192.0.2.10")] };
        return type === "A" ? SILENCE : { rcode: 0 };
      },
      { servers: ["127.0.0.1", "127.0.0.2"] },
    );
    expect(lookup).toMatchObject({ status: "found", source: "127.0.0.2:53" });
  });

  test("nobody can tell: that is failed, with what each server said", async () => {
    const { lookup } = await resolve((server) => (server === "127.0.0.1:53" ? SILENCE : { rcode: 5 }), {
      servers: ["127.0.0.1", "127.0.0.2"],
    });
    expect(lookup).toMatchObject({
      status: "failed",
      source: "127.0.0.1:53 timeout, timeout; 127.0.0.2:53 refused, refused",
    });
  });

  test("nobody to ask is failed, too", async () => {
    const { lookup } = await resolve(() => undefined, { servers: [] });
    expect(lookup).toMatchObject({ status: "failed", source: "no DNS server that answers" });
  });

  test("cancelled: no further server is asked", async () => {
    const { lookup, asked } = await resolve(() => ({ kind: "cancelled" }), {
      servers: ["127.0.0.1", "127.0.0.2"],
      signal: AbortSignal.abort(),
    });
    expect(lookup).toMatchObject({ status: "failed", source: "127.0.0.1:53 cancelled, cancelled" });
    expect(asked).toHaveLength(2);
  });
});
