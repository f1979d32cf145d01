// The outcome table of the firewall fact sheet, row by row, with nftables in network namespaces, IPv4 and IPv6.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EndpointOutcome } from "../../src/core/net/probe-outcome.ts";
import { openNetLab, type NetLab } from "../support/netns.ts";
import { describeWithPeers } from "../support/peer.ts";

const PORT = 1688;
/** Long enough for the ICMP errors that Linux delivers with the next SYN or the one after it, a second later each. */
const OPTIONS = { connectTimeoutMs: 3_000, bindTimeoutMs: 1_000, connectOnly: false };
const BRIEF = { ...OPTIONS, connectTimeoutMs: 1_000 };
const PATIENT = { ...OPTIONS, connectTimeoutMs: 8_000 };

/** `open kms`, `refused ECONNREFUSED`: what a row is compared by. */
function sum(outcome: EndpointOutcome | undefined): string {
  if (outcome === undefined) return "none";
  return `${outcome.state} ${outcome.state === "open" ? outcome.rpc.verdict : outcome.code}`;
}

const input = (rule: string): string =>
  `table inet t { chain i { type filter hook input priority 0; ${rule}; }; }`;
const forward = (rule: string): string =>
  `table inet t { chain f { type filter hook forward priority 0; ${rule}; }; }`;

