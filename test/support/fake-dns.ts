// A fake of the AskDns port: answers from a table, and counts what was asked.
import type { AskDns } from "../../src/app/ports.ts";
import type { DnsExchange, DnsOutcome } from "../../src/core/dns/exchange.ts";
import type { DnsMessage, DnsQuestion } from "../../src/core/dns/message.ts";
import type { DnsRecord } from "../../src/core/dns/record.ts";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { attempt, name } from "./facts.ts";

export type FakeReply = DnsOutcome | { readonly rcode: number; readonly answers?: readonly DnsRecord[] };

export function message(question: DnsQuestion, rcode: number, answers: readonly DnsRecord[]): DnsMessage {
  return {
    id: 1,
    isResponse: true,
    opcode: 0,
    authoritative: true,
    truncated: false,
    recursionDesired: true,
    recursionAvailable: true,
    rcode,
    question: { name: question.name, typeCode: 33, classCode: 1 },
    answers,
    authorities: [],
    additionals: [],
    edns: null,
    trailingBytes: 0,
  };
}

/** `reply` is asked once for each question; undefined is an empty NXDOMAIN. */
export function fakeDns(
  reply: (server: string, question: DnsQuestion, asked: number) => FakeReply | undefined,
): {
  readonly ask: AskDns;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const ask: AskDns = (server, question) => {
    const where = formatEndpoint(server);
    const key = `${where} ${question.name} ${question.type}`;
    const earlier = asked.filter((other) => other === key).length;
    asked.push(key);
    return Promise.resolve(exchange(where, question, reply(where, question, earlier) ?? { rcode: 3 }));
  };
  return { ask, asked };
}

function exchange(server: string, question: DnsQuestion, reply: FakeReply): DnsExchange {
  if ("rcode" in reply) {
    const outcome = {
      kind: "answered",
      message: message(question, reply.rcode, reply.answers ?? []),
    } as const;
    const attempts = [attempt({ kind: "answered", rcode: reply.rcode })];
    return { server, question, attempts, outcome, transport: "udp", rttMs: 1 };
  }
  const attempts = reply.kind === "answered" || reply.kind === "not-asked" ? [] : [attempt(reply)];
  return { server, question, attempts, outcome: reply, transport: null, rttMs: null };
}

export function address(owner: string, text: string): DnsRecord {
  return { type: text.includes(":") ? "AAAA" : "A", owner: name(owner), ttlSeconds: 300, address: text };
}
