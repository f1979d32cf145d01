import { describe, expect, test } from "vitest";
import {
  examineUpdatePolicy,
  findUpdatePolicy,
  type UpdatePolicyQuestion,
} from "../../../src/app/update-policy.ts";
import type { UpdatePolicyFacts } from "../../../src/core/checks/update-policy-facts.ts";
import { RCODE } from "../../../src/core/dns/rcode.ts";
import { name, srv } from "../../support/facts.ts";
import { address } from "../../support/fake-dns.ts";
import { fakeWorld, soaRecord, type FakeServer } from "../../support/fake-primary.ts";

const PRIMARY = "192.0.2.1:53";
const SECONDARY = "192.0.2.2:53";
const RESOLVER = "192.0.2.9:53";
const REFUSING = { "zone-only": RCODE.REFUSED, tkey: RCODE.BADALG } as const;
const OPEN = {
  "zone-only": 0,
  "prerequisite-only": RCODE.YXRRSET,
  "refused-add": RCODE.YXRRSET,
  "absent-delete": 0,
} as const;
/** What everybody knows of the zone: its name servers and their addresses. */
const NAMES = {
  "corp.test. NS": ["ns1", "ns2"].map(
    (host) =>
      ({ type: "NS", owner: name("corp.test"), ttlSeconds: 60, target: name(`${host}.corp.test`) }) as const,
  ),
  "ns1.corp.test. A": [address("ns1.corp.test", "192.0.2.1")],
  "ns2.corp.test. A": [address("ns2.corp.test", "192.0.2.2")],
};
const resolver: FakeServer = { authoritative: false, others: NAMES };

async function ask(
  servers: Readonly<Record<string, FakeServer>>,
  overrides: Partial<UpdatePolicyQuestion> = {},
  signal = new AbortController().signal,
): Promise<{
  readonly facts: UpdatePolicyFacts;
  readonly sent: readonly string[];
  readonly announced: readonly string[];
}> {
  const world = fakeWorld(servers);
  const question: UpdatePolicyQuestion = {
    name: name("corp.test"),
    servers: [{ address: "192.0.2.9", port: 53 }],
    primary: null,
    port: 53,
    families: [4, 6],
    wanted: null,
    signer: null,
    options: { timeoutMs: 100, retries: 0, recursionDesired: true },
    ...overrides,
  };
  const facts = await findUpdatePolicy(question, world.ports, signal);
  return { facts, sent: world.sent, announced: world.announced };
}

describe("the probes, in their order", () => {
  test("a refusal: whether GSS-TSIG is negotiated, and the empty update again over TCP", async () => {
    const { facts, sent, announced } = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates: REFUSING } });
    expect(facts).toMatchObject({
      primary: PRIMARY,
      policy: "disabled",
      rcode: "REFUSED",
      serialBefore: 7,
      serialAfter: 7,
    });
    expect(sent).toEqual([`${PRIMARY} zone-only`, `${PRIMARY} tkey`, `${PRIMARY} tcp zone-only`]);
    expect(announced).toEqual([expect.stringContaining("the log of 192.0.2.1:53 will show")]);
    expect(facts.evidence).toContain(announced[0]);
  });

  test("an acceptance: the prerequisite before the record", async () => {
    const { facts, sent } = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates: OPEN } });
    expect(facts).toMatchObject({ policy: "open", rcode: "NOERROR", alarm: null });
    const kinds = ["zone-only", "prerequisite-only", "refused-add", "absent-delete"];
    expect(sent).toEqual(kinds.map((kind) => `${PRIMARY} ${kind}`));
  });

  test("a server that ignores prerequisites, or does not answer about them, is never sent the record", async () => {
    for (const code of [0, RCODE.SERVFAIL, RCODE.NXRRSET]) {
      const updates = { ...OPEN, "prerequisite-only": code };
      const { sent } = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates } });
      expect(sent.filter((line) => line.includes("refused-add"))).toEqual([]);
    }
  });

  test("BIND's update-policy passes the empty update over TCP and denies the record", async () => {
    const updates = {
      ...OPEN,
      "zone-only": RCODE.REFUSED,
      "tcp zone-only": 0,
      "tcp refused-add": RCODE.REFUSED,
    };
    const { facts } = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates } });
    expect(facts).toMatchObject({ policy: "signed", rcode: "REFUSED" });
  });

  test("GSS-TSIG and the records of a domain controller", async () => {
    const owner = "_ldap._tcp.dc._msdcs.corp.test. SRV";
    const others = { [owner]: [srv("dc1.corp.test", { owner: name("_ldap._tcp.dc._msdcs.corp.test") })] };
    const updates = { "zone-only": RCODE.REFUSED, tkey: RCODE.BADKEY };
    const domain = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates, others } });
    expect(domain.facts).toMatchObject({ policy: "gss-tsig", activeDirectory: true });
    const plain = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates } });
    expect(plain.facts).toMatchObject({ policy: "signed", activeDirectory: false });
  });

  test("a difference after the probes is an alarm", async () => {
    const { facts } = await ask({ [RESOLVER]: resolver, [PRIMARY]: { updates: REFUSING, restless: true } });
    expect(facts.alarm).toContain("ALARM: the SOA serial went from 8 to 9");
    expect(facts.evidence).toContain(facts.alarm);
  });
});

