// Signed updates against real servers: they take ours, and we verify their answers; and other programs as judges and sources.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { MessageOutcome, SendMessageOptions } from "../../src/app/update-policy-ports.ts";
import { addressRdataWire, srvRdataWire } from "../../src/core/dns/rdata-wire.ts";
import { BADSIG, RCODE } from "../../src/core/dns/rcode.ts";
import { TYPE_CODES } from "../../src/core/dns/record-type.ts";
import { hideSecret } from "../../src/core/dns/tsig/secret.ts";
import { readTsigKeys } from "../../src/core/dns/tsig/tsig-key-text.ts";
import { hmacKey } from "../../src/core/dns/tsig/hmac-key.ts";
import { signedMessage } from "../../src/core/dns/tsig/signed-message.ts";
import { findTsigAlgorithm, macOctets, type TsigAlgorithm } from "../../src/core/dns/tsig/tsig-algorithm.ts";
import type { TsigKey } from "../../src/core/dns/tsig/tsig-key.ts";
import { outgoingUpdate, type UpdateMessage } from "../../src/core/dns/update-message.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { createSendMessage } from "../../src/io/dns/send-message.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createSystemRandom } from "../../src/io/host/random.ts";
import { dig } from "../support/dig.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import { POWERDNS_SQLITE_SCHEMA } from "../support/dns-servers/powerdns-sqlite.ts";
import { startUnbound } from "../support/dns-servers/unbound.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { name, srv } from "../support/facts.ts";
import { fromHex, toHex } from "../support/hex.ts";
import { startKeyedBind, startKeyedKnot, startKeyedPowerDns } from "../support/keyed-servers.ts";
import { pcapOf } from "../support/pcap.ts";
import { describeWithPeers } from "../support/peer.ts";
import { SECRET_TEXT, tsigKey } from "../support/tsig-vectors.ts";

const zone = name("corp.test");
const owner = name("_vlmcs._tcp.corp.test");
const host = name("kms2.corp.test");
const SRV = TYPE_CODES.SRV;
const KMS1 = srvRdataWire(srv("kms1.corp.test"));
const KMS2 = srvRdataWire(srv("kms2.corp.test", { priority: 1 }));
const EMPTY: UpdateMessage = { zone, prerequisites: [], updates: [] };

/** kms2 takes the place of kms1, if that stands alone there. */
const REPLACE: UpdateMessage = {
  zone,
  prerequisites: [
    { kind: "rrset-equals", owner, typeCode: SRV, rdatas: [KMS1] },
    { kind: "rrset-exists", owner, typeCode: SRV },
    { kind: "rrset-absent", owner: host, typeCode: TYPE_CODES.A },
    { kind: "name-in-use", owner },
    { kind: "name-not-in-use", owner: host },
  ],
  updates: [
    { kind: "delete", owner, typeCode: SRV, rdata: KMS1 },
    { kind: "add", owner, typeCode: SRV, ttlSeconds: 600, rdata: KMS2 },
    {
      kind: "add",
      owner: host,
      typeCode: TYPE_CODES.A,
      ttlSeconds: 600,
      rdata: addressRdataWire("192.0.2.2"),
    },
    {
      kind: "add",
      owner: host,
      typeCode: TYPE_CODES.AAAA,
      ttlSeconds: 600,
      rdata: addressRdataWire("2001:db8::2"),
    },
  ],
};

const nowSeconds = (): number => Math.floor(systemClock.nowMs() / 1000);
const sender = createSendMessage({ clock: systemClock, random: createSystemRandom() });
afterAll(sender.close);

async function send(
  server: DnsServer,
  message: UpdateMessage,
  key: TsigKey | null = tsigKey(),
  skewSeconds = 0,
  options: Partial<SendMessageOptions> = {},
): Promise<MessageOutcome> {
  const plain = outgoingUpdate(message);
  const clock = (): number => nowSeconds() + skewSeconds;
  const outgoing =
    key === null ? plain : signedMessage(plain, { key: hmacKey(key, tsigCrypto), nowSeconds: clock });
  const asking = { timeoutMs: 1500, retries: 0, transport: "udp-first", ...options } as const;
  return (await sender.send(server.endpoint, outgoing, asking, new AbortController().signal)).outcome;
}

