// The update-policy oracle against real servers: the verdict is right, and the zone is the same before and after.
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { UpdatePolicyQuestion } from "../../src/app/update-policy.ts";
import { updateDisabled } from "../../src/core/checks/update-disabled.ts";
import { updateOpen } from "../../src/core/checks/update-open.ts";
import { updateSigned } from "../../src/core/checks/update-signed.ts";
import type { UpdatePolicy, UpdatePolicyFacts } from "../../src/core/checks/update-policy-facts.ts";
import { judge } from "../../src/core/checks/rule.ts";
import { formatEndpoint, type Endpoint } from "../../src/core/net/endpoint.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startDnsmasq } from "../support/dns-servers/dnsmasq.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import { startNsd } from "../support/dns-servers/nsd.ts";
import { startPowerDns } from "../support/dns-servers/powerdns.ts";
import { POWERDNS_SQLITE_SCHEMA, startPowerDnsSqlite } from "../support/dns-servers/powerdns-sqlite.ts";
import type { DnsServer, TestZone } from "../support/dns-servers/server-process.ts";
import { startUnbound } from "../support/dns-servers/unbound.ts";
import { dumpZone, examineUpdates } from "../support/examine-update-policy.ts";
import { name, srv } from "../support/facts.ts";
import { keytabBytes } from "../support/keytab.ts";
import { describeWithPeers } from "../support/peer.ts";

const ZONE: TestZone = {
  apex: "corp.test",
  records: [
    "_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms1.corp.test.",
    "_vlmcs._tcp.corp.test. 3600 IN SRV 0 10 1688 kms2.corp.test.",
    "kms1.corp.test. 3600 IN A 192.0.2.1",
    "kms2.corp.test. 3600 IN A 192.0.2.2",
  ],
};
/** Nothing is published yet: the record that a host would add is really missing. */
const EMPTY: TestZone = { apex: "corp.test", records: ["kms1.corp.test. 3600 IN A 192.0.2.1"] };
const zones = [ZONE];
const KEY = 'key "k1" { algorithm hmac-sha256; secret "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="; };';

function findings(facts: UpdatePolicyFacts): readonly string[] {
  return judge([updateDisabled, updateOpen, updateSigned], facts).map(
    ({ id, severity }) => `${id} ${severity}`,
  );
}

type Case = {
  readonly title: string;
  readonly start: () => Promise<DnsServer>;
  readonly policy: UpdatePolicy;
  readonly rcode: string;
  readonly keyMightHelp?: boolean;
  readonly transfer?: false;
  readonly overrides?: (server: Endpoint) => Partial<UpdatePolicyQuestion>;
};

const FINDING: Readonly<Record<UpdatePolicy, readonly string[]>> = {
  disabled: ["update-disabled info"],
  open: ["update-open warning"],
  tsig: ["update-signed info"],
  "gss-tsig": ["update-signed info"],
  signed: ["update-signed info"],
  unknown: [],
};

function cases(peer: string, programs: readonly string[], list: readonly Case[]): void {
  describeWithPeers(peer, ["dig", ...programs], () => {
    test.each(list)("$title: $policy", async (given) => {
      const server = await given.start();
      try {
        const transfer = given.transfer ?? true;
        const before = await dumpZone(server.endpoint, transfer);
        expect(before).toContain("corp.test.");
        const facts = await examineUpdates(server.endpoint, given.overrides?.(server.endpoint));
        expect(facts, facts.evidence.join("\n")).toMatchObject({
          zone: "corp.test.",
          primary: formatEndpoint(server.endpoint),
          policy: given.policy,
          rcode: given.rcode,
          keyMightHelp: given.keyMightHelp ?? given.policy === "signed",
          alarm: null,
        });
        expect(facts.serialAfter).toBe(facts.serialBefore);
        expect(facts.announced).toHaveLength(1);
        expect(findings(facts)).toEqual(FINDING[given.policy]);
        expect(await dumpZone(server.endpoint, transfer)).toBe(before);
      } finally {
        await server.stop();
      }
    });
  });
}

const bind =
  (zoneStatements: string, statements = KEY) =>
  () =>
    startBind({ zones, zoneStatements, statements });
