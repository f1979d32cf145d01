// `publish`, `unpublish` and `undo`, as built, on servers that we did not write; dig is the judge.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import { startNsd } from "../support/dns-servers/nsd.ts";
import { POWERDNS_SQLITE_SCHEMA, startPowerDnsSqlite } from "../support/dns-servers/powerdns-sqlite.ts";
import type { DnsServer, TestZone } from "../support/dns-servers/server-process.ts";
import { startKeyedBind } from "../support/keyed-servers.ts";
import { describeWithPeers } from "../support/peer.ts";
import { createChangeTool, wish, type ChangeTool } from "../support/publish-tool.ts";
import { MAIN } from "../support/run-tool.ts";
import { SECRET_TEXT } from "../support/tsig-vectors.ts";

const OWNER = "_vlmcs._tcp.corp.test";
const ZONE: TestZone = {
  apex: "corp.test",
  records: [
    "kms1.corp.test. 3600 IN A 192.0.2.1",
    "kms2.corp.test. 3600 IN A 192.0.2.2",
    "old.corp.test. 3600 IN A 192.0.2.9",
    "alias.corp.test. 3600 IN CNAME kms1.corp.test.",
    "_vlmcs._tcp.taken.corp.test. 3600 IN CNAME kms1.corp.test.",
    "_vlmcs._tcp.shared.corp.test. 600 IN SRV 0 0 1688 old.corp.test.",
  ],
};
const OPEN = "allow-update { any; }; notify no;";
const KNOT_OPEN = {
  sections: ["acl:", "  - id: all", "    address: 127.0.0.0/8", "    action: update"],
  zoneLines: ["acl: all"],
};
const PDNS_OPEN = {
  settings: ["dnsupdate=yes"],
  metadata: { "ALLOW-DNSUPDATE-FROM": "127.0.0.0/8" },
};

const running: DnsServer[] = [];
let tool: ChangeTool;
beforeEach(() => {
  tool = createChangeTool();
});
afterEach(async () => {
  for (const each of running.splice(0).toReversed()) await each.stop();
  tool.remove();
});

async function keep(starting: Promise<DnsServer>): Promise<Endpoint> {
  const started = await starting;
  running.push(started);
  return started.endpoint;
}

/** `3600 0 0 1688 kms1.corp.test.`, sorted. */
function srv({ address, port }: Endpoint, owner = OWNER): readonly string[] {
  const words = [`@${address}`, "-p", String(port), owner, "SRV", "+noall", "+answer", "+time=2", "+tries=2"];
  return execFileSync("dig", words, { encoding: "utf8", timeout: 10_000 })
    .split("\n")
    .filter((line) => /\sSRV\s/.test(line))
    .map((line) => {
      const [, ttl = "", , , ...rdata] = line.split(/\s+/);
      return [ttl, ...rdata].join(" ");
    })
    .toSorted();
}

function nsupdate({ address, port }: Endpoint, ...lines: readonly string[]): void {
  const input = [`server ${address} ${port}`, "zone corp.test.", ...lines, "send", ""].join("\n");
  execFileSync("nsupdate", [], { input, timeout: 10_000 });
}

const SERVERS: readonly (readonly [string, readonly string[], (zone: TestZone) => Promise<DnsServer>])[] = [
  ["BIND", ["named"], (zone) => startBind({ zones: [zone], zoneStatements: OPEN })],
  ["Knot", ["knotd"], (zone) => startKnot({ zones: [zone], ...KNOT_OPEN })],
  [
    "PowerDNS",
    ["pdns_server", POWERDNS_SQLITE_SCHEMA, "pdnsutil"],
    (zone) => startPowerDnsSqlite({ zones: [zone], ...PDNS_OPEN }),
  ],
];

