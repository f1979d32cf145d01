import { once } from "node:events";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import { EnvironmentError } from "../../../src/core/errors.ts";
import type { Endpoint } from "../../../src/core/net/endpoint.ts";
import { lookupInZones } from "../../../src/lab/dns/zone-lookup.ts";
import { HOST_BEHAVIOUR_NAMES } from "../../../src/lab/hosts/behaviour-names.ts";
import { type LabHost, startLabHost } from "../../../src/lab/hosts/lab-host.ts";
import { type Lab, startLab } from "../../../src/lab/lab.ts";
import { listScenarios, loadScenario } from "../../../src/lab/scenario-files.ts";
import type { Scenario } from "../../../src/lab/scenario.ts";
import { manualClock } from "../../support/lab-clock.ts";
import { name } from "../../support/zone-builder.ts";

const clock = manualClock();
const running: { readonly stop: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start(scenario: Scenario): Promise<Lab> {
  const lab = await startLab(scenario, { clock });
  running.push(lab);
  return lab;
}

const scenario = (fields: Partial<Scenario> = {}): Scenario => ({
  title: "t",
  domains: ["corp.test"],
  zones: {
    "corp.test": {
      records: [
        { owner: "_vlmcs._tcp", type: "SRV", host: "kms1" },
        { owner: "_vlmcs._tcp", type: "SRV", target: ".", port: 0, priority: 5, weight: 6, ttl: 7 },
        { owner: "kms1", type: "A", host: "kms1" },
        { owner: "kms1", type: "AAAA", address: "::1" },
        { owner: "abs.corp.test.", type: "CNAME", target: "kms1" },
        { owner: "sub", type: "NS", target: "ns.elsewhere.test." },
      ],
    },
  },
  servers: [{ name: "ns1" }],
  hosts: [{ name: "kms1", behaviour: "kms" }],
  expects: [],
  ...fields,
});

/** 'open', or the errno. */
function tryConnect({ address, port }: Endpoint): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      resolve("open");
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
  });
}

/** The first octets that come after those sent, as text; empty when the far end closes without a word. */
async function firstOctets({ address, port }: Endpoint, sent: string): Promise<string> {
  const socket = connect(port, address);
  socket.on("error", () => undefined);
  socket.write(sent);
  const [octets] = (await Promise.race([once(socket, "data"), once(socket, "close")])) as [Buffer | boolean];
  socket.destroy();
  return Buffer.isBuffer(octets) ? octets.toString("latin1") : "";
}

describe("startLab", () => {
  test("publishes the ports that the hosts really have", async () => {
    const lab = await start(scenario());
    const [host] = lab.hosts;
    const answer = lookupInZones(lab.store.zones(), name("_vlmcs._tcp.corp.test"), 33);
    expect(answer).toMatchObject({
      answers: [
        { port: host?.port, target: "kms1.corp.test.", ttlSeconds: 3600 },
        { port: 0, target: ".", priority: 5, weight: 6, ttlSeconds: 7 },
      ],
      additionals: [{ address: "127.0.0.1" }, { address: "::1" }],
    });
    expect(lookupInZones(lab.store.zones(), name("corp.test"), 2)).toMatchObject({
      answers: [{ type: "NS", target: "ns1.corp.test." }],
      additionals: [{ type: "A", address: "127.0.0.1" }],
    });
    expect(lab.dnsServers).toEqual(lab.servers.map((server) => server.endpoint));
  });

  test("clients ask the resolvers where there are some", async () => {
    const lab = await start(scenario({ servers: [{ name: "ns1" }, { name: "cache", role: "resolver" }] }));
    expect(lab.dnsServers).toEqual([lab.servers[1]?.endpoint]);
    expect(lookupInZones(lab.store.zones(), name("corp.test"), 2)).toMatchObject({
      answers: [{ target: "ns1.corp.test." }],
    });
    lab.flushResolvers();
  });

  test("copies of one zone may differ, and servers know different zones", async () => {
    const lab = await start(
      scenario({
        zones: {
          fresh: { apex: "corp.test", soa: { serial: 9, mname: "ns2" }, nameServers: ["ns1"] },
          stale: { apex: "corp.test", soa: { serial: 8 } },
        },
        servers: [
          { name: "ns1", zones: ["fresh"] },
          { name: "ns2", zones: ["stale"] },
        ],
      }),
    );
    expect(lab.store.zones(["fresh"])[0]?.soa).toMatchObject({ serial: 9, mname: "ns2.corp.test." });
    expect(lab.store.zones(["stale"])[0]?.soa).toMatchObject({ serial: 8, mname: "ns2.corp.test." });
  });

  test("stop frees everything and may be called again; single servers may stop before", async () => {
    const lab = await start(scenario());
    await lab.servers[0]?.stop();
    await lab.stop();
    await lab.stop();
    for (const endpoint of [...lab.hosts, ...lab.dnsServers])
      expect(await tryConnect(endpoint)).toBe("ECONNREFUSED");
  });

  test("when one part can't listen, nothing is left running", async () => {
    const failure = startLab(scenario({ servers: [{ name: "ns1", address: "192.0.2.1" }] }), { clock });
    await expect(failure).rejects.toBeInstanceOf(EnvironmentError);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringContaining("EADDRNOTAVAIL") as unknown,
    });
  });

  const hasIpv6 = Object.values(networkInterfaces())
    .flat()
    .some((each) => each?.address === "::1");
  test.runIf(hasIpv6)("IPv6 where the machine has it (::1)", async () => {
    const lab = await start(
      scenario({
        zones: { "corp.test": {} },
        servers: [{ name: "ns1", address: "::1" }],
        hosts: [{ name: "kms1", behaviour: "closing", address: "::1" }],
      }),
    );
    expect(lab.dnsServers[0]?.address).toBe("::1");
    expect(lookupInZones(lab.store.zones(), name("ns1.corp.test"), 28)).toMatchObject({
      answers: [{ address: "::1" }],
    });
    for (const endpoint of [...lab.hosts, ...lab.dnsServers]) expect(await tryConnect(endpoint)).toBe("open");
  });
});