const verified = (rcode: number) => ({ kind: "answered", tsig: { kind: "verified" }, message: { rcode } });
/** An error in the TSIG record; BADTIME alone can be signed. */
const tsigError = (error: number) => ({
  kind: error === RCODE.BADTIME ? "answered" : "unauthenticated",
  tsig: { kind: "error", error, authenticated: error === RCODE.BADTIME },
  message: { rcode: RCODE.NOTAUTH },
});
const REFUSED_UNSIGNED = {
  kind: "unauthenticated",
  tsig: { kind: "unsigned" },
  message: { rcode: RCODE.REFUSED },
};

type Server = {
  readonly title: string;
  readonly programs: readonly string[];
  readonly start: () => Promise<DnsServer>;
  readonly unknownKey: object;
  readonly badMac: object;
  readonly badTime: object;
  readonly otherAlgorithm: object;
};

const BY_TSIG = {
  unknownKey: tsigError(RCODE.BADKEY),
  badMac: tsigError(BADSIG),
  badTime: tsigError(RCODE.BADTIME),
  otherAlgorithm: tsigError(RCODE.BADKEY),
};
const SERVERS: readonly Server[] = [
  {
    title: "BIND",
    programs: ["named"],
    start: () => startKeyedBind('allow-update { key "kms.key"; };'),
    ...BY_TSIG,
  },
  { title: "Knot", programs: ["knotd"], start: () => startKeyedKnot("key: kms.key"), ...BY_TSIG },
  {
    title: "PowerDNS",
    programs: ["pdns_server", "pdnsutil", POWERDNS_SQLITE_SCHEMA],
    start: () => startKeyedPowerDns("kms.key"),
    ...{
      unknownKey: REFUSED_UNSIGNED,
      badMac: REFUSED_UNSIGNED,
      badTime: REFUSED_UNSIGNED,
      otherAlgorithm: REFUSED_UNSIGNED,
    },
  },
];

for (const given of SERVERS) {
  describeWithPeers(`signed updates at ${given.title}`, ["dig", ...given.programs], () => {
    let server: DnsServer;
    afterEach(() => server.stop());
    const srvs = async (): Promise<readonly string[]> => (await dig(server.endpoint, owner, "SRV")).answers;
    const BEFORE = ["_vlmcs._tcp.corp.test. 3600 srv 0 0 1688 kms1.corp.test."];
    const AFTER = ["_vlmcs._tcp.corp.test. 600 srv 1 0 1688 kms2.corp.test."];

    test.each(["udp-first", "tcp"] as const)(
      "are applied, and the answers verified (%s)",
      async (transport) => {
        server = await given.start();
        const options = { transport, timeoutMs: 5000 };
        expect(await send(server, EMPTY, tsigKey(), 0, options)).toMatchObject(verified(RCODE.NOERROR));
        expect(await srvs()).toEqual(BEFORE);
        expect(await send(server, REPLACE, tsigKey(), 0, options)).toMatchObject(verified(RCODE.NOERROR));
        expect(await srvs()).toEqual(AFTER);
        expect((await dig(server.endpoint, host, "A")).answers).toEqual(["kms2.corp.test. 600 a 192.0.2.2"]);
        expect((await dig(server.endpoint, host, "AAAA")).answers).toEqual([
          "kms2.corp.test. 600 aaaa 2001:db8::2",
        ]);
        // What was true before is not so any more: nothing is changed. Servers look at whole sets last.
        const stale = { ...REPLACE, prerequisites: REPLACE.prerequisites.slice(0, 1) };
        expect(await send(server, stale, tsigKey(), 0, options)).toMatchObject(verified(RCODE.NXRRSET));
        const first = {
          ...REPLACE,
          prerequisites: [{ kind: "rrset-absent", owner, typeCode: SRV }] as const,
        };
        expect(await send(server, first, tsigKey(), 0, options)).toMatchObject(verified(RCODE.YXRRSET));
        const absent = {
          ...EMPTY,
          prerequisites: [{ kind: "name-in-use", owner: name("no.corp.test") }] as const,
        };
        expect(await send(server, absent, tsigKey(), 0, options)).toMatchObject(verified(RCODE.NXDOMAIN));
        const taken = { ...EMPTY, prerequisites: [{ kind: "name-not-in-use", owner: host }] as const };
        expect(await send(server, taken, tsigKey(), 0, options)).toMatchObject(verified(RCODE.YXDOMAIN));
        expect(await srvs()).toEqual(AFTER);
      },
    );

    test("without the key, with a wrong one, or at the wrong time: nothing, with the reason", async () => {
      server = await given.start();
      const unsigned = await send(server, REPLACE, null);
      expect(unsigned).toMatchObject({ kind: "answered", tsig: null });
      const wrong = hideSecret(new Uint8Array(32).fill(1));
      expect(await send(server, REPLACE, tsigKey({ name: name("nobody.key") }))).toMatchObject(
        given.unknownKey,
      );
      expect(await send(server, REPLACE, tsigKey({ secret: wrong }))).toMatchObject(given.badMac);
      expect(await send(server, REPLACE, tsigKey({ algorithm: "hmac-sha512" }))).toMatchObject(
        given.otherAlgorithm,
      );
      const late = await send(server, REPLACE, tsigKey(), -4000);
      expect(late).toMatchObject(given.badTime);
      if (late.kind === "answered" && late.tsig?.kind === "error")
        expect(Math.abs((late.tsig.serverTimeSeconds ?? 0) - nowSeconds())).toBeLessThan(5);
      expect(await send(server, REPLACE, tsigKey(), -295)).not.toMatchObject({ kind: "unauthenticated" });
      expect(await srvs()).toEqual(AFTER);
    });
  });
}

