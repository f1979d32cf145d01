// The odd corners of ufw, firewalld, Windows and clouds.
import { describe, expect, test } from "vitest";
import type { ParseHints, RuleFormat } from "../../../../../src/core/firewall/parse/parsed.ts";
import { ask } from "../../../../support/firewall/ask-rules.ts";

type Told = "yes" | "no" | "perhaps";

function told(
  format: RuleFormat,
  text: string,
  hints: Partial<ParseHints> & { readonly host?: string } = {},
): Told {
  const { surely, perhaps } = ask(text, { host: "192.0.2.10", format, ...hints });
  return surely.length > 0 ? "yes" : perhaps.length > 0 ? "perhaps" : "no";
}

describe("ufw", () => {
  const ufw = (row: string): Told =>
    told("ufw", `Status: active\nDefault: deny (incoming), allow (outgoing)\n\n${row}\n`);

  test.each<readonly [string, Told]>([
    ["1688/tcp                   ALLOW IN    Anywhere", "yes"],
    ["1688                       ALLOW       Anywhere", "yes"],
    ["1688/udp                   ALLOW IN    Anywhere", "no"],
    ["OpenSSH                    ALLOW IN    Anywhere", "no"],
    ["22/tcp (OpenSSH)           ALLOW IN    Anywhere", "no"],
    ["Some Service               ALLOW IN    Anywhere", "perhaps"],
    ["1688/tcp                   LIMIT IN    Anywhere", "perhaps"],
    ["1688/tcp (v6)              ALLOW IN    Anywhere (v6)", "no"],
    ["Anywhere/udp               ALLOW IN    10.0.0.0/8/udp", "no"],
    ["Anywhere on eth+           ALLOW IN    10.0.0.0/8", "perhaps"],
    ["192.0.2.10 1688/tcp        ALLOW IN    10.0.0.0/8 5000/tcp", "perhaps"],
    ["192.0.2.10 1688/udp        ALLOW IN    10.0.0.0/8", "no"],
    ["1688/tcp                   ALLOW OUT   Anywhere", "no"],
    ["1688/tcp                   ALLOW FWD   Anywhere", "no"],
    [`${"x".repeat(3000)}        ALLOW IN    Anywhere`, "no"],
  ])("%s", (row, expected) => {
    expect(ufw(row)).toBe(expected);
  });

  test("inactive, and a policy that is not printed", () => {
    expect(ask("Status: inactive\n", { host: "192.0.2.10" }).surely).toEqual(["0.0.0.0/0"]);
    expect(told("ufw", "Status: active\nDefault: allow (incoming), allow (outgoing)\n")).toBe("yes");
    expect(ask("Status: active\n", { host: "192.0.2.10" }).doubts).toEqual([
      "rules:1 the dump does not say what becomes of packets that no rule takes",
    ]);
  });
});

