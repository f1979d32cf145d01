// `publish` in this process, with the real DNS client and a journal in memory.
import { publish, type PublishInput } from "../../src/app/publish/publish.ts";
import type { PublishPorts } from "../../src/app/publish/publish-ports.ts";
import type { JournalEntry } from "../../src/core/plan/journal-entry.ts";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { srvWish, type SrvWish } from "../../src/core/plan/srv-wish.ts";
import type { ChangeResult } from "../../src/core/run/change-draft.ts";
import type { ReportDocument } from "../../src/core/run/report.ts";
import { createAskDns } from "../../src/io/dns/ask-dns.ts";
import { createSendMessage } from "../../src/io/dns/send-message.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";
import { collect } from "./collect.ts";
import { AT, name } from "./facts.ts";

export type Publisher = {
  readonly publish: (
    host: string,
    domain: string,
    more?: Partial<PublishInput>,
  ) => Promise<ReportDocument<ChangeResult>>;
  readonly journal: readonly JournalEntry[];
  readonly announced: readonly string[];
  readonly close: () => void;
};

export function testWish(host: string, domain: string): SrvWish {
  const numbers = { port: 1688, priority: 0, weight: 0, ttlSeconds: undefined };
  const wish = srvWish(name(domain), name(host), numbers);
  if (!wish.ok) throw new Error(wish.error);
  return wish.value;
}

export function createPublisher(server: Endpoint, overrides: Partial<PublishPorts> = {}): Publisher {
  const random = createSystemRandom();
  const dns = createAskDns({ clock: systemClock, random });
  const messages = createSendMessage({ clock: systemClock, random });
  const entries = new Map<string, JournalEntry>();
  const journal: JournalEntry[] = [];
  const announced: string[] = [];
  const ports: PublishPorts = {
    clock: systemClock,
    timestamp: () => AT,
    askDns: dns.ask,
    sendMessage: messages.send,
    signer: null,
    journal: {
      write: (entry) => {
        entries.set(entry.id, entry);
        journal.push(entry);
        return Promise.resolve();
      },
      read: () => Promise.resolve({ entries: [...entries.values()], damaged: [] }),
    },
    newId: () => `change-${journal.length}`,
    digest: (text) => String(text.length),
    confirm: () => Promise.resolve(true),
    announce: (text) => announced.push(text),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
    ...overrides,
  };
  return {
    publish: async (host, domain, more = {}) => {
      const input: PublishInput = {
        info: { version: "0", command: "publish" },
        servers: [server],
        primary: null,
        port: server.port,
        families: [4, 6],
        options: { timeoutMs: 2000, retries: 1, recursionDesired: true },
        waitMs: 2000,
        isDryRun: false,
        wish: testWish(host, domain),
        goal: { kind: "publish", replaces: false },
        addresses: [],
        confirmedZone: null,
        ...more,
      };
      const { report } = await collect<ChangeResult>(publish(input, ports, new AbortController().signal));
      return report;
    },
    journal,
    announced,
    close: () => {
      dns.close();
      messages.close();
    },
  };
}
