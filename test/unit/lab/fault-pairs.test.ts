// Two faults at once: for faults that do not touch each other the findings of the pair are the union of both.
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/io/host/clock.ts";
import { type Lab, startLab } from "../../../src/lab/lab.ts";
import type { Scenario, ScenarioRecord } from "../../../src/lab/scenario.ts";
import { diagnosedIds } from "../../support/run-diagnose.ts";

/** A network to be made worse: what the newer and the older copy of the zone hold, who serves them, and the hosts. */
type Draft = {
  readonly records: readonly ScenarioRecord[];
  readonly older: readonly ScenarioRecord[] | null;
  readonly servers: Scenario["servers"];
  readonly nameServers: readonly string[];
  readonly hosts: Scenario["hosts"];
};

type Fault = { readonly name: string; readonly finding: string; readonly apply: (draft: Draft) => Draft };

const OWNER = "_vlmcs._tcp";
const RESOLVER = { name: "resolver", role: "resolver", address: "127.0.0.53" } as const;
const NS2 = { name: "ns2", address: "127.0.0.2" } as const;

const srv = (fields: Omit<Extract<ScenarioRecord, { type: "SRV" }>, "type" | "owner">): ScenarioRecord => ({
  type: "SRV",
  owner: OWNER,
  ...fields,
});

const HEALTHY: Draft = {
  records: [
    srv({ host: "kms1" }),
    srv({ host: "kms2" }),
    { type: "A", owner: "kms1", host: "kms1" },
    { type: "A", owner: "kms2", host: "kms2" },
  ],
  older: null,
  servers: [{ name: "ns1" }],
  nameServers: ["ns1"],
  hosts: [
    { name: "kms1", behaviour: "kms" },
    { name: "kms2", behaviour: "kms" },
  ],
};

/** The fault is in records that stand beside the healthy ones. */
function more(name: string, finding: string, ...records: readonly ScenarioRecord[]): Fault {
  return { name, finding, apply: (draft) => ({ ...draft, records: [...draft.records, ...records] }) };
}

const RECORD_FAULTS: readonly Fault[] = [
  more("a forgotten dot", "srv-target-unresolvable", srv({ host: "kms1", target: "kms1.corp.test" })),
  more("an address as target", "srv-target-address", srv({ host: "kms1", target: "192.0.2.1" })),
  more("port 0", "srv-port-zero", srv({ target: "kms1", port: 0 })),
  more("a target that is none", "srv-target-none", srv({ target: ".", port: 0 })),
  more("a record twice", "srv-duplicate", srv({ host: "kms2", priority: 7 })),
  more("an alias", "srv-target-alias", srv({ host: "kms1", target: "kms" }), {
    type: "CNAME",
    owner: "kms",
    target: "kms1",
  }),
];

const OWNER_FAULTS: readonly Fault[] = [
  {
    name: "a wildcard",
    finding: "srv-wildcard",
    apply: (draft) => ({ ...draft, records: draft.records.map((record) => moved(record, "*._tcp")) }),
  },
  {
    name: "a long TTL",
    finding: "srv-ttl-extreme",
    apply: (draft) => ({
      ...draft,
      records: draft.records.map((record) => (record.type === "SRV" ? { ...record, ttl: 200_000 } : record)),
    }),
  },
];

function moved(record: ScenarioRecord, owner: string): ScenarioRecord {
  return record.type === "SRV" ? { ...record, owner } : record;
}

function host(behaviour: Scenario["hosts"][number]["behaviour"], finding: string): Fault {
  const name = `kms-${behaviour}`;
  return {
    name: `a host that is ${behaviour}`,
    finding,
    apply: (draft) => ({
      ...draft,
      records: [...draft.records, srv({ host: name }), { type: "A", owner: name, host: name }],
      hosts: [...draft.hosts, { name, behaviour }],
    }),
  };
}

const HOST_FAULTS: readonly Fault[] = [
  host("closing", "rpc-closed"),
  host("tls", "rpc-not-rpc"),
  host("rpc-other", "rpc-not-kms"),
  host("refused", "srv-stale-host"),
  more("a dead address", "address-partly-dead", { type: "A", owner: "kms2", address: "127.0.0.99" }),
];

function servers(
  name: string,
  finding: string,
  list: Scenario["servers"],
  nameServers: readonly string[],
  older?: (records: readonly ScenarioRecord[]) => readonly ScenarioRecord[],
): Fault {
  return {
    name,
    finding,
    apply: (draft) => ({
      ...draft,
      servers: list,
      nameServers,
      older: older === undefined ? null : older(draft.records),
    }),
  };
}