const wantedThere = (): Partial<UpdatePolicyQuestion> => ({ wanted: srv("kms1.corp.test") });

cases(
  "BIND",
  ["named"],
  [
    { title: "default", start: bind(""), policy: "disabled", rcode: "REFUSED", keyMightHelp: true },
    {
      title: "allow-update none",
      start: bind("allow-update { none; };"),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
    },
    { title: "allow-update any", start: bind("allow-update { any; };"), policy: "open", rcode: "NOERROR" },
    {
      title: "allow-update any, the record is there",
      start: bind("allow-update { any; };"),
      policy: "open",
      rcode: "NOERROR",
      overrides: wantedThere,
    },
    {
      title: "allow-update any, nothing published",
      start: () => startBind({ zones: [EMPTY], zoneStatements: "allow-update { any; };" }),
      policy: "open",
      rcode: "NOERROR",
    },
    {
      title: "allow-update by this address",
      start: bind("allow-update { 127.0.0.1; };"),
      policy: "open",
      rcode: "NOERROR",
    },
    {
      title: "allow-update by another address",
      start: bind("allow-update { 192.0.2.1; };"),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
    },
    {
      title: "allow-update by key",
      start: bind('allow-update { key "k1"; };'),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
    },
    {
      title: "update-policy with a grant",
      start: bind("update-policy { grant k1 name _vlmcs._tcp.corp.test. SRV; };"),
      policy: "signed",
      rcode: "REFUSED",
    },
    { title: "update-policy local", start: bind("update-policy local;"), policy: "signed", rcode: "REFUSED" },
    {
      title: "named outright",
      start: bind("allow-update { any; };"),
      policy: "open",
      rcode: "NOERROR",
      overrides: (primary) => ({ primary, servers: [], port: 1 }),
    },
    {
      title: "asked for a name in the zone",
      start: bind(""),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
      overrides: () => ({ name: name("_vlmcs._tcp.deep.corp.test") }),
    },
  ],
);

describeWithPeers("somebody else writes meanwhile", ["dig", "named", "nsupdate"], () => {
  test("and the difference is an alarm", async () => {
    const server = await bind("allow-update { any; };")();
    const { address, port } = server.endpoint;
    const record = "_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 rogue.corp.test.";
    const input = `server ${address} ${port}\nzone corp.test.\nupdate add ${record}\nsend\n`;
    try {
      const facts = await examineUpdates(server.endpoint, {}, () => {
        execFileSync("nsupdate", { input, timeout: 10_000 });
      });
      expect(facts).toMatchObject({ policy: "open", serialBefore: 1, serialAfter: 2 });
      expect(facts.alarm).toContain(
        "the SOA serial went from 1 to 2 and the SRV set changed (2 before, 3 after)",
      );
    } finally {
      await server.stop();
    }
  });
});

describeWithPeers("BIND with a keytab", ["dig", "named"], () => {
  const keytab = path.join(tmpdir(), `kms-doctor-${process.pid}.keytab`);
  beforeAll(() => writeFileSync(keytab, keytabBytes("CORP.TEST", ["DNS", "ns.corp.test"])));
  afterAll(() => rmSync(keytab));

  test("negotiates GSS-TSIG, which is a sign of signatures", async () => {
    const optionStatements = `tkey-gssapi-keytab "${keytab}";`;
    const server = await startBind({ zones, optionStatements, zoneStatements: "allow-update { none; };" });
    try {
      const before = await dumpZone(server.endpoint, true);
      const facts = await examineUpdates(server.endpoint);
      expect(facts.evidence.join("\n")).toContain("an offer to negotiate GSS-TSIG with TKEY error BADKEY");
      expect(facts).toMatchObject({ policy: "signed", rcode: "REFUSED", activeDirectory: false });
      expect(await dumpZone(server.endpoint, true)).toBe(before);
    } finally {
      await server.stop();
    }
  });
});

const knotAcl =
  (...lines: readonly string[]) =>
  () =>
    startKnot({
      zones,
      sections: [
        "key:",
        "  - id: k1",
        "    algorithm: hmac-sha256",
        "    secret: MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=",
        "acl:",
        "  - id: transfer",
        "    address: 127.0.0.0/8",
        "    action: transfer",
        ...(lines.length === 0
          ? []
          : ["  - id: update", "    action: update", ...lines.map((line) => `    ${line}`)]),
      ],
      zoneLines: [lines.length === 0 ? "acl: [transfer]" : "acl: [transfer, update]"],
    });

