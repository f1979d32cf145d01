import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { HostDns } from "../../../../src/app/ports.ts";
import { err, ok } from "../../../../src/core/result.ts";
import { createHostEnvironment, type HostEnvironment } from "../../../../src/io/host/host-environment.ts";
import { createReadHostDns } from "../../../../src/io/host/read-host-dns.ts";
import type { CommandOutcome } from "../../../../src/io/process/run-command.ts";

const sample = (name: string): string =>
  readFileSync(new URL(`../../../golden/resolver-config/${name}/input.txt`, import.meta.url), "utf8");

type Machine = Partial<HostEnvironment> & {
  readonly files?: Readonly<Record<string, string>>;
  /** Output by a part of the command line. */
  readonly commands?: Readonly<Record<string, string | CommandOutcome>>;
};

const ran: string[] = [];

function machine(parts: Machine): HostEnvironment {
  const { files = {}, commands = {}, ...rest } = parts;
  ran.length = 0;
  return {
    platform: "linux",
    hostname: () => "pc01",
    variable: () => undefined,
    readTextFile: (path) => {
      const text = files[path];
      return Promise.resolve(text === undefined ? err("ENOENT") : ok(text));
    },
    run: (program, args) => {
      const line = [program, ...args].join(" ");
      ran.push(line);
      const found = Object.entries(commands).find(([part]) => line.includes(part))?.[1] ?? {
        kind: "not-found",
      };
      return Promise.resolve(typeof found === "string" ? printed(found) : found);
    },
    systemServers: () => [],
    localAddresses: () => new Set(),
    ...rest,
  };
}

function printed(text: string, exitCode = 0): CommandOutcome {
  return { kind: "finished", exitCode, stdout: new TextEncoder().encode(text), stderr: new Uint8Array() };
}

function read(parts: Machine): Promise<HostDns> {
  return createReadHostDns(machine(parts))(new AbortController().signal);
}

const serversOf = (dns: HostDns): readonly string[] =>
  dns.servers.map((server) => `${server.address} ${server.port}`);
const suffixesOf = (dns: HostDns): readonly string[] =>
  dns.suffixes.map(({ suffix, source }) => `${suffix} ${source}`);

describe("Linux", () => {
  test("resolv.conf: the domain first, then the host's own, duplicates dropped", async () => {
    const dns = await read({
      hostname: () => "pc01.Branch.Corp.test",
      files: { "/etc/resolv.conf": sample("resolv-conf-plain") },
    });
    expect(serversOf(dns)).toEqual(["192.0.2.53 53", "2001:db8::53 53", "fe80::1%eth0 53"]);
    expect(suffixesOf(dns)).toEqual(["corp.test primary", "branch.corp.test primary"]);
    expect(dns.sources).toEqual([
      "/etc/resolv.conf: 3 servers, 1 suffix",
      "host name: domain Branch.Corp.test",
    ]);
    expect(ran).toEqual([]);
  });

  test("international and impossible suffixes; multicast and placeholder domains are none", async () => {
    const search = `search bücher.test CORP.test. local localdomain . ${"a".repeat(64)}.test corp.test\n`;
    const dns = await read({ hostname: () => "pc01.local", files: { "/etc/resolv.conf": search } });
    expect(suffixesOf(dns)).toEqual(["xn--bcher-kva.test search-list", "corp.test search-list"]);
    expect(dns.sources.at(-1)).toContain(`suffix left out, it is no domain name: "aaaa`);
  });

  test("behind the stub of systemd-resolved: the real servers and the domains of the links", async () => {
    const dns = await read({
      files: {
        "/etc/resolv.conf": sample("resolv-conf-stub"),
        "/run/systemd/resolve/resolv.conf": sample("resolv-conf-plain"),
      },
      commands: {
        "resolvectl dns": sample("resolvectl-dns"),
        "resolvectl domain": sample("resolvectl-domain"),
      },
    });
    expect(serversOf(dns)).toEqual(["192.0.2.53 53", "2001:db8::53 53", "fe80::1%eth0 53"]);
    expect(suffixesOf(dns)).toEqual(["corp.test primary", "ad.corp.test connection"]);
  });

  test("without the file behind it: what resolvectl says; without that: the stub", async () => {
    const files = { "/etc/resolv.conf": sample("resolv-conf-stub") };
    const commands = {
      "resolvectl dns": sample("resolvectl-dns"),
      "resolvectl domain": sample("resolvectl-domain"),
    };
    expect(serversOf(await read({ files, commands }))).toContain("198.51.100.53 5353");
    const alone = await read({ files });
    expect(serversOf(alone)).toEqual(["127.0.0.53 53"]);
    expect(alone.sources).toContain("resolvectl: not installed");
    expect(alone.sources).toContain("/run/systemd/resolve/resolv.conf: ENOENT");
  });

  test("nothing at all is said, not thrown", async () => {
    expect(await read({})).toEqual({ servers: [], suffixes: [], sources: ["/etc/resolv.conf: ENOENT"] });
  });

  test("an address that can't be read is named", async () => {
    const dns = await read({ files: { "/etc/resolv.conf": sample("resolv-conf-search-wins") } });
    expect(dns.sources).toContain("/etc/resolv.conf: 'not-an-address' is no address of a name server");
  });
});

