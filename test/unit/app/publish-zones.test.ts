// `publish` where zones, name servers and the primary are not as simple as they look.
import { beforeEach, describe, expect, test } from "vitest";
import { publish, type PublishInput } from "../../../src/app/publish/publish.ts";
import type { PublishPorts } from "../../../src/app/publish/publish-ports.ts";
import type { JournalEntry } from "../../../src/core/plan/journal-entry.ts";
import type { ChangeResult } from "../../../src/core/run/change-draft.ts";
import { collect, findingIds, type Collected } from "../../support/collect.ts";
import { AT, name } from "../../support/facts.ts";
import { address, message, type FakeReply } from "../../support/fake-dns.ts";
import { soaRecord } from "../../support/fake-primary.ts";
import { createFakeZone, type FakeZone } from "../../support/fake-zone.ts";
import { testWish } from "../../support/run-publish.ts";

const PRIMARY = { address: "192.0.2.1", port: 53 };
const INPUT: PublishInput = {
  info: { version: "0", command: "publish" },
  servers: [PRIMARY],
  primary: null,
  port: 53,
  families: [4, 6],
  options: { timeoutMs: 100, retries: 0, recursionDesired: true },
  waitMs: 0,
  isDryRun: false,
  wish: testWish("kms1.corp.test", "corp.test"),
  goal: { kind: "publish", replaces: false },
  addresses: [],
  confirmedZone: null,
};

let zone: FakeZone;
let journal: JournalEntry[];
let announced: string[];
let ports: PublishPorts;

beforeEach(() => {
  zone = createFakeZone([address("kms1.corp.test", "192.0.2.10") as FakeZone["records"][number]]);
  journal = [];
  announced = [];
  ports = {
    clock: { nowMs: () => 0, monotonicMs: () => 0 },
    timestamp: () => AT,
    askDns: zone.ask,
    sendMessage: zone.send,
    signer: null,
    journal: {
      write: (entry) => {
        journal = [...journal.filter(({ id }) => id !== entry.id), entry];
        return Promise.resolve();
      },
      read: () => Promise.resolve({ entries: journal, damaged: [] }),
    },
    newId: () => "id",
    digest: (text) => `${text.length}`,
    confirm: () => Promise.resolve(true),
    announce: (text) => announced.push(text),
    sleep: () => Promise.resolve(),
  };
});

function run(more: Partial<PublishInput> = {}): Promise<Collected<ChangeResult>> {
  return collect(publish({ ...INPUT, ...more }, ports, new AbortController().signal));
}

describe("a host in a zone that was given away", () => {
  const wish = testWish("x1.kid.corp.test", "corp.test");
  const kid = soaRecord({ owner: name("kid.corp.test") });

  /** What the server says to the SOA question for the host. */
  function child(said: FakeReply): FakeZone["other"] {
    return (_server, { name: asking, type }) => {
      if (type !== "SOA") return undefined;
      if (asking === "kid.corp.test.") return { rcode: 0, answers: [kid] };
      return asking === "x1.kid.corp.test." ? said : undefined;
    };
  }

  function negative(rcode: number): FakeReply {
    const question = { name: name("x1.kid.corp.test"), type: "SOA" } as const;
    return { kind: "answered", message: { ...message(question, rcode, []), authorities: [kid] } };
  }

  test.each([0, 3])(
    "its address goes into the child zone, in a message of its own (rcode %i)",
    async (rcode) => {
      zone.other = child(negative(rcode));
      await run({ wish, addresses: ["192.0.2.88"] });
      expect(journal[0]?.steps.map(({ plan, state }) => [plan.zone, state])).toEqual([
        ["kid.corp.test.", "applied"],
        ["corp.test.", "applied"],
      ]);
      expect(zone.updates()).toBe(2);
    },
  );

  test("and is taken away there, after the record", async () => {
    zone.records.push({ ...address("x1.kid.corp.test", "192.0.2.88") } as FakeZone["records"][number]);
    zone.other = child(negative(0));
    await run({ wish });
    const goal = { kind: "unpublish", selector: { target: wish.target } } as const;
    await run({ wish, goal, addresses: ["192.0.2.88"] });
    expect(journal[0]?.steps.map(({ plan }) => plan.zone)).toEqual(["corp.test.", "kid.corp.test."]);
  });

  test("the child's servers do not answer: nothing is sent", async () => {
    const question = { name: name("x1.kid.corp.test"), type: "SOA" } as const;
    const cut = {
      type: "NS",
      owner: name("kid.corp.test"),
      ttlSeconds: 60,
      target: name("ns.kid.corp.test"),
    } as const;
    const referral = child({
      kind: "answered",
      message: { ...message(question, 0, []), authoritative: false, authorities: [cut] },
    });
    zone.other = (server, asking) =>
      asking.name === "kid.corp.test." ? { rcode: 5 } : referral(server, asking);
    const { report } = await run({ wish, addresses: ["192.0.2.88"] });
    expect(findingIds(report)).toEqual(["update-failed"]);
    expect(zone.updates()).toBe(0);
  });

  test("whose it is can't be told: refused, not guessed", async () => {
    zone.other = child({ rcode: 2 });
    const { report } = await run({ wish, addresses: ["192.0.2.88"] });
    expect(report.findings[0]?.title).toContain(
      "whether x1.kid.corp.test lies in the zone corp.test itself can't be told",
    );
    expect(zone.updates()).toBe(0);
  });

  test("the servers contradict each other: refused", async () => {
    let asked = 0;
    zone.other = (_server, question) =>
      question.name === "x1.kid.corp.test." && question.type === "SOA" && asked++ === 0
        ? negative(3)
        : undefined;
    const { report } = await run({ wish, addresses: ["192.0.2.88"] });
    expect(report.findings[0]?.title).toContain("the servers contradict each other");
    expect(zone.updates()).toBe(0);
  });

  test("the host is the apex itself: one message", async () => {
    await run({ wish: testWish("corp.test", "corp.test"), addresses: ["192.0.2.88"] });
    expect(zone.updates()).toBe(1);
  });
});

