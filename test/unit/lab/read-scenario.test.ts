import { describe, expect, test } from "vitest";
import { ConfigError } from "../../../src/core/errors.ts";
import { parseScenario } from "../../../src/lab/read-scenario.ts";

const GOOD = `title: A small network
domains: [corp.test]
zones:
  corp.test:
    soa: { serial: 7, minimum: 60 }
    records:
      - { owner: _vlmcs._tcp, type: SRV, host: kms1 }
      - { owner: kms1, type: A, host: kms1 }
servers:
  - name: ns1
    faults: [no-edns, { delay: 20 }]
hosts:
  - { name: kms1, behaviour: kms }
expects: [srv-single-host]
`;

function mistake(text: string): { readonly message: string; readonly hint: string | undefined } {
  try {
    parseScenario(text, "net.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("the scenario was accepted");
}

const changed = (from: string, to: string): string => {
  if (!GOOD.includes(from)) throw new Error(`'${from}' is not in the scenario`);
  return GOOD.replace(from, to);
};

describe("parseScenario", () => {
  test("a scenario as written", () => {
    expect(parseScenario(GOOD, "net.yaml")).toMatchObject({
      title: "A small network",
      servers: [{ name: "ns1", faults: ["no-edns", { delay: 20 }] }],
      expects: ["srv-single-host"],
    });
  });

  test.each([
    [
      "titel",
      changed("title:", "titel:"),
      "net.yaml:1: the key 'titel' is unknown here",
      "Write 'title' instead.",
    ],
    [
      "in a zone",
      changed("soa:", "sao:"),
      "net.yaml:5: the key 'sao' is unknown here",
      "Write 'soa' instead.",
    ],
    ["in an SOA", changed("minimum", "minimun"), "net.yaml:5: the key 'minimun'", "Write 'minimum' instead."],
    ["in a record", changed("SRV, host", "SRV, hots"), "net.yaml:7: the key 'hots'", "Write 'host' instead."],
    [
      "in an A record",
      changed("A, host", "A, weight"),
      "net.yaml:8: the key 'weight'",
      "Known keys: owner, ttl",
    ],
    ["in a server", changed("faults", "faluts"), "net.yaml:11: the key 'faluts'", "Write 'faults' instead."],
    [
      "in a host",
      changed("behaviour", "behavior"),
      "net.yaml:13: the key 'behavior'",
      "Write 'behaviour' instead.",
    ],
  ])("an unknown key %s", (_, text, message, hint) => {
    expect(mistake(text).message).toContain(message);
    expect(mistake(text).hint).toContain(hint);
  });

  test.each([
    ["no title", changed("title: A small network\n", ""), "net.yaml:1: 'title' is missing"],
    [
      "a behaviour",
      changed("behaviour: kms", "behaviour: kmss"),
      "net.yaml:13: 'hosts.0.behaviour' is wrong",
    ],
    [
      "a fault",
      changed("no-edns", "no-dns"),
      "net.yaml:11: 'servers.0.faults.0' is wrong: a fault is one of drop",
    ],
    [
      "a port",
      changed("host: kms1 }\n      - { owner: kms1", "host: kms1, port: 70000 }\n      - { owner: kms1"),
      "net.yaml:7: 'zones.corp.test.records.0.port' is wrong",
    ],
    ["a type", changed("type: A,", "type: MX,"), "net.yaml:8: 'zones.corp.test.records.1.type' is wrong"],
    [
      "an address off this machine",
      changed("type: A, host: kms1", "type: A, address: 192.0.2.1"),
      "net.yaml:8: 'zones.corp.test.records.1.address' is wrong: a loopback address",
    ],
    [
      "no address",
      changed("behaviour: kms", "behaviour: kms, address: 127.0.0.300"),
      "net.yaml:13: '127.0.0.300' is no address",
    ],
    ["a finding", changed("srv-single-host", "Srv"), "net.yaml:14: 'expects.0' is wrong: a finding id"],
    ["an empty file", "", "net.yaml:1: the scenario is wrong"],
    ["no YAML", "title: [", "net.yaml:1: this is no YAML"],
    ["a key twice", `${GOOD}title: again\n`, "net.yaml:15: this is no YAML"],
    ["an unknown tag", changed("title: A", "title: !!js/function A"), "net.yaml:1: this is no YAML"],
    ["a domain", changed("[corp.test]", "[corp..test]"), "net.yaml:2: 'corp..test' is no domain name"],
    ["a zone name", changed("  corp.test:", "  corp..test:"), "net.yaml:4: "],
    ["an owner", changed("owner: _vlmcs._tcp", "owner: a..b"), "net.yaml:7: "],
    [
      "an owner outside",
      changed("owner: _vlmcs._tcp", "owner: x.corp.example."),
      "net.yaml:7: 'x.corp.example.' lies outside",
    ],
    ["a target", changed("SRV, host: kms1", "SRV, host: kms1, target: a..b"), "net.yaml:7: "],
    ["an SOA name", changed("serial: 7", "mname: a..b"), "net.yaml:5: "],
    ["an SRV without host", changed("SRV, host: kms1", "SRV"), "net.yaml:7: this SRV record names neither"],
    [
      "an SRV without port",
      changed("SRV, host: kms1", "SRV, target: x"),
      "net.yaml:7: the port of this SRV record",
    ],
    ["an A without host", changed("A, host: kms1", "A"), "net.yaml:8: an A record needs either"],
    [
      "an A with an IPv6 address",
      changed("A, host: kms1", 'A, address: "::1"'),
      "net.yaml:8: '::1' is no IPv4 address",
    ],
    [
      "two hosts alike",
      changed(
        "  - { name: kms1, behaviour: kms }",
        "  - { name: kms1, behaviour: kms }\n  - { name: kms1, behaviour: http }",
      ),
      "net.yaml:14: there are two hosts named 'kms1'",
    ],
    [
      "two servers alike",
      changed("  - name: ns1\n", "  - name: ns1\n  - name: ns1\n"),
      "net.yaml:11: there are two servers named",
    ],
    ["a hostile key", changed("title:", '"t\\e[2J": x\ntitle:'), "the key 't\\x1b[2J' is unknown here"],
  ])("%s", (_, text, message) => {
    expect(mistake(text).message).toContain(message);
  });

  test.each([
    [
      "a host",
      changed("type: A, host: kms1", "type: A, host: kms2"),
      "there is no host 'kms2'",
      "Write 'kms1' instead.",
    ],
    [
      "a name server",
      changed("    soa:", "    nameServers: [nameserver]\n    soa:"),
      "net.yaml:5: there is no server 'nameserver'",
      "There are: ns1.",
    ],
    [
      "a zone",
      changed("    faults:", "    zones: [corp.tset]\n    faults:"),
      "net.yaml:11: there is no zone 'corp.tset'",
      "Write 'corp.test' instead.",
    ],
  ])("%s that does not exist", (_, text, message, hint) => {
    expect(mistake(text).message).toContain(message);
    expect(mistake(text).hint).toContain(hint);
  });

  test("aliases that multiply are refused", () => {
    const levels = Array.from(
      { length: 8 },
      (_, index) => `  l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(", ")}]`,
    );
    const bomb = `title: &l0 x\nzones:\n${levels.join("\n")}\n`;
    expect(mistake(bomb).message).toContain("net.yaml:1: the aliases in this file lead too far");
  });
});
