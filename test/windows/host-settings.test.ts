// What the program reads of Windows itself: suffixes and servers of the registry, the hosts file. Run under Wine, in a
// network without anything but loopback, so that the DNS servers of this machine are never asked.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLoopbackNamespace, type LoopbackNamespace } from "../support/loopback-namespace.ts";
import { describeWithPeers } from "../support/peer.ts";
import { documentOf, type ToolRun } from "../support/run-tool.ts";
import { openWindows, WINE_PEERS, type WineWindows } from "../support/wine.ts";

const TCPIP = "SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
const TCPIP6 = "SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters";
const POLICY = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient";
const GROUP_POLICY = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History";
const adapter = (digit: number): string => `{${`${digit}`.repeat(8)}-0000-0000-0000-000000000000}`;

type Discovered = {
  readonly domains: readonly {
    readonly domain: string;
    readonly status: string;
    readonly servers: readonly { readonly server: string; readonly role: string; readonly status: string }[];
  }[];
};

describeWithPeers(
  "the settings of Windows, under Wine",
  [...WINE_PEERS, "root", "unshare", "dnsmasq"],
  () => {
    let network: LoopbackNamespace;
    let windows: WineWindows;
    beforeAll(async () => {
      network = await openLoopbackNamespace("pc1");
      windows = await openWindows(network.enter);
      // Answers at all the addresses that the registry will name.
      await network.start(
        /started/,
        "dnsmasq",
        ...["--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--bind-interfaces"],
        ...["--listen-address=127.0.0.2,127.0.0.3,127.0.0.4,127.0.0.5", "--local=/test/"],
        ...["--srv-host=_vlmcs._tcp.corp.test,kms1.corp.test,1688", "--host-record=kms1.corp.test,127.0.0.9"],
      );
    }, 120_000);
    afterAll(async () => {
      await windows.close();
      await network.close();
    });

    // Wine's folders are in lower case; Windows does not care.
    const hostsFile = async (): Promise<string> =>
      windows.onDriveC(
        `${(await windows.variable("SystemRoot")).toLowerCase()}\\system32\\drivers\\etc\\hosts`,
      );

    test("a machine without suffixes: suffix-none, and where was looked", async () => {
      const run = await windows.runTool(["discover", "--json"]);
      expect(run).toMatchObject({ code: 1, stderr: "" });
      expect(documentOf(run)).toMatchObject({
        result: { domains: [] },
        findings: [
          {
            id: "suffix-none",
            evidence: [
              "adapters: 0 servers, 0 suffixes",
              "registry: 0 servers, 0 suffixes",
              "ipconfig /all: 0 servers, 0 suffixes",
              // Wine's PowerShell is an empty program.
              expect.stringMatching(/^PowerShell: /),
            ],
          },
        ],
      });
    });

    test("without any server a domain can't be asked: exit 3, and where was looked", async () => {
      const run = await windows.runTool(["discover", "corp.test"]);
      expect(run.stderr).toMatch(
        /^kms-doctor: no DNS server is known to ask \(looked in: adapters.*registry/,
      );
      expect(run).toMatchObject({ code: 3, stdout: "" });
    });

    test("a name of the hosts file of Windows is probed without any DNS server", async () => {
      writeFileSync(
        await hostsFile(),
        "# by hand\r\n127.0.0.7\tkms-old.corp.test KMS-OLD\r\n::1 kms-old.corp.test\r\n",
      );
      const run = await windows.runTool(["probe", "kms-old.corp.test:1", "kms-old:1", "--json"]);
      const refused = (address: string): object => ({ address, state: "refused", code: "ECONNREFUSED" });
      expect(documentOf(run).result).toMatchObject({
        targets: [
          {
            target: "kms-old.corp.test:1",
            lookup: "found",
            endpoints: [refused("127.0.0.7"), refused("::1")],
          },
          { target: "kms-old:1", lookup: "found", endpoints: [refused("127.0.0.7")] },
        ],
      });
    });

    describe("with suffixes and servers in the registry", () => {
      beforeAll(async () => {
        await windows.addRegistryValues(TCPIP, {
          Domain: "corp.test",
          SearchList: "corp.test,search.test",
          DhcpDomain: "dhcp-global.test",
          NameServer: "127.0.0.4",
        });
        // The adapter that this machine's address belongs to, and one whose address is gone.
        await windows.addRegistryValues(`${TCPIP}\\Interfaces\\${adapter(1)}`, {
          Domain: "connection.test",
          DhcpDomain: "dhcp.test",
          DhcpIPAddress: "127.0.0.1",
          NameServer: "127.0.0.3",
          DhcpNameServer: "127.0.0.9",
        });
        await windows.addRegistryValues(`${TCPIP}\\Interfaces\\${adapter(2)}`, {
          DhcpDomain: "stale.test",
          IPAddress: ["192.0.2.9", "192.0.2.10"],
          NameServer: "192.0.2.53",
        });
        await windows.addRegistryValues(`${TCPIP6}\\Interfaces\\${adapter(1)}`, {
          Domain: "six.test",
          DhcpNameServer: "127.0.0.5",
        });
        await windows.addRegistryValues(POLICY, {
          SearchList: "policy.test,SEARCH.test.",
          NameServer: "127.0.0.2",
        });
        await windows.addRegistryValues(GROUP_POLICY, { MachineDomain: "ad.test" });
      }, 60_000);

      test("discover without a domain asks the suffixes in a client's order, at the servers of the registry", async () => {
        const run = await windows.runTool(["discover", "--json"]);
        expect(run.stderr).toBe("");
        const { domains } = documentOf(run).result as Discovered;
        expect(domains.map(({ domain, status }) => `${domain} ${status}`)).toEqual([
          "corp.test found",
          "ad.test nxdomain",
          "connection.test nxdomain",
          "dhcp.test nxdomain",
          "six.test nxdomain",
          "dhcp-global.test nxdomain",
          "policy.test nxdomain",
          "search.test nxdomain",
        ]);
        for (const { servers } of domains) {
          expect(servers.map(({ server, role, status }) => `${server} ${role} ${status}`)).toEqual([
            "127.0.0.2:53 configured answered",
            "127.0.0.3:53 configured answered",
            "127.0.0.5:53 configured answered",
            "127.0.0.4:53 configured answered",
          ]);
        }
      });

      test("probe resolves names at the servers of the registry", async () => {
        const run = await windows.runTool(["probe", "kms1.corp.test", "--json"]);
        expect(documentOf(run).result).toMatchObject({
          targets: [{ lookup: "found", endpoints: [{ address: "127.0.0.9", port: 1688, state: "refused" }] }],
        });
      });

      test("the hosts file comes before the servers", async () => {
        writeFileSync(await hostsFile(), "127.0.0.8 kms1.corp.test\r\n");
        const run = await windows.runTool(["probe", "kms1.corp.test:1", "--json"]);
        expect(addressesOf(run)).toEqual(["127.0.0.8"]);
      });

      test("a server that is named with --server is asked alone", async () => {
        const run = await windows.runTool(["discover", "corp.test", "--server", "127.0.0.4", "--json"]);
        const { domains } = documentOf(run).result as Discovered;
        expect(domains[0]?.servers.map(({ server, role }) => `${server} ${role}`)).toEqual([
          "127.0.0.4:53 given",
        ]);
      });

      test("a policy's primary suffix and adapter suffix come first in their ranks", async () => {
        await windows.addRegistryValues(POLICY, {
          PrimaryDnsSuffix: "policy-primary.test",
          AdapterDomainName: "policy-adapter.test",
        });
        const run = await windows.runTool(["discover", "--json"]);
        const { domains } = documentOf(run).result as Discovered;
        expect(domains.slice(0, 5).map(({ domain }) => domain)).toEqual([
          "policy-primary.test",
          "corp.test",
          "ad.test",
          "policy-adapter.test",
          "connection.test",
        ]);
      });
    });
  },
);

function addressesOf(run: ToolRun): readonly string[] {
  const { targets } = documentOf(run).result as {
    readonly targets: readonly { readonly endpoints: readonly { readonly address: string }[] }[];
  };
  return targets.flatMap(({ endpoints }) => endpoints.map(({ address }) => address));
}