describe("hosts", () => {
  async function host(behaviour: LabHost["behaviour"]): Promise<LabHost> {
    const started = await startLabHost("kms1", behaviour, { address: "127.0.0.1", port: 0 }, clock);
    running.push(started);
    return started;
  }

  test.each(HOST_BEHAVIOUR_NAMES)("%s stops, starts again on the same port, and stops", async (behaviour) => {
    const started = await host(behaviour);
    const up = behaviour === "refused" ? "ECONNREFUSED" : "open";
    expect(await tryConnect(started)).toBe(up);
    await started.stop();
    await started.stop();
    expect(await tryConnect(started)).toBe("ECONNREFUSED");
    await started.start();
    await started.start();
    expect(await tryConnect(started)).toBe(up);
  });

  test("a stop and a start asked for at once happen one after the other", async () => {
    const started = await host("http");
    await Promise.all([started.stop(), started.start()]);
    expect(await tryConnect(started)).toBe("open");
  });

  test("a port that was taken while the host was stopped is told", async () => {
    const started = await host("closing");
    await started.stop();
    const thief = createServer().listen(started.port, "127.0.0.1");
    await once(thief, "listening");
    await expect(started.start()).rejects.toBeInstanceOf(EnvironmentError);
    thief.close();
    await once(thief, "close");
    await started.start();
  });

  test("a held port is refused as long as it is held", async () => {
    const held = await host("refused");
    for (let attempt = 0; attempt < 20; attempt++) expect(await tryConnect(held)).toBe("ECONNREFUSED");
  });

  test.each([
    ["http", "\u0005\0\u000b\u0003 this is a bind", /^HTTP\/1\.1 400/],
    ["ssh-banner", "", /^SSH-2\.0-/],
    ["closing", "", /^$/],
    // A ClientHello of TLS 1.2 with one cipher suite: the answer is an alert record.
    ["tls", `\x16\x03\x01\0\x2d\x01\0\0\x29\x03\x03${"r".repeat(32)}\0\0\x02\xc0\x2f\x01\0\0\0`, /^\x15\x03/],
  ] as const)("%s says what it is", async (behaviour, sent, expected) => {
    expect(await firstOctets(await host(behaviour), sent)).toMatch(expected);
  });
});

describe("the scenarios of the package", () => {
  test("all can be read, and there are those that the story needs", async () => {
    const names = (await listScenarios()).map((each) => each.name);
    for (const needed of [
      "healthy",
      "missing-record",
      "refused-port",
      "silent-endpoint",
      "stale-host",
      "target-without-address",
      "wrong-service",
    ])
      expect(names).toContain(needed);
  });

  test("by name, by path, and what was meant", async () => {
    expect((await loadScenario("healthy")).scenario.title).toBe("Two KMS hosts, published and answering");
    expect((await loadScenario("src/lab/scenarios/healthy.yaml")).name).toBe("healthy");
    await expect(loadScenario("heathy")).rejects.toMatchObject({ hint: "Did you mean 'healthy'?" });
    await expect(loadScenario("nothing-like-it")).rejects.toMatchObject({
      hint: expect.stringContaining("healthy") as unknown,
    });
    await expect(loadScenario("./no-such.yaml")).rejects.toMatchObject({ code: "CONFIG" });
  });
});