for (const [title, programs, start] of SERVERS) {
  describeWithPeers(`publish on ${title}`, ["dig", "nsupdate", ...programs], () => {
    test("a first record, again, and taken away", async () => {
      const server = await keep(start(ZONE));
      const first = await tool.change(server, "publish", ...wish("kms1.corp.test"));
      expect(first, first.stdout).toMatchObject({ code: 0, ids: [] });
      expect(first.result).toMatchObject({
        zone: "corp.test",
        applied: true,
        rcode: "NOERROR",
        changes: [{ action: "add", owner: OWNER, type: "SRV", rdata: "0 0 1688 kms1.corp.test", ttl: 3600 }],
        verified: [{ ok: true }],
      });
      expect(srv(server)).toEqual(["3600 0 0 1688 kms1.corp.test."]);
      const again = await tool.change(server, "publish", ...wish("kms1.corp.test"));
      expect(again).toMatchObject({ code: 0, result: { changes: [], applied: false, journal: null } });
      expect(again.result.verified).toMatchObject([{ ok: true }]);
      const gone = await tool.change(server, "unpublish", ...wish("kms1.corp.test"));
      expect(gone, gone.stdout).toMatchObject({ code: 0, result: { applied: true } });
      expect(srv(server)).toEqual([]);
      const nothing = await tool.change(server, "unpublish", ...wish("kms1.corp.test"));
      expect(nothing).toMatchObject({ code: 0, result: { changes: [], applied: false } });
    });

    test("joins a set with its TTL, beside the record of another host", async () => {
      const server = await keep(start(ZONE));
      const owner = "_vlmcs._tcp.shared.corp.test";
      const joined = await tool.change(server, "publish", ...wish("kms1.corp.test", "shared.corp.test"));
      expect(joined, joined.stdout).toMatchObject({ code: 0, result: { applied: true } });
      expect(srv(server, owner)).toEqual(["600 0 0 1688 kms1.corp.test.", "600 0 0 1688 old.corp.test."]);
      const other = ["--priority", "10", "--weight", "5"];
      const moved = await tool.change(
        server,
        "publish",
        ...wish("kms1.corp.test", "shared.corp.test"),
        ...other,
      );
      expect(moved.result.notes.join()).toContain("that record is replaced");
      expect(srv(server, owner)).toEqual(["600 0 0 1688 old.corp.test.", "600 10 5 1688 kms1.corp.test."]);
      // Some servers ignore an update that changes nothing but the TTL.
      const retimed = await tool.change(
        server,
        "publish",
        ...wish("kms1.corp.test", "shared.corp.test"),
        ...other,
        "--ttl",
        "120",
      );
      expect(retimed, retimed.stdout).toMatchObject({ code: 0, result: { applied: true } });
      expect(srv(server, owner)).toEqual(["120 0 0 1688 old.corp.test.", "120 10 5 1688 kms1.corp.test."]);
      for (let back = 0; back < 3; back++) {
        const undone = await tool.change(server, "undo");
        expect(undone, undone.stdout).toMatchObject({ code: 0, result: { applied: true } });
      }
      expect(srv(server, owner)).toEqual(["600 0 0 1688 old.corp.test."]);
      expect(
        await tool.plain("undo", "--yes", "--primary", `${server.address}:${server.port}`),
      ).toMatchObject({
        code: 1,
      });
    });

    test("--replace takes one other host away, and two only where the zone is typed", async () => {
      const server = await keep(start(ZONE));
      const owner = "_vlmcs._tcp.shared.corp.test";
      const words = [...wish("kms1.corp.test", "shared.corp.test"), "--replace"];
      nsupdate(server, `update add ${owner}. 600 SRV 0 0 1688 kms2.corp.test.`);
      const refused = await tool.plain(
        "publish",
        ...words,
        "--yes",
        "--server",
        `${server.address}:${server.port}`,
        "--dns-port",
        String(server.port),
      );
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/2 other hosts: .*old\.corp\.test.*--confirm corp\.test/);
      expect(srv(server, owner)).toHaveLength(2);
      const done = await tool.change(server, "publish", ...words, "--confirm", "corp.test");
      expect(done, done.stdout).toMatchObject({ code: 0, result: { applied: true } });
      expect(srv(server, owner)).toEqual(["600 0 0 1688 kms1.corp.test."]);
    });

    test("the host's addresses go with it, in one message", async () => {
      const server = await keep(start(ZONE));
      const words = [...wish("new.corp.test"), "--address", "192.0.2.77", "--address", "2001:db8::77"];
      const done = await tool.change(server, "publish", ...words);
      expect(done, done.stdout).toMatchObject({ code: 0, result: { applied: true } });
      expect(done.result.changes.map(({ type, rdata }) => `${type} ${rdata}`)).toEqual([
        "A 192.0.2.77",
        "AAAA 2001:db8::77",
        "SRV 0 0 1688 new.corp.test",
      ]);
      expect(await tool.change(server, "undo")).toMatchObject({ code: 0 });
      expect(srv(server)).toEqual([]);
    });

    test("undo refuses where somebody changed the records since, and says what differs", async () => {
      const server = await keep(start(ZONE));
      await tool.change(server, "publish", ...wish("kms1.corp.test"));
      nsupdate(server, `update add ${OWNER}. 3600 SRV 0 0 1688 kms2.corp.test.`);
      const refused = await tool.change(server, "undo");
      expect(refused).toMatchObject({ code: 1, ids: ["update-failed"] });
      expect(refused.document.findings[0]?.title).toContain("new since");
      expect(refused.stdout).toContain("0 0 1688 kms2.corp.test");
      expect(srv(server)).toHaveLength(2);
    });

    test("an owner that is an alias, and a host that is one, change nothing", async () => {
      const server = await keep(start(ZONE));
      const owner = await tool.change(server, "publish", ...wish("kms1.corp.test", "taken.corp.test"));
      expect(owner).toMatchObject({ code: 1, ids: ["update-failed"] });
      expect(owner.stdout).toContain("is an alias of kms1.corp.test");
      const host = await tool.change(server, "publish", ...wish("alias.corp.test"));
      expect(host.code).toBe(1);
      expect(host.stdout).toContain("is an alias of kms1.corp.test");
      const nobody = await tool.change(server, "publish", ...wish("nobody.corp.test"));
      expect(nobody.stdout).toContain("has no address");
      expect(srv(server)).toEqual([]);
    });
  });
}