describeWithPeers("a secondary that forwards", ["named", "dig"], () => {
  test("the primary takes the update under another id, and its answer is verified under ours", async () => {
    const primary = await startKeyedBind('allow-update { key "kms.key"; };');
    const { address, port } = primary.endpoint;
    const secondary = await startBind({
      address: "::1",
      zones: [{ apex: "other.test", records: [] }],
      statements: `key "kms.key" { algorithm hmac-sha256; secret "${SECRET_TEXT}"; };
        zone "corp.test" { type secondary; file "copy"; primaries { ${address} port ${port}; }; allow-update-forwarding { any; }; };`,
    });
    try {
      await vi.waitFor(
        async () => expect((await dig(secondary.endpoint, owner, "SRV")).answers).toHaveLength(1),
        { timeout: 10_000 },
      );
      const outcome = await send(secondary, REPLACE, tsigKey(), 0, { timeoutMs: 5000 });
      expect(outcome).toMatchObject(verified(RCODE.NOERROR));
      expect((await dig(primary.endpoint, owner, "SRV")).answers).toEqual([
        "_vlmcs._tcp.corp.test. 600 srv 1 0 1688 kms2.corp.test.",
      ]);
    } finally {
      await secondary.stop();
      await primary.stop();
    }
  });
});

const ALGORITHMS = [
  "hmac-md5",
  "hmac-sha1",
  "hmac-sha224",
  "hmac-sha256",
  "hmac-sha384",
  "hmac-sha512",
] as const;

describeWithPeers("BIND by every algorithm", ["named"], () => {
  test("takes our signature, and we its", async () => {
    const clauses = ALGORITHMS.map(
      (word) => `key "${word}.key" { algorithm ${word}; secret "${SECRET_TEXT}"; };`,
    );
    const keys = ALGORITHMS.map((word) => `key "${word}.key";`).join(" ");
    const server = await startBind({
      zones: [{ apex: "corp.test", records: [] }],
      statements: clauses.join("\n"),
      zoneStatements: `allow-update { ${keys} };`,
    });
    try {
      for (const algorithm of ALGORITHMS) {
        const key = tsigKey({ name: name(`${algorithm}.key`), algorithm });
        expect(await send(server, EMPTY, key), algorithm).toMatchObject(verified(RCODE.NOERROR));
      }
    } finally {
      await server.stop();
    }
  });
});

describeWithPeers("unbound, which sends every update back", ["unbound"], () => {
  test("our own signature in its answer proves nothing", async () => {
    const server = await startUnbound({ zones: [{ apex: "corp.test", records: [] }] });
    try {
      for (const transport of ["udp-first", "tcp"] as const)
        expect(await send(server, EMPTY, tsigKey(), 0, { transport })).toMatchObject({
          kind: "unauthenticated",
          tsig: { kind: "echoed" },
          message: { rcode: RCODE.NOTIMP },
        });
    } finally {
      await server.stop();
    }
  });
});

