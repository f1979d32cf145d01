// The judgement of `diagnose` on real DNS servers: exactly the findings that hold. The KMS hosts are endpoints of the lab.
import { execFileSync } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import type { DiagnoseResult } from "../../src/core/run/report.ts";
import { startKmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startDnsmasq } from "../support/dns-servers/dnsmasq.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import { startNsd } from "../support/dns-servers/nsd.ts";
import { startPowerDns } from "../support/dns-servers/powerdns.ts";
import type { DnsServer, DnsServerOptions, TestZone } from "../support/dns-servers/server-process.ts";
import { startUnbound } from "../support/dns-servers/unbound.ts";
import { describeWithPeers } from "../support/peer.ts";
import { diagnosedIds, runDiagnose } from "../support/run-diagnose.ts";

const OWNER = "_vlmcs._tcp.corp.test.";
/** BIND listens on addresses of interfaces only, so not on 127.0.0.2. */
const SECONDARY = "::1";
const OPEN = "allow-update { any; }; notify no;";
const OTHER_ZONE: TestZone = { apex: "other.test", records: [] };

const running: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0).toReversed()) await each.stop();
});

async function keep<T extends { readonly stop: () => Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  running.push(started);
  return started;
}

type Network = { readonly srv: readonly string[]; readonly addresses: readonly string[] };

/** Two hosts that work: their SRV records at this owner, and their addresses. */
async function twoHosts(owner = OWNER): Promise<Network> {
  const ports: number[] = [];
  for (let each = 0; each < 2; each++)
    ports.push((await keep(startKmsHost({ address: "127.0.0.1", port: 0 }))).endpoint.port);
  return {
    srv: ports.map((port, index) => `${owner} 3600 IN SRV 0 0 ${port} kms${index + 1}.corp.test.`),
    addresses: ports.map((_, index) => `kms${index + 1}.corp.test. 3600 IN A 127.0.0.1`),
  };
}

const zoneOf = ({ srv, addresses }: Network, ...more: readonly string[]): TestZone => ({
  apex: "corp.test",
  records: [...srv, ...addresses, ...more],
});

/** The zone has a second name server, at the port of the first. */
const SECOND = ["corp.test. 3600 IN NS ns2.corp.test.", `ns2.corp.test. 3600 IN AAAA ${SECONDARY}`];

/** All findings but the one that ports of the lab always raise. */
async function judged(
  asked: DnsServer,
  nameServer = asked,
  domain = "corp.test",
): Promise<readonly string[]> {
  const network = {
    domains: [domain],
    servers: [asked.endpoint],
    nameServerPort: nameServer.endpoint.port,
  };
  return (await diagnosedIds(network)).filter((id) => id !== "srv-port-unusual");
}

function dig({ address, port }: Endpoint, ...words: readonly string[]): string {
  const args = [`@${address}`, "-p", String(port), "+short", "+time=2", "+tries=1", ...words];
  return execFileSync("dig", args, { encoding: "utf8", timeout: 10_000 });
}

function update({ address, port }: Endpoint, ...lines: readonly string[]): void {
  const input = [`server ${address} ${port}`, "zone corp.test.", ...lines, "send", ""].join("\n");
  execFileSync("nsupdate", [], { input, timeout: 10_000 });
}

const DRIVERS: readonly (readonly [string, (options: DnsServerOptions) => Promise<DnsServer>])[] = [
  ["named", startBind],
  ["knotd", startKnot],
  ["pdns_server", startPowerDns],
  ["nsd", startNsd],
];