const REFUSING: readonly (readonly [string, readonly string[], () => Promise<DnsServer>, string, string])[] =
  [
    ["BIND", ["named"], () => startBind({ zones: [ZONE] }), "REFUSED", "bind-zone"],
    ["Knot", ["knotd"], () => startKnot({ zones: [ZONE] }), "NOTAUTH", "knotc"],
    [
      "PowerDNS",
      ["pdns_server", POWERDNS_SQLITE_SCHEMA, "pdnsutil"],
      () => startPowerDnsSqlite({ zones: [ZONE] }),
      "REFUSED",
      "pdnsutil",
    ],
    ["NSD", ["nsd"], () => startNsd({ zones: [ZONE] }), "NOTIMP", "nsd"],
  ];

for (const [title, programs, start, rcode, product] of REFUSING) {
  describeWithPeers(`a refusal of ${title}`, ["dig", ...programs], () => {
    test(`${rcode}: nothing changed, and the way by hand for ${product}`, async () => {
      const server = await keep(start());
      const run = await tool.change(server, "publish", ...wish("kms1.corp.test"), "--priority", "7");
      expect(run, run.stdout).toMatchObject({
        code: 1,
        ids: ["update-failed"],
        result: { applied: false, rcode },
      });
      const remedy = run.document.findings[0]?.remedy.join("\n") ?? "";
      expect(remedy).toContain("IN SRV 7 0 1688 kms1.corp.test.");
      expect(remedy).toContain(
        `kms-doctor generate --product ${product} --domain corp.test --host kms1.corp.test --priority 7`,
      );
      expect(srv(server)).toEqual([]);
      const heedless = await tool.change(server, "publish", ...wish("kms1.corp.test"), "--fail-on", "never");
      expect(heedless.code).toBe(1);
      const listed = await tool.plain("undo", "--list");
      expect(listed.stdout).toContain("refused");
    });
  });
}

describeWithPeers("publish to a BIND primary and its secondary", ["named", "dig"], () => {
  async function pair(notify: boolean): Promise<readonly [Endpoint, Endpoint]> {
    const records = [
      ...ZONE.records,
      "corp.test. 3600 IN NS ns2.corp.test.",
      "ns2.corp.test. 3600 IN AAAA ::1",
    ];
    // The secondary needs the primary's port, and the primary the secondary's: both have the same one.
    const primary = await keep(
      startBind({
        zones: [{ ...ZONE, records }],
        zoneStatements: OPEN,
      }),
    );
    const { address, port } = primary;
    const zone = `zone "corp.test" { type secondary; file "copy"; ${notify ? "max-refresh-time 1; min-refresh-time 1;" : ""} primaries { ${address} port ${port}; }; };`;
    const secondary = await keep(
      startBind({ address: "::1", port, zones: [{ apex: "other.test", records: [] }], statements: zone }),
    );
    await vi.waitFor(() => expect(srv(secondary, "_vlmcs._tcp.shared.corp.test")).toHaveLength(1), {
      timeout: 10_000,
    });
    return [primary, secondary];
  }

  test("both have it: proven", async () => {
    const [primary, secondary] = await pair(true);
    const run = await tool.change(primary, "publish", ...wish("kms1.corp.test"));
    expect(run, run.stdout).toMatchObject({ code: 0, ids: [] });
    expect(run.result.verified.map(({ ok }) => ok)).toEqual([true, true]);
    expect(srv(secondary)).toEqual(["3600 0 0 1688 kms1.corp.test."]);
  });

  test("the secondary does not hear of it: by how much it is behind", async () => {
    const [primary] = await pair(false);
    const run = await tool.change(primary, "publish", ...wish("kms1.corp.test"), "--wait", "1");
    expect(run, run.stdout).toMatchObject({
      code: 1,
      ids: ["update-not-replicated"],
      result: { applied: true },
    });
    const evidence = run.document.findings[0]?.evidence.join("\n") ?? "";
    expect(evidence).toMatch(
      /\[::1\]:\d+ serial 1, the primary has 2, after 1\.\d s: it does not show the change/,
    );
  });
});