const withoutSrv = (records: readonly ScenarioRecord[]): readonly ScenarioRecord[] =>
  records.filter(({ type }) => type !== "SRV");
/** One host fewer; its record is the first. */
const withoutFirst = (records: readonly ScenarioRecord[]): readonly ScenarioRecord[] => records.slice(1);
const NS1 = { name: "ns1", zones: ["new"] };
const RESOLVES = { ...RESOLVER, zones: ["new"] };

const SERVER_FAULTS: readonly Fault[] = [
  servers("no EDNS", "dns-edns-broken", [{ name: "ns1", faults: ["no-edns"] }], ["ns1"]),
  servers("a lame server", "dns-lame", [NS1, { ...NS2, zones: [] }, RESOLVES], ["ns1", "ns2"]),
  servers("a server that refuses", "dns-refused", [NS1, { ...NS2, zones: [] }], ["ns1"]),
  servers(
    "a server that fails",
    "dns-servfail",
    [NS1, { ...NS2, zones: ["new"], faults: ["servfail"] }],
    ["ns1"],
  ),
  servers(
    "a server that loops",
    "dns-malformed",
    [NS1, { ...NS2, zones: ["new"], faults: ["compression-loop"] }],
    ["ns1"],
  ),
  servers(
    "servers that disagree",
    "dns-disagree",
    [NS1, { ...NS2, zones: ["old"] }, RESOLVES],
    ["ns1", "ns2"],
    withoutFirst,
  ),
  servers(
    "a server that is behind",
    "dns-serial-behind",
    [NS1, { ...NS2, zones: ["old"] }, RESOLVES],
    ["ns1", "ns2"],
    (records) => records,
  ),
  servers(
    "a stale cache",
    "dns-resolver-stale",
    [NS1, { ...RESOLVER, zones: ["old"] }],
    ["ns1"],
    withoutFirst,
  ),
  servers(
    "a negative cache",
    "dns-negative-cached",
    [NS1, { ...RESOLVER, zones: ["old"] }],
    ["ns1"],
    (records) => withoutSrv(records),
  ),
];

function scenarioOf({ records, older, servers: list, nameServers, hosts }: Draft): Scenario {
  const zone = (serial: number, held: readonly ScenarioRecord[]) => ({
    apex: "corp.test",
    soa: { serial, mname: "ns1" },
    nameServers: [...nameServers],
    records: [...held],
  });
  return {
    title: "two faults",
    domains: ["corp.test"],
    zones: { new: zone(2, records), ...(older === null ? {} : { old: zone(1, older) }) },
    servers: list,
    hosts,
    expects: [],
  };
}

type Pair = { readonly title: string; readonly first: Fault; readonly second: Fault };

function pairsOf(left: readonly Fault[], right: readonly Fault[]): readonly Pair[] {
  return left.flatMap((first) =>
    right.map((second) => ({ title: `${first.name}, and ${second.name}`, first, second })),
  );
}

function within(faults: readonly Fault[]): readonly Pair[] {
  return faults.flatMap((first, index) => pairsOf([first], faults.slice(index + 1)));
}

/** Servers are chosen last: the older copy of the zone is made of the newer. */
const PAIRS: readonly Pair[] = [
  ...within(RECORD_FAULTS),
  ...within(HOST_FAULTS),
  ...pairsOf(RECORD_FAULTS, HOST_FAULTS),
  ...pairsOf([...RECORD_FAULTS, ...HOST_FAULTS], OWNER_FAULTS),
  ...pairsOf([...RECORD_FAULTS, ...HOST_FAULTS, ...OWNER_FAULTS], SERVER_FAULTS),
];

const running: Lab[] = [];
afterEach(async () => {
  for (const lab of running.splice(0)) await lab.stop();
});

describe.skipIf(process.platform === "darwin")("two faults", () => {
  test.each(PAIRS)("$title", async ({ first, second }) => {
    const lab = await startLab(scenarioOf(second.apply(first.apply(HEALTHY))), { clock: systemClock });
    const { domains, dnsServers, dnsPort: nameServerPort } = lab;
    running.push(lab);
    const ids = await diagnosedIds({ domains, servers: dnsServers, nameServerPort });
    const always = ["srv-port-unusual", "update-disabled"];
    expect(ids).toEqual([...new Set([...always, first.finding, second.finding])].toSorted());
  });
});