describe("firewalld", () => {
  const zone = (lines: readonly string[], rich: readonly string[] = []): string =>
    [
      "public",
      "  target: default",
      ...lines.map((line) => `  ${line}`),
      "  rich rules: ",
      ...rich.map((rule) => `\t${rule}`),
      "",
    ].join("\n");

  test.each<readonly [string, Told]>([
    ["ports: 1688/tcp", "yes"],
    ["ports: 1688/udp", "no"],
    ["ports: odd/tcp", "perhaps"],
    ["protocols: tcp", "yes"],
    ["protocols: igmp", "no"],
    ["services: ssh", "no"],
    ["services: kms", "perhaps"],
    ["source-ports: 1024-65535/tcp", "yes"],
    ["forward-ports: port=1688:proto=tcp:toport=80:toaddr=", "perhaps"],
    ["forward-ports: port=1688:proto=udp:toport=80:toaddr=", "no"],
    ["sources: 10.0.0.0/8", "no"],
    ["sources: ipset:office", "no"],
    ["sources: 00:11:22:33:44:55", "no"],
  ])("%s", (line, expected) => {
    expect(told("firewalld", `${zone([line])}\nother\n  target: DROP\n`, { zone: "public" })).toBe(expected);
  });

  test.each<readonly [string, Told]>([
    ["rule accept", "yes"],
    ["rule", "perhaps"],
    ['rule family="ipv6" accept', "no"],
    ['rule service name="http" accept', "no"],
    ['rule service name="kms" accept', "perhaps"],
    ['rule protocol value="tcp" accept', "yes"],
    ['rule protocol value="esp" accept', "no"],
    ['rule source ipset="office" accept', "perhaps"],
    ['rule source mac="00:11:22:33:44:55" accept', "perhaps"],
    ['rule source address="odd" accept', "perhaps"],
    ['rule family="ipv4" destination NOT address="192.0.2.10" accept', "no"],
    ['rule family="ipv6" source not address="fd00::/8" accept', "no"],
    ['rule source-port port="5000" protocol="tcp" accept', "perhaps"],
    ['rule port port="1688" protocol="tcp" accept limit value="3/m"', "perhaps"],
    ['rule port port="1688" protocol="tcp" log limit value="3/m" accept', "yes"],
    ['rule icmp-block name="echo-request" accept', "no"],
    ['rule priority="odd" accept', "yes"],
    ['rule protocol="tcp" accept', "perhaps"],
  ])("%s", (rule, expected) => {
    expect(told("firewalld", zone([], [rule]))).toBe(expected);
  });

  test("the zone: by source, by interface, by default, by name", () => {
    const zones = [
      "a (active)\n  target: ACCEPT\n  interfaces: eth0\n  sources: \n",
      "b (active)\n  target: DROP\n  interfaces: eth1\n  sources: 10.0.0.0/8\n",
      "c (default)\n  target: default\n",
    ].join("\n");
    expect(ask(zones, { host: "192.0.2.10", interface: "eth0" }).surely[0]).toBe("0.0.0.0/5");
    expect(ask(zones, { host: "192.0.2.10", interface: "eth1" }).surely).toEqual([]);
    expect(ask(zones, { host: "192.0.2.10", interface: "eth7" }).surely).toEqual([]);
    expect(ask(zones, { host: "192.0.2.10", zone: "a" }).surely[0]).toBe("0.0.0.0/5");
    expect(ask("a\n  target: ACCEPT\n  sources: 10.0.0.0/8\n", { host: "192.0.2.10" })).toMatchObject({
      surely: ["10.0.0.0/8"],
      doubts: ["rules:1 the zone of other packets is not known: --zone names it"],
    });
    expect(ask("a\n  target: ACCEPT\n", { host: "192.0.2.10", path: "forward" }).doubts).toEqual([
      "rules:1 policies of firewalld are not in the dump",
    ]);
    expect(
      told("firewalld", "a\n  target: ACCEPT\n\np (active)\n  target: CONTINUE\n  ingress-zones: ANY\n"),
    ).toBe("yes");
  });
});

