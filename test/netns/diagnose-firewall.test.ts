// The whole `diagnose`, as built, from a client behind a router: BIND and KMS endpoints on the server, nftables in between.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { DiagnoseResult, ReportDocument } from "../../src/core/run/report.ts";
import { openNetLab, type NetLab } from "../support/netns.ts";
import { describeWithPeers } from "../support/peer.ts";

const MAIN = new URL("../../dist/main.js", import.meta.url).pathname;
const SECOND = "10.77.2.2";
/** A router gives up on a neighbour after three seconds: within the second attempt. */
const PATIENT_MS = 2_000;
/** In the server's own subnet, and nobody has it. */
const NOBODY = "10.77.2.99";

const zone = (apex: string, ...records: readonly string[]): string =>
  [
    `$ORIGIN ${apex}.`,
    "$TTL 3600",
    `@ SOA ns.${apex}. admin.${apex}. 1 3600 600 86400 60`,
    "@ NS ns",
    "ns A 10.77.2.1",
    ...records,
    "",
  ].join("\n");

const KMS1 = ["_vlmcs._tcp SRV 0 0 1688 kms1", "kms1 A 10.77.2.1"];
const ZONES: Readonly<Record<string, string>> = {
  "both.test": zone("both.test", ...KMS1, "_vlmcs._tcp SRV 0 0 1688 kms2", `kms2 A ${SECOND}`),
  "dual.test": zone("dual.test", ...KMS1, "kms1 AAAA fd77:2::1"),
  "gone.test": zone("gone.test", "_vlmcs._tcp SRV 0 0 1688 gone", `gone A ${NOBODY}`),
  "partly.test": zone("partly.test", ...KMS1, `kms1 A ${NOBODY}`),
};

const onServer = (...rules: readonly string[]): string =>
  `table inet t { chain i { type filter hook input priority 0; ${rules.join("; ")}; }; }`;
const onRouter = (...rules: readonly string[]): string =>
  `table inet t { chain f { type filter hook forward priority 0; ${rules.join("; ")}; }; }`;