describeWithPeers("publish with a TSIG key", ["named", "dig"], () => {
  function keyFile(name: string, secret: string): string {
    const file = path.join(tool.state, "kms.key");
    writeFileSync(file, `key "${name}" { algorithm hmac-sha256; secret "${secret}"; };\n`);
    return file;
  }
  const WRONG = "d3Jvbmcgd3Jvbmcgd3Jvbmcgd3Jvbmcgd3JvbmcgMQ==";

  test("the right one: written, and the secret is nowhere to be seen", async () => {
    const server = await keep(startKeyedBind("allow-update { key kms.key; };"));
    const words = [
      ...wish("kms2.corp.test"),
      "--address",
      "127.0.0.2",
      "--key",
      keyFile("kms.key", SECRET_TEXT),
    ];
    const run = await tool.change(server, "publish", ...words);
    expect(run, run.stdout).toMatchObject({ code: 0, result: { applied: true } });
    expect(run.stdout + run.stderr).not.toContain(SECRET_TEXT);
    expect(srv(server)).toHaveLength(2);
  });

  test.each([
    ["kms.key", "the secret of the key kms.key differs from the server's"],
    ["nobody.key", "the server does not know the key nobody.key"],
  ])("a wrong one, %s: the reason in words", async (name, reason) => {
    const server = await keep(startKeyedBind("allow-update { key kms.key; };"));
    const words = [...wish("kms1.corp.test"), "--priority", "3", "--key", keyFile(name, WRONG)];
    const run = await tool.change(server, "publish", ...words);
    expect(run).toMatchObject({ code: 1, ids: ["update-failed"] });
    expect(run.document.findings[0]?.title).toContain(reason);
    expect(run.stdout).not.toContain("knotc");
    expect(run.stdout + run.stderr).not.toContain(WRONG);
  });
});

describeWithPeers("publish at a terminal", ["named", "dig", "script"], () => {
  /** Runs it behind a pseudo-terminal and types `keys` once the question stands there. */
  async function typed(
    server: Endpoint,
    keys: string,
  ): Promise<{ readonly code: number; readonly shown: string }> {
    const words = ["publish", ...wish("kms1.corp.test"), "--server", `${server.address}:${server.port}`];
    const command = [process.execPath, MAIN, ...words, "--dns-port", String(server.port)].join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", XDG_STATE_HOME: tool.state, HOME: tool.state },
    });
    let shown = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const isAsked = shown.includes("[y/N]");
      shown += text;
      if (!isAsked && shown.includes("[y/N]")) child.stdin.write(keys);
    });
    const [code] = (await once(child, "close")) as [number];
    return { code, shown };
  }

  test.each([
    ["y\r", 0, ["3600 0 0 1688 kms1.corp.test."]],
    ["n\r", 1, []],
    ["\r", 1, []],
    ["\u0003", 130, []],
  ] as const)("answered with %j: exit %i", async (keys, code, there) => {
    const server = await keep(startBind({ zones: [ZONE], zoneStatements: OPEN }));
    const run = await typed(server, keys);
    expect(run.code, run.shown).toBe(code);
    expect(run.shown).toContain("+ _vlmcs._tcp.corp.test 3600 SRV 0 0 1688 kms1.corp.test");
    expect(run.shown).not.toContain("internal error");
    expect(srv(server)).toEqual(there);
  });
});

describe("what is typed wrong", () => {
  test.each([
    [["--host", "192.0.2.1"], "an SRV record names a host"],
    [["--host", "."], "says that there is none"],
    [["--host", 'a"; rm -rf /'], "is no host name"],
    [["--host", "kms1.corp.test", "--address", "kms1"], "--address 'kms1'"],
    [["--host", "kms1.corp.test", "--primary", "ns1"], "--primary 'ns1'"],
    [["--host", "kms1.corp.test", "--address", "0.0.0.0"], "no host has such an address (this network)"],
    [["--host", "kms1.corp.test"], "there is no terminal to ask at"],
  ])("%j", async (words, message) => {
    const run = await tool.plain("publish", "--domain", "corp.test", ...words, "--server", "127.0.0.1:9");
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr.trim().split("\n")).toHaveLength(1);
  });

  test("an empty journal has nothing to take back", async () => {
    const server = ["--server", "127.0.0.1:9"];
    expect(await tool.plain("undo", "--yes", ...server)).toMatchObject({ code: 1 });
    expect(await tool.plain("undo", "--list")).toMatchObject({ code: 1 });
    expect(await tool.plain("undo", "--list", "--json")).toMatchObject({ code: 1 });
  });
});