describe("Windows, as JSON", () => {
  const rule = {
    InstanceID: "1",
    Enabled: "True",
    Direction: "Inbound",
    Action: "Allow",
    Protocol: "TCP",
    RemoteAddress: "Any",
  };
  const json = (more: object, hints: Partial<ParseHints> = {}): Told =>
    told("netfirewall-json", JSON.stringify([{ ...rule, ...more }]), hints);

  test.each<readonly [object, Told]>([
    [{}, "yes"],
    [{ Protocol: 6, LocalPort: 1688 }, "yes"],
    [{ Protocol: "UDP" }, "no"],
    [{ LocalPort: ["RPC"] }, "no"],
    [{ LocalPort: "RPC-EPMap" }, "no"],
    [{ LocalPort: "Odd" }, "perhaps"],
    [{ RemotePort: "5000" }, "perhaps"],
    [{ LocalAddress: "192.0.2.11" }, "no"],
    [{ RemoteAddress: ["LocalSubnet", "10.0.0.0/8"] }, "yes"],
    [{ RemoteAddress: "LocalSubnet" }, "perhaps"],
    [{ Enabled: "Odd" }, "perhaps"],
    [{ Enabled: 2 }, "no"],
    [{ Direction: "Outbound" }, "no"],
    [{ Direction: 7 }, "perhaps"],
    [{ Action: 3 }, "perhaps"],
    [{ Action: "Odd" }, "perhaps"],
    [{ Action: 4 }, "no"],
    [{ Profile: "Private" }, "no"],
    [{ Profile: "Domain, Odd" }, "perhaps"],
    [{ Profile: 7 }, "yes"],
    [{ Profile: 4 }, "no"],
    [{ Program: "C:\\web.exe" }, "no"],
    [{ Program: "%SystemRoot%\\system32\\sppsvc.exe" }, "yes"],
    [{ Service: "sppsvc" }, "yes"],
    [{ Service: "dnscache" }, "no"],
    [{ Authentication: "Required" }, "perhaps"],
    [{ Protocol: null, RemoteAddress: null }, "perhaps"],
  ])("%j: %s", (more, expected) => {
    expect(json(more)).toBe(expected);
  });

  test.each<readonly [object, Told]>([
    [{ Name: "Domain", Enabled: 1, DefaultInboundAction: "Allow" }, "yes"],
    [{ Name: "Domain", Enabled: 1, DefaultInboundAction: 2, AllowInboundRules: "False" }, "no"],
    [{ Name: "Domain", Enabled: 2, DefaultInboundAction: 4 }, "yes"],
    [{ Profile: 1, Enabled: "True", DefaultInboundAction: "NotConfigured" }, "no"],
    [{ Name: "Odd", DefaultInboundAction: 2 }, "no"],
  ])("the profile %j: %s", (profile, expected) => {
    const rules = [{ ...rule, Action: "Block", RemoteAddress: "10.0.0.0/8" }];
    expect(told("netfirewall-json", JSON.stringify({ deep: { rules, profile } }))).toBe(expected);
  });
});

describe("Windows, as netsh prints it", () => {
  const block = (fields: readonly string[]): string =>
    `Rule Name: x\n${"-".repeat(70)}\n${fields.map((field) => `F: ${field}`).join("\n")}\n`;
  const usual = ["Yes", "In", "Domain,Private,Public", "", "Any", "Any", "TCP", "1688", "Any", "No", "Allow"];

  test.each<readonly [Readonly<Record<number, string>>, Told]>([
    [{}, "yes"],
    [{ 0: "Odd" }, "perhaps"],
    [{ 0: "No" }, "no"],
    [{ 1: "Odd" }, "perhaps"],
    [{ 1: "Out" }, "no"],
    [{ 2: "Private" }, "no"],
    [{ 2: "Odd" }, "perhaps"],
    [{ 2: "Any" }, "yes"],
    [{ 5: "DefaultGateway" }, "perhaps"],
    [{ 6: "17" }, "no"],
    [{ 10: "Block" }, "no"],
    [{ 10: "Bypass" }, "perhaps"],
    [{ 10: "Odd" }, "perhaps"],
    [{ 9: "C:\\x\\web.exe" }, "no"],
  ])("with %j: %s", (changes, expected) => {
    expect(told("netsh", block(usual.map((field, index) => changes[index] ?? field)))).toBe(expected);
  });

  test("blocks without a protocol are none, and profiles say what they do", () => {
    expect(told("netsh", block(["Yes", "In"]))).toBe("no");
    expect(told("netsh", block(["ON", "AllowInbound,AllowOutbound"]))).toBe("yes");
    expect(told("netsh", block(["ON", "NotConfigured,AllowOutbound"]))).toBe("perhaps");
    expect(told("netsh", `Odd\n${"-".repeat(70)}\nF: OFF\nF: BlockInbound,AllowOutbound\nno label\n`)).toBe(
      "yes",
    );
  });
});