describe("name servers of one address family", () => {
  const nameServer = (text: string) =>
    ({ type: "NS", owner: name("corp.test"), ttlSeconds: 1, target: name(text) }) as const;

  beforeEach(() => {
    zone.other = (_server, { name: asking, type }) => {
      if (type === "NS")
        return { rcode: 0, answers: ["ns1", "ns2", "ns3"].map((ns) => nameServer(`${ns}.corp.test`)) };
      if (asking !== "ns2.corp.test.") return undefined;
      const answers = type === "AAAA" ? [address(asking, "2001:db8::2")] : [];
      return { rcode: 0, answers };
    };
  });

  test("one that -4 leaves out is not missing, and it is told; one without any address is", async () => {
    const { report } = await run({ families: [4] });
    expect(report.result.verified.map(({ server, ok, why }) => [server, ok, why])).toEqual([
      ["192.0.2.1:53", true, null],
      ["ns3.corp.test", false, "its address is not known"],
    ]);
    expect(announced.filter((text) => text.includes("ns2"))).toEqual([
      "ns2.corp.test is not verified: its addresses (2001:db8::2) are left out by -4",
    ]);
  });
});

describe("a first server that never answers", () => {
  test("is waited for once, and what it would say is learnt from the other", async () => {
    let waited = 0;
    zone.other = (server) => {
      if (server !== "192.0.2.99:53") return undefined;
      waited += 1;
      return { kind: "timeout", phase: "udp-answer" };
    };
    const servers = [{ address: "192.0.2.99", port: 53 }, PRIMARY];
    const { report } = await run({
      servers,
      wish: testWish("new.corp.test", "corp.test"),
      addresses: ["192.0.2.77"],
    });
    expect(report.result.applied).toBe(true);
    expect(waited).toBe(1);
  });

  test("names are looked up first where the zone was found", async () => {
    const asked: string[] = [];
    zone.other = (server, { name: asking }) => {
      asked.push(`${server} ${asking}`);
      return server === "192.0.2.98:53" ? { rcode: 5 } : undefined;
    };
    await run({ servers: [{ address: "192.0.2.98", port: 53 }, PRIMARY] });
    expect(asked).toContain("192.0.2.1:53 ns1.corp.test.");
    expect(asked).not.toContain("192.0.2.98:53 ns1.corp.test.");
  });
});

describe("--primary", () => {
  test("another server than the SOA's: told once, before the update, and not refused", async () => {
    let before: readonly string[] = [];
    zone.before = () => (before = [...announced]);
    const { report } = await run({ primary: { address: "192.0.2.9", port: 53 } });
    expect(report.result).toMatchObject({ applied: true, primary: "192.0.2.9:53" });
    expect(before).toEqual([
      "the SOA of corp.test names another primary, ns1.corp.test (192.0.2.1): the update goes to 192.0.2.9:53 all the same",
    ]);
    expect(announced).toEqual(before);
  });

  test("the SOA's own: nothing to say", async () => {
    await run({ primary: PRIMARY });
    expect(announced).toEqual([]);
  });
});