describeWithPeers("diagnose through a firewall", ["ip", "nft", "sysctl", "named", "dig", "root"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-firewall-"));
  let lab: NetLab;

  beforeAll(async () => {
    lab = await openNetLab();
    await lab.run("server", "ip", "addr", "add", `${SECOND}/24`, "dev", "up0");
    const serve = new URL("../support/serve-kms-host.ts", import.meta.url).pathname;
    await lab.start("server", process.execPath, serve, "::", "1688");
    for (const [apex, text] of Object.entries(ZONES)) writeFileSync(path.join(folder, apex), text);
    writeFileSync(path.join(folder, "named.conf"), namedConf(folder));
    await lab.start("server", "sh", "-c", `exec named -g -n 1 -c ${folder}/named.conf 2>&1`);
    await vi.waitFor(
      async () => {
        const question = ["@10.77.2.1", "partly.test", "SOA", "+short", "+time=1", "+tries=1"];
        expect(await lab.run("client", "sh", "-c", `dig ${question.join(" ")} || true`)).toContain("admin");
      },
      { timeout: 15_000 },
    );
  });
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await lab.rules("server", "");
    await lab.rules("router", "");
  });

  async function diagnose(domain: string, timeoutMs = 1_000): Promise<ReportDocument<DiagnoseResult>> {
    const words = [
      MAIN,
      "diagnose",
      domain,
      "--server",
      "10.77.2.1",
      "--timeout",
      String(timeoutMs),
      "--json",
    ];
    const script = `"$@"; code=$?; test $code -le 3 || exit $code`;
    const printed = await lab.run("client", "sh", "-c", script, "sh", process.execPath, ...words);
    return JSON.parse(printed) as ReportDocument<DiagnoseResult>;
  }

  /** All findings but the two that hold in each of these zones. */
  async function judged(domain: string, timeoutMs?: number): Promise<readonly string[]> {
    const { findings } = await diagnose(domain, timeoutMs);
    const ids = [...new Set(findings.map(({ id }) => id))].toSorted();
    return ids.filter((id) => id !== "update-disabled" && id !== "srv-single-host");
  }

  test("nothing in the way: nothing is wrong", async () => {
    expect(await judged("both.test")).toEqual([]);
    expect(await judged("dual.test")).toEqual([]);
  });

  const KMS_PORT = "tcp dport 1688";
  const FILTERS: readonly (readonly [string, string, string])[] = [
    ["drop", "drop", "port-filtered"],
    ["reset", "reject with tcp reset", "port-refused"],
    ["port-unreachable", "reject with icmpx port-unreachable", "port-refused"],
    ["admin-prohibited", "reject with icmpx admin-prohibited", "port-rejected"],
    ["no-route", "reject with icmpx no-route", "port-rejected"],
  ];
  describe.each([
    ["server", onServer],
    ["router", onRouter],
  ] as const)("the %s", (place, chain) => {
    test.each(FILTERS)("answers 1688 with %s", { timeout: 20_000 }, async (_kind, action, id) => {
      await lab.rules(place, chain(`${KMS_PORT} ${action}`));
      expect(await judged("both.test")).toEqual([id]);
    });

    test("drops 1688 over IPv6 alone", { timeout: 20_000 }, async () => {
      await lab.rules(place, chain(`meta nfproto ipv6 ${KMS_PORT} drop`));
      expect(await judged("dual.test")).toEqual(["family-broken"]);
    });

    test("drops 1688 to one of two hosts", { timeout: 20_000 }, async () => {
      await lab.rules(place, chain(`ip daddr ${SECOND} ${KMS_PORT} drop`));
      expect(await judged("both.test")).toEqual(["srv-stale-host"]);
    });

    test("drops DNS over UDP", { timeout: 30_000 }, async () => {
      await lab.rules(place, chain("udp dport 53 drop"));
      expect(await judged("both.test")).toEqual(["dns-udp-blocked"]);
    });

    test("drops all DNS", { timeout: 30_000 }, async () => {
      await lab.rules(place, chain("udp dport 53 drop", "tcp dport 53 drop"));
      expect(await judged("both.test")).toEqual(["dns-unreachable"]);
    });
  });

  test("connections are let through, and what follows is dropped", { timeout: 20_000 }, async () => {
    await lab.rules(
      "router",
      onRouter(`ip daddr 10.77.2.1 ${KMS_PORT} ct state established meta length > 60 drop`),
    );
    expect(await judged("dual.test")).toEqual(["rpc-silent"]);
  });

  test("the host of a silent port is told to be up, on evidence", { timeout: 20_000 }, async () => {
    await lab.rules("server", onServer(`${KMS_PORT} drop`));
    const { findings, result } = await diagnose("both.test");
    const filtered = findings.filter(({ id }) => id === "port-filtered");
    expect(filtered).toHaveLength(2);
    for (const { title, evidence } of filtered) {
      expect(title).toContain("although the host is up");
      expect(evidence.join("\n")).toMatch(/10\.77\.2\.[12]:(1|135) refused/);
    }
    expect(result.targets.flatMap(({ endpoints }) => endpoints.map(({ host }) => host?.state))).toEqual([
      "up",
      "up",
    ]);
  });

  test("a host that drops everything can't be told from one that is off", { timeout: 20_000 }, async () => {
    await lab.rules("server", onServer("tcp dport != 53 drop"));
    const { findings } = await diagnose("both.test");
    const [filtered] = findings.filter(({ id }) => id === "port-filtered");
    expect(filtered?.title).toContain("or the host is down");
  });

  test("an address that nobody has", { timeout: 20_000 }, async () => {
    expect(await judged("gone.test", PATIENT_MS)).toEqual(["host-unreachable"]);
    expect(await judged("partly.test", PATIENT_MS)).toEqual(["address-partly-dead"]);
  });
});

function namedConf(folder: string): string {
  const options = [
    `directory "${folder}"`,
    "listen-on { any; }",
    "listen-on-v6 { none; }",
    "recursion no",
    `pid-file "${folder}/pid"`,
    `session-keyfile "${folder}/session.key"`,
  ];
  const zones = Object.keys(ZONES).map((apex) => `zone "${apex}" { type primary; file "${apex}"; };`);
  return [`options { ${options.join("; ")}; };`, "controls { };", ...zones, ""].join("\n");
}