for (const [program, start] of DRIVERS) {
  describeWithPeers(`diagnose on ${program}`, [program], () => {
    test("a healthy zone", async () => {
      const server = await keep(start({ zones: [zoneOf(await twoHosts())] }));
      expect(await judged(server)).toEqual(["update-disabled"]);
    });

    test("no record", async () => {
      const server = await keep(start({ zones: [zoneOf({ ...(await twoHosts()), srv: [] })] }));
      expect(await judged(server)).toEqual(["srv-missing", "update-disabled"]);
    });

    test.each(["_vmlcs._tcp.corp.test.", "_vlmcs._tcp.corp.test.corp.test."])(
      "records at %s",
      async (wrong) => {
        const server = await keep(start({ zones: [zoneOf(await twoHosts(wrong))] }));
        expect(await judged(server)).toEqual(["srv-misspelled", "update-disabled"]);
      },
    );

    test("a wildcard, and a target without address: two findings", async () => {
      const wild = "*._tcp.corp.test.";
      const more = `${wild} 3600 IN SRV 0 0 1688 gone.corp.test.`;
      const server = await keep(start({ zones: [zoneOf(await twoHosts(wild), more)] }));
      expect(await judged(server)).toEqual(["srv-target-unresolvable", "srv-wildcard", "update-disabled"]);
    });

    test("a decommissioned host, an alias, and a TTL of two days: three findings", async () => {
      const { srv, addresses } = await twoHosts();
      const [first = "", second = ""] = srv.map((line) => line.replace(" 3600 ", " 172800 "));
      const records = [
        first.replace("kms1.corp.test.", "kms.corp.test."),
        second,
        `${OWNER} 172800 IN SRV 0 0 1 dead.corp.test.`,
        "kms.corp.test. 3600 IN CNAME kms1.corp.test.",
        "dead.corp.test. 3600 IN A 127.0.0.1",
      ];
      const server = await keep(start({ zones: [zoneOf({ srv: records, addresses })] }));
      expect(await judged(server)).toEqual([
        "srv-stale-host",
        "srv-target-alias",
        "srv-ttl-extreme",
        "update-disabled",
      ]);
    });
  });
}

async function startSecondary(primary: DnsServer): Promise<DnsServer> {
  const { address, port } = primary.endpoint;
  const secondary = await keep(
    startBind({
      address: SECONDARY,
      port,
      zones: [OTHER_ZONE],
      statements: `zone "corp.test" { type secondary; file "copy"; primaries { ${address} port ${port}; }; };`,
    }),
  );
  await vi.waitFor(() => expect(dig(secondary.endpoint, OWNER, "SRV")).toContain("kms1"), {
    timeout: 10_000,
  });
  return secondary;
}

describeWithPeers("diagnose on a BIND primary and its secondary", ["named", "dig", "nsupdate"], () => {
  test("both the same: nothing", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts(), ...SECOND)] }));
    await startSecondary(primary);
    expect(await judged(primary)).toEqual(["update-disabled"]);
  });

  test("the secondary did not hear of a new record", async () => {
    const network = await twoHosts();
    const [first = "", second = ""] = network.srv;
    const primary = await keep(
      startBind({ zones: [zoneOf({ ...network, srv: [first] }, ...SECOND)], zoneStatements: OPEN }),
    );
    await startSecondary(primary);
    update(primary.endpoint, `update add ${second}`);
    expect(await judged(primary)).toEqual(["dns-disagree", "update-open"]);
  });

  test("the secondary is behind, with the same KMS records", async () => {
    const primary = await keep(
      startBind({ zones: [zoneOf(await twoHosts(), ...SECOND)], zoneStatements: OPEN }),
    );
    await startSecondary(primary);
    update(primary.endpoint, "update add new.corp.test. 3600 TXT new");
    expect(await judged(primary)).toEqual(["dns-serial-behind", "update-open"]);
  });

  test("the second name server does not have the zone", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts(), ...SECOND)] }));
    const { port } = primary.endpoint;
    await keep(startBind({ address: SECONDARY, port, zones: [OTHER_ZONE] }));
    expect(await judged(primary)).toEqual(["dns-lame", "update-disabled"]);
  });

  test("the second name server is not there", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts(), ...SECOND)] }));
    expect(await judged(primary)).toEqual(["dns-unreachable", "update-disabled"]);
  });

  test("the primary is gone, the secondary answers", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts(), ...SECOND)] }));
    const secondary = await startSecondary(primary);
    await primary.stop();
    expect(await judged(secondary)).toEqual(["dns-unreachable"]);
  });

  test("a server that does not know the zone refuses", async () => {
    const server = await keep(startBind({ zones: [OTHER_ZONE] }));
    expect(await judged(server)).toEqual(["dns-refused"]);
  });
});