describe("macOS", () => {
  test("scutil: the general resolver, then the VPN's with its port; domains of both", async () => {
    const dns = await read({
      platform: "darwin",
      commands: { "/usr/sbin/scutil --dns": sample("scutil-vpn") },
    });
    expect(serversOf(dns)).toEqual(["192.0.2.53 53", "2001:db8::53 53", "198.51.100.53 5353"]);
    expect(suffixesOf(dns)).toEqual([
      "ad.corp.test connection",
      "corp.test search-list",
      "lab.corp.test search-list",
    ]);
  });

  test("scutil fails: resolv.conf", async () => {
    const dns = await read({
      platform: "darwin",
      files: { "/etc/resolv.conf": sample("resolv-conf-plain") },
      commands: { scutil: printed("", 1) },
    });
    expect(serversOf(dns)).toHaveLength(3);
    expect(dns.sources[0]).toBe("scutil --dns: exit code 1");
  });
});

describe("Windows", () => {
  const registry = {
    "reg.exe query HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters /s":
      sample("reg-domain-member"),
  };

  test("the registry knows all: nothing else is run; the adapters in use come first, stale ones are left out", async () => {
    const dns = await read({
      platform: "win32",
      commands: registry,
      systemServers: () => ["198.51.100.53", "[2001:db8::99]:5353", "junk"],
      localAddresses: () => new Set(["192.0.2.10", "198.51.100.10", "fe80::0001"]),
      variable: (name) => (name === "SystemRoot" ? "D:\\Win" : undefined),
    });
    expect(serversOf(dns)).toEqual([
      "198.51.100.53 53",
      "2001:db8::99 5353",
      "192.0.2.53 53",
      "192.0.2.54 53",
      "198.51.100.54 53",
      "2001:db8::53 53",
    ]);
    expect(suffixesOf(dns)).toEqual([
      "primary.policy.test primary",
      "corp.test primary",
      "ad.corp.test ad-domain",
      "branch.test dhcp",
      "server.corp.test connection",
      "policy.test search-list",
      "lab.corp.test search-list",
    ]);
    expect(ran).toHaveLength(4);
    expect(ran.every((line) => line.startsWith("D:\\Win\\System32\\reg.exe query HKLM\\"))).toBe(true);
  });

  test("no interface with a known address: all interfaces count", async () => {
    const dns = await read({ platform: "win32", commands: registry });
    expect(serversOf(dns)).toContain("203.0.113.1 53");
  });

  test("the runtime's placeholder 127.0.0.1 counts only where the registry names it", async () => {
    const systemServers = (): readonly string[] => ["127.0.0.1"];
    const without = await read({ platform: "win32", commands: registry, systemServers });
    expect(serversOf(without)).not.toContain("127.0.0.1 53");
    const text = `HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\n    NameServer    REG_SZ    127.0.0.1\n`;
    const dns = await read({ platform: "win32", commands: { "Parameters /s": text }, systemServers });
    expect(serversOf(dns)).toEqual(["127.0.0.1 53"]);
  });

  test("a silent registry: ipconfig, and PowerShell only where that is silent too", async () => {
    const ipconfig = await read({
      platform: "win32",
      commands: { "ipconfig.exe /all": sample("ipconfig-german") },
    });
    expect(serversOf(ipconfig)).toEqual(["192.0.2.53 53", "192.0.2.54 53"]);
    expect(ipconfig.sources).toEqual([
      "adapters: 0 servers, 0 suffixes",
      "registry: not installed",
      "ipconfig /all: 2 servers, 4 suffixes",
    ]);
    const shell = await read({ platform: "win32", commands: { powershell: sample("powershell-lists") } });
    expect(serversOf(shell)).toEqual(["192.0.2.53 53", "2001:db8::53 53"]);
    expect(suffixesOf(shell)).toEqual([
      "branch.test connection",
      "corp.test search-list",
      "lab.corp.test search-list",
    ]);
  });

  test.each<[CommandOutcome, string]>([
    [{ kind: "timeout" }, "no answer in time"],
    [{ kind: "too-much-output" }, "printed too much"],
    [{ kind: "cancelled" }, "cancelled"],
    [{ kind: "failed", code: "EACCES" }, "EACCES"],
    [printed("", 1), "exit code 1"],
  ])("a command that fails is named: %j", async (outcome, reason) => {
    const dns = await read({
      platform: "win32",
      commands: { reg: outcome, ipconfig: outcome, powershell: outcome },
    });
    expect(dns).toMatchObject({ servers: [], suffixes: [] });
    expect(dns.sources.slice(1)).toEqual([
      `registry: ${reason}`,
      `ipconfig /all: ${reason}`,
      `PowerShell: ${reason}`,
    ]);
  });

  test("PowerShell that prints no JSON is named", async () => {
    const dns = await read({ platform: "win32", commands: { powershell: sample("powershell-error") } });
    expect(dns.sources.at(-1)).toMatch(/^PowerShell: /);
  });
});

test("this machine can be read", async () => {
  const environment = createHostEnvironment();
  const dns = await createReadHostDns(environment)(new AbortController().signal);
  expect(dns.sources.length).toBeGreaterThan(0);
  expect(environment.localAddresses().has("127.0.0.1")).toBe(true);
  expect(environment.systemServers().length).toBeGreaterThanOrEqual(0);
  expect(environment.variable("PATH")).toBeTypeOf("string");
});
