// Every snippet for a DNS server that exists as a Debian package is loaded into it, and what it publishes is read back.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { dig } from "../support/dig.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { startDnsmasq } from "../support/dns-servers/dnsmasq.ts";
import { startKnot } from "../support/dns-servers/knot.ts";
import { startNsd } from "../support/dns-servers/nsd.ts";
import { startPowerDnsSqlite } from "../support/dns-servers/powerdns-sqlite.ts";
import { freePort, zoneText, type DnsServer, type TestZone } from "../support/dns-servers/server-process.ts";
import { startUnbound } from "../support/dns-servers/unbound.ts";
import { expectedLines, FOREIGN, readBack, ZONES } from "../support/dns-proof.ts";
import { snippet } from "../support/generated.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram, type RunOptions } from "../support/run-program.ts";
import { DNS_CLAIMS } from "../support/template-proofs.ts";

type Proof = () => Promise<void>;

const SYSTEM_PATH = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

async function must(program: string, args: readonly string[], options?: RunOptions): Promise<string> {
  const env = { PATH: SYSTEM_PATH, ...options?.env };
  const run = await runProgram(program, args, { ...options, env });
  if (run.code !== 0) throw new Error(`${program} ended with ${run.code}: ${run.stdout}${run.stderr}`);
  return run.stdout + run.stderr;
}