cases(
  "Knot",
  ["knotd"],
  [
    { title: "no acl", start: knotAcl(), policy: "disabled", rcode: "NOTAUTH", keyMightHelp: true },
    { title: "acl by this address", start: knotAcl("address: 127.0.0.1"), policy: "open", rcode: "NOERROR" },
    {
      title: "acl by another address",
      start: knotAcl("address: 192.0.2.1"),
      policy: "disabled",
      rcode: "NOTAUTH",
      keyMightHelp: true,
    },
    {
      title: "acl by key",
      start: knotAcl("key: k1"),
      policy: "disabled",
      rcode: "NOTAUTH",
      keyMightHelp: true,
    },
    {
      title: "acl for another name only",
      start: knotAcl(
        "address: 127.0.0.1",
        "update-owner: name",
        "update-owner-match: equal",
        "update-owner-name: [other]",
      ),
      policy: "signed",
      rcode: "NOERROR",
    },
  ],
);

const sqlite =
  (settings: readonly string[], metadata: Readonly<Record<string, string>> = {}) =>
  () =>
    startPowerDnsSqlite({ zones, settings, metadata });
const FROM_HERE = { "ALLOW-DNSUPDATE-FROM": "127.0.0.0/8" };

cases(
  "PowerDNS",
  ["pdns_server"],
  [
    {
      title: "bind backend",
      start: () => startPowerDns({ zones }),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
      transfer: false,
    },
    {
      title: "bind backend, dnsupdate on",
      start: () => startPowerDns({ zones, settings: ["dnsupdate=yes", "allow-dnsupdate-from=127.0.0.0/8"] }),
      policy: "disabled",
      rcode: "NOTIMP",
      transfer: false,
    },
  ],
);
cases(
  "PowerDNS with SQLite",
  ["pdns_server", "pdnsutil", POWERDNS_SQLITE_SCHEMA],
  [
    { title: "dnsupdate off", start: sqlite([]), policy: "disabled", rcode: "REFUSED", keyMightHelp: true },
    {
      title: "dnsupdate on, by this address",
      start: sqlite(["dnsupdate=yes", "allow-dnsupdate-from="], FROM_HERE),
      policy: "open",
      rcode: "NOERROR",
    },
    {
      title: "dnsupdate on, by another address",
      start: sqlite(["dnsupdate=yes", "allow-dnsupdate-from="], { "ALLOW-DNSUPDATE-FROM": "192.0.2.0/24" }),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
    },
    {
      title: "dnsupdate on, by address and key",
      start: sqlite(["dnsupdate=yes", "allow-dnsupdate-from="], {
        ...FROM_HERE,
        "TSIG-ALLOW-DNSUPDATE": "k1",
      }),
      policy: "disabled",
      rcode: "REFUSED",
      keyMightHelp: true,
    },
  ],
);

cases(
  "NSD",
  ["nsd"],
  [{ title: "has no updates", start: () => startNsd({ zones }), policy: "disabled", rcode: "NOTIMP" }],
);
cases(
  "unbound",
  ["unbound"],
  [
    {
      title: "has no updates",
      start: () => startUnbound({ zones }),
      policy: "disabled",
      rcode: "NOTIMP",
      transfer: false,
    },
    {
      title: "named outright",
      start: () => startUnbound({ zones }),
      policy: "disabled",
      rcode: "NOTIMP",
      transfer: false,
      overrides: (primary) => ({ primary }),
    },
  ],
);
cases(
  "dnsmasq",
  ["dnsmasq"],
  [
    {
      title: "has no updates",
      start: () => startDnsmasq({ zones }),
      policy: "disabled",
      rcode: "REFUSED",
      transfer: false,
    },
    {
      title: "named outright",
      start: () => startDnsmasq({ zones }),
      policy: "disabled",
      rcode: "REFUSED",
      transfer: false,
      overrides: (primary) => ({ primary }),
    },
  ],
);

