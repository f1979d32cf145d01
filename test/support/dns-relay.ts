// A UDP relay in front of a DNS server, with a hook for each query: it can pass it on, drop it, or do something first.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { Endpoint } from "../../src/core/net/endpoint.ts";

export type RelayedQuery = {
  readonly isUpdate: boolean;
  /** Queries of the same kind seen before. */
  readonly earlier: number;
};

/** drop-query: the server never hears of it · drop-answer: the server does it, and nobody is told. */
export type RelayVerdict = "pass" | "drop-query" | "drop-answer";

export type DnsRelay = {
  readonly endpoint: Endpoint;
  readonly updates: () => number;
  readonly close: () => Promise<void>;
};

const OPCODE_UPDATE = 5;

export async function startDnsRelay(
  server: Endpoint,
  onQuery: (query: RelayedQuery) => RelayVerdict | Promise<RelayVerdict>,
): Promise<DnsRelay> {
  const front = createSocket("udp4");
  front.bind(0, server.address);
  await once(front, "listening");
  const backs = new Set<ReturnType<typeof createSocket>>();
  const seen = { updates: 0, others: 0 };
  front.on("message", (query, client) => {
    const isUpdate = (((query[2] ?? 0) >>> 3) & 0xf) === OPCODE_UPDATE;
    const earlier = isUpdate ? seen.updates++ : seen.others++;
    void (async () => {
      const verdict = await onQuery({ isUpdate, earlier });
      if (verdict === "drop-query") return;
      const back = createSocket("udp4");
      backs.add(back);
      back.on("message", (answer) => {
        if (verdict === "pass") front.send(answer, client.port, client.address);
        backs.delete(back);
        back.close();
      });
      back.send(query, server.port, server.address);
    })();
  });
  return {
    endpoint: { address: server.address, port: front.address().port },
    updates: () => seen.updates,
    close: async () => {
      for (const back of backs) back.close();
      const closed = once(front, "close");
      front.close();
      await closed;
    },
  };
}