describeWithPeers("TCP connect outcomes", ["ip", "nft", "sysctl", "root"], () => {
  let lab: NetLab;
  beforeAll(async () => {
    lab = await openNetLab();
    const serve = new URL("../support/serve-kms-host.ts", import.meta.url).pathname;
    await lab.start("server", process.execPath, serve, "::", String(PORT));
  });
  afterAll(async () => {
    await lab.close();
  });

  async function both(port = PORT, options = OPTIONS): Promise<readonly string[]> {
    const endpoints = [lab.server4, lab.server6].map((address) => ({ address, port }));
    return (await lab.probe(endpoints, options)).map(sum);
  }

  async function at(addresses: readonly string[], options = OPTIONS): Promise<readonly string[]> {
    const endpoints = addresses.map((address) => ({ address, port: PORT }));
    return (await lab.probe(endpoints, options)).map(sum);
  }

  test("nothing in the way: open, and KMS", async () => {
    await lab.rules("server", "");
    expect(await both()).toEqual(["open kms", "open kms"]);
  });

  test("no listener: refused", async () => {
    expect(await both(1689)).toEqual(["refused ECONNREFUSED", "refused ECONNREFUSED"]);
  });

  const REJECTS: readonly (readonly [string, string, string])[] = [
    ["tcp reset", "refused ECONNREFUSED", "refused ECONNREFUSED"],
    ["icmpx port-unreachable", "refused ECONNREFUSED", "refused ECONNREFUSED"],
    ["icmpx admin-prohibited", "rejected EHOSTUNREACH", "rejected EACCES"],
    ["icmpx host-unreachable", "rejected EHOSTUNREACH", "rejected EHOSTUNREACH"],
    ["icmpx no-route", "rejected ENETUNREACH", "rejected ENETUNREACH"],
  ];

  describe.each(["server", "router"] as const)("a filter on the %s", (place) => {
    const chain = place === "server" ? input : forward;

    test.each(REJECTS)("reject with %s", async (kind, expected4, expected6) => {
      await lab.rules(place, chain(`tcp dport ${PORT} reject with ${kind}`));
      expect(await both()).toEqual([expected4, expected6]);
      await lab.rules(place, "");
    });

    test("drop: filtered, by our own deadline", async () => {
      await lab.rules(place, chain(`tcp dport ${PORT} drop`));
      expect(await both(PORT, BRIEF)).toEqual(["filtered ETIMEDOUT", "filtered ETIMEDOUT"]);
      await lab.rules(place, "");
    });
  });

  test.each([
    ["net-unreachable", "rejected ENETUNREACH"],
    ["net-prohibited", "rejected ENETUNREACH"],
    ["host-prohibited", "rejected EHOSTUNREACH"],
    ["prot-unreachable", "rejected ENOPROTOOPT"],
  ])("reject with icmp %s", async (kind, expected) => {
    await lab.rules("server", input(`meta nfproto ipv4 tcp dport ${PORT} reject with icmp ${kind}`));
    expect(await at([lab.server4])).toEqual([expected]);
    await lab.rules("server", "");
  });

  test.each([
    ["no-route", "rejected ENETUNREACH"],
    ["addr-unreachable", "rejected EHOSTUNREACH"],
    ["admin-prohibited", "rejected EACCES"],
    ["policy-fail", "rejected EACCES"],
    ["reject-route", "rejected EACCES"],
  ])("reject with icmpv6 %s", async (kind, expected) => {
    await lab.rules("server", input(`meta nfproto ipv6 tcp dport ${PORT} reject with icmpv6 ${kind}`));
    expect(await at([lab.server6])).toEqual([expected]);
    await lab.rules("server", "");
  });

  test("a filter of our own: the same codes, a drop is silence", async () => {
    const output = (rule: string): string =>
      `table inet t { chain o { type filter hook output priority 0; tcp dport ${PORT} ${rule}; }; }`;
    await lab.rules("client", output("drop"));
    expect(await both(PORT, BRIEF)).toEqual(["filtered ETIMEDOUT", "filtered ETIMEDOUT"]);
    await lab.rules("client", "");
  });

  test("an absent neighbour, beside us or behind the router: unreachable", { timeout: 60_000 }, async () => {
    const absent = ["10.77.1.99", "fd77:1::99", "10.77.2.99", "fd77:2::99"];
    expect(await at(absent, PATIENT)).toEqual(absent.map(() => "unreachable EHOSTUNREACH"));
  });

  test("routes of the router", async () => {
    for (const kind of ["unreachable", "prohibit"]) {
      await lab.run("router", "ip", "route", "add", kind, `10.77.${kind === "prohibit" ? 8 : 9}.0/24`);
      await lab.run("router", "ip", "-6", "route", "add", kind, `fd77:${kind === "prohibit" ? 8 : 9}::/64`);
    }
    expect(await at(["10.77.9.1", "fd77:9::1", "10.77.8.1", "fd77:8::1"])).toEqual([
      "rejected EHOSTUNREACH",
      "rejected ENETUNREACH",
      "rejected EHOSTUNREACH",
      "rejected EACCES",
    ]);
  });

  test("routes of this machine", async () => {
    const kinds = ["unreachable", "prohibit", "blackhole"];
    for (const [index, kind] of kinds.entries()) {
      await lab.run("client", "ip", "route", "add", kind, `10.78.${index}.0/24`);
      await lab.run("client", "ip", "-6", "route", "add", kind, `fd78:${index}::/64`);
    }
    expect(await at(["10.78.0.1", "fd78:0::1", "10.78.1.1", "fd78:1::1", "10.78.2.1", "fd78:2::1"])).toEqual([
      "unreachable EHOSTUNREACH",
      "unreachable EHOSTUNREACH",
      "unreachable EACCES",
      "unreachable EACCES",
      "error EINVAL",
      "error EINVAL",
    ]);
  });

  test("no route, and targets that are none", async () => {
    expect(await at(["192.0.2.1", "2001:db8::1", "224.0.0.1", "255.255.255.255"])).toEqual(
      Array.from({ length: 4 }, () => "unreachable ENETUNREACH"),
    );
  });

  test("the connection stands, its packets are dropped: open and silent", async () => {
    await lab.rules("server", input(`tcp dport ${PORT} tcp flags & (syn | ack) == ack drop`));
    expect(await both()).toEqual(["open silent", "open silent"]);
    await lab.rules("server", "");
  });

  test("a filter resets the first payload: open and closed", async () => {
    await lab.rules("server", input(`tcp dport ${PORT} tcp flags & psh == psh reject with tcp reset`));
    expect(await both()).toEqual(["open closed", "open closed"]);
    await lab.rules("server", "");
  });

  test("no free local port: an error of this machine", async () => {
    await lab.run("client", "sysctl", "-qw", "net.ipv4.ip_local_port_range=40000 40001");
    await lab.rules("server", input(`tcp dport ${PORT} drop`));
    const endpoints = Array.from({ length: 6 }, () => ({ address: lab.server4, port: PORT }));
    const outcomes = (await lab.probe(endpoints, BRIEF)).map(sum);
    expect(outcomes.toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => "error EADDRNOTAVAIL"),
      ...Array.from({ length: 2 }, () => "filtered ETIMEDOUT"),
    ]);
    await lab.rules("server", "");
    await lab.run("client", "sysctl", "-qw", "net.ipv4.ip_local_port_range=32768 60999");
  });

  test("no free file descriptor: an error of this machine", async () => {
    await lab.rules("server", input(`tcp dport ${PORT} drop`));
    const endpoints = Array.from({ length: 100 }, () => ({ address: lab.server4, port: PORT }));
    const outcomes = (await lab.probe(endpoints, BRIEF, ["prlimit", "--nofile=64:64"])).map(sum);
    expect(new Set(outcomes)).toEqual(new Set(["filtered ETIMEDOUT", "error EMFILE"]));
    await lab.rules("server", "");
  });
});