/** A secondary of corp.test at the port of the primary; resolves once it has the zone. */
async function startSecondary(primary: Endpoint, more = ""): Promise<DnsServer> {
  const secondary = await startBind({
    address: "::1",
    port: primary.port,
    zones: [{ apex: "other.test", records: [] }],
    statements: `zone "corp.test" { type secondary; file "copy"; primaries { ${primary.address} port ${primary.port}; }; ${more} };`,
  });
  await vi.waitFor(async () => expect(await dumpZone(secondary.endpoint, true)).toContain("SRV"), {
    timeout: 10_000,
  });
  return secondary;
}

const OPEN = { title: "an open primary", statements: "allow-update { any; };", policy: "open" };
const CLOSED = { title: "a closed primary", statements: "", policy: "disabled" };

describeWithPeers("the way to the primary", ["dig", "named", "unbound"], () => {
  test.each([OPEN, CLOSED])("from a secondary to $title", async ({ statements, policy }) => {
    const primary = await bind(statements)();
    const secondary = await startSecondary(primary.endpoint);
    try {
      const before = await dumpZone(primary.endpoint, true);
      const facts = await examineUpdates(secondary.endpoint);
      expect(facts).toMatchObject({ primary: formatEndpoint(primary.endpoint), policy, alarm: null });
      expect(await dumpZone(primary.endpoint, true)).toBe(before);
    } finally {
      await secondary.stop();
      await primary.stop();
    }
  });

  test.each([OPEN, CLOSED])("from a resolver to $title", async ({ statements, policy }) => {
    const primary = await bind(statements)();
    const { port } = primary.endpoint;
    const resolver = await startUnbound({ zones, address: "127.0.0.2", port });
    try {
      const before = await dumpZone(primary.endpoint, true);
      const facts = await examineUpdates(resolver.endpoint);
      expect(facts).toMatchObject({ primary: formatEndpoint(primary.endpoint), policy, alarm: null });
      expect(await dumpZone(primary.endpoint, true)).toBe(before);
      await primary.stop();
      // The resolver's own NOTIMP is no word on the zone while a primary is known.
      const gone = await examineUpdates(resolver.endpoint);
      expect(gone).toMatchObject({ policy: "unknown", primary: null, rcode: null });
      expect(findings(gone)).toEqual([]);
    } finally {
      await resolver.stop();
      await primary.stop();
    }
  });

  test("a secondary that forwards is as good as the primary", async () => {
    const primary = await bind("allow-update { any; };")();
    const secondary = await startSecondary(primary.endpoint, "allow-update-forwarding { any; };");
    try {
      const before = await dumpZone(primary.endpoint, true);
      const named = { primary: secondary.endpoint };
      expect(await examineUpdates(secondary.endpoint, named)).toMatchObject({ policy: "open", alarm: null });
      expect(await dumpZone(primary.endpoint, true)).toBe(before);
    } finally {
      await secondary.stop();
      await primary.stop();
    }
  });

  test("a secondary that refuses: its own word where it is named, none where the primary is gone", async () => {
    const primary = await bind("allow-update { any; };")();
    const secondary = await startSecondary(primary.endpoint);
    try {
      await primary.stop();
      const refused = await examineUpdates(secondary.endpoint, { primary: secondary.endpoint });
      expect(refused).toMatchObject({ policy: "disabled", rcode: "REFUSED" });
      const gone = await examineUpdates(secondary.endpoint);
      expect(gone).toMatchObject({ policy: "unknown", primary: null, rcode: null });
    } finally {
      await secondary.stop();
      await primary.stop();
    }
  });

  test("nobody there, and a server that does not serve the zone", async () => {
    const server = await startBind({ zones: [{ apex: "other.test", records: [] }] });
    try {
      expect(await examineUpdates(server.endpoint)).toMatchObject({ policy: "unknown", primary: null });
      const named = await examineUpdates(server.endpoint, { primary: server.endpoint });
      expect(named).toMatchObject({ policy: "unknown", primary: formatEndpoint(server.endpoint) });
    } finally {
      await server.stop();
    }
    const silence = await examineUpdates(server.endpoint, { primary: server.endpoint });
    expect(silence).toMatchObject({ policy: "unknown", rcode: null, announced: [] });
  });
});