async function withServer(server: DnsServer, work: (server: DnsServer) => Promise<void>): Promise<void> {
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

/** The zones with the lines of a zone-file snippet appended, as its README says. */
async function zonesWith(product: string): Promise<readonly TestZone[]> {
  const sections = (await snippet(product)).split(/^(?=; for the zone)/m);
  expect(sections).toHaveLength(ZONES.length);
  return ZONES.map(({ apex, records }, index) => ({
    apex,
    records: [...records, (sections[index] ?? "").trimEnd()],
  }));
}

async function expectAdded(server: DnsServer): Promise<void> {
  expect(await readBack(server.endpoint)).toEqual(expectedLines([FOREIGN]));
}

const ONE_ZONE = `
domains:
  - domain: corp.test
    hosts: [{ host: kms1.corp.test, addresses: [192.0.2.1, "2001:db8::1"] }]
`;

const PROOFS: Readonly<Record<keyof typeof DNS_CLAIMS, Proof>> = {
  "bind-zone": async () => {
    const zones = await zonesWith("bind-zone");
    await withServer(await startBind({ zones }), async (server) => {
      await expectAdded(server);
      for (const { apex } of zones) {
        const file = path.join(server.folder, `${apex}.zone`);
        expect(await must("named-checkzone", ["-i", "local", apex, file])).toMatch(/\nOK\n$/);
      }
    });
  },

  "bind-update-policy": async () => {
    const [zone] = ZONES;
    const text = await snippet("bind-update-policy", ONE_ZONE);
    const key = await must("tsig-keygen", ["-a", "hmac-sha256", "kms-publish"]);
    const [include = "", policy = ""] = text.split(/^\/\/ Into the zone.*\n/m);
    expect(include).toContain('include "/etc/bind/kms-publish.key";');
    const server = await startBind({
      zones: [zone],
      zoneStatements: policy,
      statements: include.replace(/^include .*$/m, key),
    });
    await withServer(server, async ({ folder, endpoint }) => {
      const keyFile = path.join(folder, "kms-publish.key");
      writeFileSync(keyFile, key);
      const update = (lines: string) =>
        runProgram("nsupdate", ["-k", keyFile], {
          stdin: `server ${endpoint.address} ${endpoint.port}\n${lines}`,
        });
      const allowed = await update(await snippet("nsupdate", ONE_ZONE));
      expect(allowed).toMatchObject({ code: 0, stderr: "" });
      const answers = await readBack(endpoint);
      expect(answers).toContain("_vlmcs._tcp.corp.test. 3600 srv 0 0 1688 kms1.corp.test.");
      expect(answers).toContain("kms1.corp.test. 3600 aaaa 2001:db8::1");
      for (const record of ["www.corp.test. 60 A 192.0.2.9", "_vlmcs._tcp.corp.test. 60 TXT x"]) {
        const refused = await update(`zone corp.test.\nupdate add ${record}\nsend\n`);
        expect(refused.stderr, record).toContain("update failed: REFUSED");
      }
    });
  },

  nsupdate: async () => {
    const server = await startBind({ zones: ZONES, zoneStatements: "allow-update { any; };" });
    await withServer(server, async ({ endpoint }) => {
      const script = `server ${endpoint.address} ${endpoint.port}\n${await snippet("nsupdate")}`;
      expect(await must("nsupdate", [], { stdin: script })).toBe("");
      await expectAdded(server);
    });
  },

  knsupdate: async () => {
    const server = await startKnot({
      zones: ZONES,
      sections: ["acl:", "  - id: update", "    address: 127.0.0.1", "    action: update"],
      zoneLines: ["acl: [update]"],
    });
    await withServer(server, async ({ endpoint }) => {
      const text = await snippet("knsupdate");
      expect(text).toMatch(/^server 127\.0\.0\.1 53\n/);
      const script = text.replace(/^server .*/, `server ${endpoint.address} ${endpoint.port}`);
      expect(await must("knsupdate", [], { stdin: script })).not.toMatch(/error|fail/i);
      await expectAdded(server);
    });
  },

  knotc: async () => {
    await withServer(await startKnot({ zones: ZONES }), async (server) => {
      const shim = 'knotc() { command knotc -s "$SOCKET" "$@"; }\n';
      const env = { SOCKET: path.join(server.folder, "knot.sock") };
      const printed = await must("sh", ["-c", shim + (await snippet("knotc"))], { env });
      // The difference is shown before it is committed.
      expect(printed).toContain("+_vlmcs._tcp.sales.corp.test. 3600 SRV 65535 65535 1689 kms1.corp.test.");
      await expectAdded(server);
    });
  },

  pdnsutil: async () => {
    await withServer(await startPowerDnsSqlite({ zones: ZONES, settings: UNCACHED }), async (server) => {
      const shim = 'pdnsutil() { command pdnsutil --config-dir="$FOLDER" "$@"; }\n';
      const script = shim + (await snippet("pdnsutil"));
      const printed = await must("sh", ["-e", "-c", script], { env: { FOLDER: server.folder } });
      expect(printed).toContain("Checked 15 records of 'corp.test', 0 errors, 0 warnings.");
      await expectAdded(server);
    });
  },

  "powerdns-api": async () => {
    const port = await freePort("127.0.0.1");
    const webserver = ["webserver=yes", "webserver-address=127.0.0.1", `webserver-port=${port}`];
    const settings = [...UNCACHED, ...webserver, "api=yes", "api-key=only-for-this-test"];
    await withServer(await startPowerDnsSqlite({ zones: ZONES, settings }), async (server) => {
      const headers = path.join(server.folder, "pdns-header");
      writeFileSync(headers, "X-API-Key: only-for-this-test\n");
      const env = { PDNS_HEADER_FILE: headers, PDNS_API: `http://127.0.0.1:${port}` };
      await must("sh", ["-e", "-c", await snippet("powerdns-api")], { env });
      // It replaces the set: the README says so.
      expect(await readBack(server.endpoint)).toEqual(expectedLines());
    });
  },

  nsd: async () => {
    const sections = await zonesWith("nsd");
    await withServer(await startNsd({ zones: sections }), async (server) => {
      await expectAdded(server);
      for (const zone of sections) {
        const file = path.join(server.folder, "checked.zone");
        writeFileSync(file, zoneText(zone));
        expect(await must("nsd-checkzone", [zone.apex, file])).toBe(`zone ${zone.apex} is ok\n`);
      }
    });
  },

  unbound: async () => {
    const include = await snippet("unbound");
    await withServer(await startUnbound({ zones: ZONES, include }), async (server) => {
      // Its own data hide the set of the zone.
      expect(await readBack(server.endpoint)).toEqual(expectedLines());
      expect(await answersFor(server, "www.corp.test")).toEqual(["www.corp.test. 3600 a 192.0.2.80"]);
    });
  },

  dnsmasq: async () => {
    const include = await snippet("dnsmasq");
    await withServer(
      await startDnsmasq({ zones: [{ apex: "corp.test", records: [] }], include }),
      async (server) => {
        expect(await readBack(server.endpoint)).toEqual(
          expectedLines([], (type) => (type === "srv" ? "0" : "3600")),
        );
        await must("dnsmasq", ["--test", `--conf-file=${path.join(server.folder, "include.conf")}`]);
      },
    );
  },
};

const UNCACHED = ["cache-ttl=0", "query-cache-ttl=0", "negquery-cache-ttl=0"];

async function answersFor(server: DnsServer, name: string): Promise<readonly string[]> {
  return (await dig(server.endpoint, name, "A")).answers;
}

for (const [product, { provenIn, peers, version }] of Object.entries(DNS_CLAIMS)) {
  describeWithPeers(product, peers, () => {
    test("is loaded, and read back equal", { timeout: 60_000 }, async () => {
      await PROOFS[product as keyof typeof PROOFS]();
    });

    test(`is proven in ${provenIn}`, async () => {
      const [program, ...args] = version;
      const number =
        provenIn
          .split(" ")
          .at(-1)
          ?.replaceAll(".", String.raw`\.`) ?? "";
      // Some programs do not count telling their version as success.
      const { stdout, stderr } = await runProgram(program, args, { env: { PATH: SYSTEM_PATH } });
      expect(stdout + stderr).toMatch(new RegExp(String.raw`(^|[^\d.])${number}\b`));
    });
  });
}