describe("the record that is asked about", () => {
  const zone = "_tcp.deleg.corp.test";
  const soa = soaRecord({ owner: name(zone) });
  const LDAP = "_ldap._tcp.dc._msdcs.deleg.corp.test";
  const ldap = { [`${LDAP}. SRV`]: [srv("dc1.deleg.corp.test", { owner: name(LDAP) })] };
  const updates = { "zone-only": RCODE.REFUSED, tkey: RCODE.BADKEY };
  const servers = {
    [RESOLVER]: { ...resolver, soa },
    [PRIMARY]: { soa, updates, others: ldap },
  };

  test.each([
    ["a zone _tcp of its own", zone],
    ["the owner in such a zone", `_vlmcs.${zone}`],
  ])("%s", async (_what, asked) => {
    const { facts } = await ask(servers, { name: name(asked) });
    const evidence = facts.evidence.join("\n");
    expect(facts.zone).toBe(`${zone}.`);
    expect(evidence).toContain("SRV at _vlmcs._tcp.deleg.corp.test,");
    expect(evidence).toContain(`${LDAP} SRV is there`);
    expect(facts.activeDirectory).toBe(true);
  });

  test("a server of _tcp alone can't tell whose the domain is", async () => {
    const others = { [`${LDAP}. SRV`]: null };
    const { facts } = await ask({ ...servers, [PRIMARY]: { soa, updates, others } }, { name: name(zone) });
    expect(facts.activeDirectory).toBe(false);
    expect(facts.evidence).toContain(`${LDAP} SRV: the server does not tell, it answered REFUSED`);
  });

  test("the owner of a domain below the apex", async () => {
    const world = { [RESOLVER]: resolver, [PRIMARY]: { updates: REFUSING } };
    const { facts } = await ask(world, { name: name("_vlmcs._tcp.sales.corp.test") });
    expect(facts.evidence.join("\n")).toContain("SRV at _vlmcs._tcp.sales.corp.test,");
  });

  test("the owner where the primary is named", async () => {
    const { facts } = await ask(servers, {
      name: name(`_vlmcs.${zone}`),
      primary: { address: "192.0.2.1", port: 53 },
    });
    expect(facts.evidence.join("\n")).toContain("SRV at _vlmcs._tcp.deleg.corp.test,");
  });
});