describeWithPeers("diagnose of a domain that the parent's server gave away", ["named"], () => {
  /** The server that is asked knows the parent only, and where the child is: by glue. */
  async function startBoth(childZone: TestZone): Promise<readonly [parent: DnsServer, child: DnsServer]> {
    const delegation = [
      "sub.corp.test. 3600 IN NS ns.sub.corp.test.",
      `ns.sub.corp.test. 3600 IN AAAA ${SECONDARY}`,
    ];
    const parent = await keep(startBind({ zones: [{ apex: "corp.test", records: delegation }] }));
    const { port } = parent.endpoint;
    return [parent, await keep(startBind({ address: SECONDARY, port, zones: [childZone] }))];
  }

  test("its own servers are asked, and its own zone is judged", async () => {
    const { srv, addresses } = await twoHosts("_vlmcs._tcp.sub.corp.test.");
    const records = [...srv, ...addresses].map((line) => line.replaceAll("kms1.corp", "kms1.sub.corp"));
    const inside = records.map((line) => line.replaceAll("kms2.corp", "kms2.sub.corp"));
    const [parent] = await startBoth({ apex: "sub.corp.test", records: inside });
    const { findings, result } = await runDiagnose({
      domains: ["sub.corp.test"],
      servers: [parent.endpoint],
      nameServerPort: parent.endpoint.port,
    });
    const { zones, domains } = result as DiagnoseResult;
    expect(zones.map(({ zone, primary }) => [zone, primary])).toEqual([
      ["sub.corp.test", "ns.sub.corp.test"],
    ]);
    expect(domains[0]?.records).toHaveLength(2);
    expect(findings.map(({ id }) => id)).toContain("update-disabled");
    expect(findings.map(({ id }) => id)).not.toContain("zone-not-found");
  });

  test("its servers are gone: the zone is known, the rest is not", async () => {
    const [parent, child] = await startBoth({ apex: "sub.corp.test", records: [] });
    await child.stop();
    expect(await judged(parent, parent, "sub.corp.test")).toEqual(["dns-unreachable"]);
  });
});

// BIND does not load a zone whose name server has an underscore in its name, as the driver writes it.
describeWithPeers("diagnose on delegated service zones", ["knotd"], () => {
  test("_tcp is a zone of its own", async () => {
    const { srv, addresses } = await twoHosts();
    const parent = { apex: "corp.test", records: [...addresses, "_tcp.corp.test. 3600 IN NS ns.corp.test."] };
    const server = await keep(startKnot({ zones: [parent, { apex: "_tcp.corp.test", records: srv }] }));
    expect(await judged(server)).toEqual(["update-disabled"]);
    const { result } = await runDiagnose({
      domains: ["corp.test"],
      servers: [server.endpoint],
      nameServerPort: server.endpoint.port,
    });
    const [zone] = (result as DiagnoseResult).zones;
    expect(zone?.updatePolicy?.evidence.join("\n")).toContain("SRV at _vlmcs._tcp.corp.test,");
  });
});

describeWithPeers("diagnose through unbound", ["unbound", "named", "dig", "nsupdate"], () => {
  async function resolverFor(primary: DnsServer): Promise<DnsServer> {
    return keep(startUnbound({ zones: [], stubs: [{ apex: "corp.test", server: primary.endpoint }] }));
  }

  test("a cold cache: nothing", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts())] }));
    expect(await judged(await resolverFor(primary), primary)).toEqual(["update-disabled"]);
  });

  test("a warm positive cache", async () => {
    const network = await twoHosts();
    const [first = "", second = ""] = network.srv;
    const primary = await keep(
      startBind({ zones: [zoneOf({ ...network, srv: [first] })], zoneStatements: OPEN }),
    );
    const resolver = await resolverFor(primary);
    expect(dig(resolver.endpoint, OWNER, "SRV")).toContain("kms1");
    update(primary.endpoint, `update add ${second}`);
    expect(await judged(resolver, primary)).toEqual(["dns-resolver-stale", "update-open"]);
  });

  test("a warm negative cache", async () => {
    const network = await twoHosts();
    const primary = await keep(startBind({ zones: [zoneOf({ ...network, srv: [] })], zoneStatements: OPEN }));
    const resolver = await resolverFor(primary);
    expect(dig(resolver.endpoint, OWNER, "SRV")).toBe("");
    update(primary.endpoint, ...network.srv.map((line) => `update add ${line}`));
    expect(await judged(resolver, primary)).toEqual(["dns-negative-cached", "update-open"]);
  });

  test("a record that was taken away, still cached", async () => {
    const primary = await keep(startBind({ zones: [zoneOf(await twoHosts())], zoneStatements: OPEN }));
    const resolver = await resolverFor(primary);
    expect(dig(resolver.endpoint, OWNER, "SRV")).toContain("kms1");
    update(primary.endpoint, `update delete ${OWNER} SRV`);
    expect(await judged(resolver, primary)).toEqual(["dns-resolver-stale", "update-open"]);
  });
});

describeWithPeers("diagnose on dnsmasq", ["dnsmasq"], () => {
  test("it has records, but no zone", async () => {
    const server = await keep(startDnsmasq({ zones: [zoneOf(await twoHosts())] }));
    // Its own records have the TTL 0.
    expect(await judged(server)).toEqual(["srv-ttl-extreme", "zone-not-found"]);
  });
});