describeWithPeers("dnspython", ["/usr/bin/python3", "python3:dns"], () => {
  test.each(ALGORITHMS)("%s: verifies our messages, and we verify its answers", (algorithm) => {
    const key = hmacKey(tsigKey({ algorithm }), tsigCrypto);
    const outgoing = signedMessage(outgoingUpdate(REPLACE), { key, nowSeconds });
    const script = path.join(import.meta.dirname, "../support/dnspython-tsig.py");
    const word = algorithm === "hmac-md5" ? "hmac-md5.sig-alg.reg.int." : `${algorithm}.`;
    const ids = [0, 1, 0x1234, 0xffff];
    const input = ids.map((id) => `${toHex(outgoing.encode(id))}\n`).join("");
    const printed = execFileSync("/usr/bin/python3", [script, "kms.key.", SECRET_TEXT, word], {
      input,
      encoding: "utf8",
    });
    const answers = printed.trimEnd().split("\n").map(fromHex);
    expect(answers).toHaveLength(ids.length);
    for (const answer of answers) expect(outgoing.verify?.(answer)).toEqual({ kind: "verified" });
  });
});

describeWithPeers("tshark", ["tshark"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-pcap-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("reads our signed update and finds nothing wrong; it verifies no HMAC, and says so", () => {
    const outgoing = signedMessage(outgoingUpdate(REPLACE), {
      key: hmacKey(tsigKey(), tsigCrypto),
      nowSeconds: () => 1_700_000_000,
    });
    const file = path.join(folder, "update.pcap");
    writeFileSync(file, pcapOf([outgoing.encode(0x1234)]));
    const fields = [
      "dns.flags.opcode",
      "dns.count.zones",
      "dns.count.prerequisites",
      "dns.count.updates",
      "dns.count.add_rr",
      "dns.tsig.algorithm_name",
      "dns.tsig.fudge",
      "dns.tsig.mac_size",
      "dns.tsig.original_id",
      "dns.tsig.error",
      "dns.tsig.other_len",
      "dns.srv.target",
      "_ws.malformed",
      "_ws.expert.message",
    ];
    const args = [
      "-r",
      file,
      "-T",
      "fields",
      "-E",
      "separator=|",
      ...fields.flatMap((field) => ["-e", field]),
    ];
    const printed = execFileSync("tshark", args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trimEnd();
    expect(printed).toBe(
      "5|1|5|4|1|hmac-sha256|300|32|4660|0|0|kms1.corp.test,kms1.corp.test,kms2.corp.test||No dissector for algorithm:hmac-sha256",
    );
  });
});

function readOne(text: string): TsigKey {
  const keys = readTsigKeys(text, null);
  const key = keys.ok ? keys.value[0] : undefined;
  if (key === undefined) throw new Error(`not read: ${JSON.stringify(keys)}`);
  expect(key.warnings).toEqual([]);
  return key.key;
}

describe("keys as DNS programs make them", () => {
  const bySize = (key: TsigKey, algorithm: TsigAlgorithm): void => {
    expect(key).toMatchObject({ name: "kms.pub.", algorithm: findTsigAlgorithm(algorithm) });
    expect(key.secret.reveal().length).toBe(macOctets(algorithm));
  };

  describeWithPeers("tsig-keygen", ["tsig-keygen", "named"], () => {
    let text = "";
    beforeAll(() => {
      text = execFileSync("tsig-keygen", ["-a", "hmac-sha512", "kms.pub"], { encoding: "utf8" });
    });

    test("is read, and BIND takes what it signs", async () => {
      const key = readOne(text);
      bySize(key, "hmac-sha512");
      const zones = [{ apex: "corp.test", records: [] }];
      const server = await startBind({
        zones,
        statements: text,
        zoneStatements: 'allow-update { key "kms.pub"; };',
      });
      try {
        expect(await send(server, EMPTY, key)).toMatchObject(verified(RCODE.NOERROR));
      } finally {
        await server.stop();
      }
    });
  });

  describeWithPeers("keymgr", ["keymgr"], () => {
    test.each(["hmac-sha256", "hmac-sha384"] as const)("%s is read", (algorithm) => {
      const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` };
      const text = execFileSync("keymgr", ["-t", "kms.pub", algorithm], { encoding: "utf8", env });
      bySize(readOne(text), algorithm);
    });
  });
});