describe("whose word counts", () => {
  test("that of the SOA's primary, not that of the secondary or resolver which was asked", async () => {
    const servers = { [SECONDARY]: { others: NAMES, updates: REFUSING }, [PRIMARY]: { updates: OPEN } };
    const asked = { servers: [{ address: "192.0.2.2", port: 53 }] };
    expect((await ask(servers, asked)).facts).toMatchObject({ primary: PRIMARY, policy: "open" });
  });

  test("a silent primary leaves the policy unknown, though a secondary refuses", async () => {
    const { facts } = await ask({ [RESOLVER]: resolver, [SECONDARY]: { updates: REFUSING } });
    expect(facts).toMatchObject({ policy: "unknown", primary: null, rcode: null });
  });

  test("a primary that answers questions, but no updates, too", async () => {
    const { facts } = await ask({ [RESOLVER]: resolver, [PRIMARY]: {}, [SECONDARY]: { updates: REFUSING } });
    expect(facts).toMatchObject({ policy: "unknown", primary: PRIMARY, rcode: null });
  });

  test("a secondary that forwards updates stands in for it", async () => {
    const { facts } = await ask({ [RESOLVER]: resolver, [SECONDARY]: { updates: OPEN } });
    expect(facts).toMatchObject({ policy: "open", primary: SECONDARY });
  });

  test("where the SOA names no host, the name servers of the zone are asked", async () => {
    const soa = soaRecord({ mname: name("localhost") });
    const { facts } = await ask({
      [RESOLVER]: { ...resolver, soa },
      [PRIMARY]: { soa, authoritative: false, updates: OPEN },
      [SECONDARY]: { soa, updates: REFUSING },
    });
    expect(facts).toMatchObject({ policy: "disabled", primary: SECONDARY });
    expect(facts.evidence.join("\n")).toContain("localhost has no address");
  });

  test("a resolver with names of its own, and no zone anywhere, has the last word", async () => {
    const { facts } = await ask({
      [RESOLVER]: { soa: null, authoritative: false, updates: { "zone-only": RCODE.REFUSED } },
    });
    expect(facts).toMatchObject({ policy: "disabled", primary: RESOLVER, keyMightHelp: false });
  });

  test("a resolver has none while the zone has a primary elsewhere", async () => {
    const { facts, sent } = await ask({
      [RESOLVER]: { ...resolver, updates: { "zone-only": RCODE.NOTIMP } },
    });
    expect(facts.policy).toBe("unknown");
    expect(sent).toEqual([]);
  });

  test("the server that is named outright is the only one that is asked", async () => {
    const primary = { address: "192.0.2.2", port: 53 };
    const servers = { [SECONDARY]: { updates: REFUSING }, [PRIMARY]: { updates: OPEN } };
    expect((await ask(servers, { primary })).facts).toMatchObject({ primary: SECONDARY, policy: "disabled" });
    expect((await ask({}, { primary })).facts).toMatchObject({ primary: SECONDARY, policy: "unknown" });
  });

  test("a server that was asked at another port keeps it", async () => {
    const servers = { "192.0.2.1:5300": { others: NAMES, updates: OPEN } };
    const { facts } = await ask(servers, { servers: [{ address: "192.0.2.1", port: 5300 }] });
    expect(facts).toMatchObject({ primary: "192.0.2.1:5300", policy: "open" });
  });

  test("nobody answers; nobody to ask; interrupted", async () => {
    expect((await ask({})).facts).toMatchObject({ policy: "unknown", primary: null });
    const none = await ask({}, { servers: [] });
    expect(none.facts.evidence.at(-1)).toBe("no server could be found that might be the primary");
    const stopped = await ask(
      { [RESOLVER]: resolver, [PRIMARY]: { updates: OPEN } },
      {},
      AbortSignal.abort(),
    );
    expect(stopped.facts.policy).toBe("unknown");
    expect(stopped.facts.evidence.at(-1)).toBe("interrupted before it could be told");
    expect(stopped.sent).toEqual([]);
  });
});

test("the record in question can be another than the usual one", async () => {
  const world = fakeWorld({ [PRIMARY]: { updates: OPEN, records: [srv("kms1.corp.test")] } });
  const facts = await examineUpdatePolicy(
    {
      zone: name("corp.test"),
      candidates: [{ endpoint: { address: "192.0.2.1", port: 53 }, origin: "mname" }],
      evidence: ["found by hand"],
      wanted: srv("kms9.corp.test"),
      signer: null,
      options: { timeoutMs: 100, retries: 0 },
    },
    world.ports,
    new AbortController().signal,
  );
  expect(facts.policy).toBe("open");
  expect(facts.evidence.slice(0, 2)).toEqual([
    "found by hand",
    expect.stringContaining("1 SRV at _vlmcs._tcp.corp.test"),
  ]);
});