describe("clouds", () => {
  const sg = (permission: object): Told =>
    told("aws-sg", JSON.stringify([{ GroupName: "g", IpPermissions: [5, permission] }]));

  test.each<readonly [object, Told]>([
    [{ IpProtocol: "6", IpRanges: [{ CidrIp: "10.0.0.0/8" }] }, "yes"],
    [{ IpProtocol: "tcp", IpRanges: [{ CidrIp: "odd" }, {}] }, "perhaps"],
    [{ IpProtocol: "tcp", PrefixListIds: [{ PrefixListId: "pl-1" }] }, "perhaps"],
    [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-2" }] }, "perhaps"],
    [{ IpProtocol: "icmp", IpRanges: [{ CidrIp: "10.0.0.0/8" }] }, "no"],
  ])("a security group with %j: %s", (permission, expected) => {
    expect(sg(permission)).toBe(expected);
  });

  test("network ACLs: numbers, protocols, and several of them", () => {
    const entry = (more: object): object => ({
      RuleNumber: 1,
      Protocol: "-1",
      RuleAction: "allow",
      CidrBlock: "0.0.0.0/0",
      ...more,
    });
    const acl = (...entries: readonly object[]): string =>
      JSON.stringify([
        { Entries: [...entries, entry({ Egress: true })] },
        { Entries: [entry({}), entry({ Egress: true })] },
      ]);
    expect(told("aws-nacl", acl(entry({})))).toBe("yes");
    expect(told("aws-nacl", acl(entry({ Protocol: "17" })))).toBe("no");
    expect(told("aws-nacl", acl(entry({ Protocol: "6" })))).toBe("yes");
    expect(told("aws-nacl", acl(entry({ CidrBlock: "odd" })))).toBe("perhaps");
    expect(
      told("aws-nacl", acl(entry({ CidrBlock: undefined, Ipv6CidrBlock: "::/0" })), { host: "fd00::1" }),
    ).toBe("no");
    expect(told("aws-nacl", acl(entry({ CidrBlock: undefined })))).toBe("perhaps");
  });

  const nsg = (rule: object): Told =>
    told(
      "azure-nsg",
      JSON.stringify({
        value: [
          { direction: "Inbound", access: "Allow", protocol: "*", priority: 100, ...rule },
          { name: "AllowVnetInBound", direction: "Outbound" },
          { name: "AllowAzureLoadBalancerInBound", direction: "Outbound" },
        ],
      }),
    );

  test.each<readonly [object, Told]>([
    [{}, "yes"],
    [{ sourceAddressPrefix: "Internet" }, "perhaps"],
    [{ sourceAddressPrefix: "AzureLoadBalancer" }, "yes"],
    [{ sourceAddressPrefixes: ["VirtualNetwork", "10.0.0.0/8"] }, "yes"],
    [{ sourceApplicationSecurityGroups: [{ id: "x" }] }, "perhaps"],
    [{ destinationAddressPrefix: "192.0.2.11" }, "no"],
    [{ destinationPortRanges: ["1-5", "odd"] }, "perhaps"],
    [{ sourcePortRange: "5000" }, "perhaps"],
    [{ protocol: "Udp" }, "no"],
    [{ access: "Deny" }, "no"],
  ])("a security rule with %j: %s", (rule, expected) => {
    expect(nsg(rule)).toBe(expected);
  });

  const gcp = (rule: object): Told =>
    told("gcp", JSON.stringify({ items: [{ name: "r", allowed: [{ IPProtocol: "tcp" }], ...rule }] }));

  test.each<readonly [object, Told]>([
    [{}, "yes"],
    [{ sourceRanges: ["odd"] }, "perhaps"],
    [{ sourceRanges: ["10.0.0.0/8"], sourceTags: ["jump"] }, "yes"],
    [{ sourceServiceAccounts: ["a@b"] }, "perhaps"],
    [{ targetTags: ["kms"] }, "perhaps"],
    [{ destinationRanges: ["192.0.2.10/32"] }, "yes"],
    [{ allowed: [{ IPProtocol: "6", ports: ["odd"] }] }, "perhaps"],
    [{ allowed: [{ IPProtocol: "icmp" }] }, "no"],
    [{ allowed: [{ IPProtocol: "all" }], direction: "EGRESS" }, "no"],
    [{ allowed: undefined, denied: [{ IPProtocol: "all" }] }, "no"],
  ])("a VPC rule with %j: %s", (rule, expected) => {
    expect(gcp(rule)).toBe(expected);
  });
});
