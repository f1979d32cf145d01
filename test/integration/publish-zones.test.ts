// `publish` and `undo`, as built, where one server has a zone and a zone that was given away below it; dig is the judge.
import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { startBind } from "../support/dns-servers/bind.ts";
import type { DnsServer, TestZone } from "../support/dns-servers/server-process.ts";
import { describeWithPeers } from "../support/peer.ts";
import { createChangeTool, wish, type ChangeTool } from "../support/publish-tool.ts";

const PARENT: TestZone = {
  apex: "corp.test",
  records: ["kid.corp.test. 3600 IN NS ns1.corp.test.", "kms1.corp.test. 3600 IN A 192.0.2.1"],
};
const CHILD: TestZone = { apex: "kid.corp.test", records: [] };
const OPEN = "allow-update { any; }; notify no;";

let tool: ChangeTool;
let running: DnsServer[] = [];
beforeEach(() => {
  tool = createChangeTool();
});
afterEach(async () => {
  for (const each of running) await each.stop();
  running = [];
  tool.remove();
});

async function keep(starting: Promise<DnsServer>): Promise<Endpoint> {
  const started = await starting;
  running.push(started);
  return started.endpoint;
}

function dig({ address, port }: Endpoint, ...words: readonly string[]): string {
  const all = [`@${address}`, "-p", String(port), ...words, "+short", "+norecurse", "+time=2"];
  return execFileSync("dig", all, { encoding: "utf8", timeout: 10_000 }).trim();
}

describeWithPeers("publish for a host in a zone below", ["named", "dig"], () => {
  test("the address lands in the child, the record in the parent, and undo takes both back", async () => {
    const server = await keep(startBind({ zones: [PARENT, CHILD], zoneStatements: OPEN }));
    const host = wish("x1.kid.corp.test", "part.corp.test");
    const done = await tool.change(server, "publish", ...host, "--address", "192.0.2.88");
    expect(done, done.stdout).toMatchObject({ code: 0, ids: [] });
    expect(done.result.changes.map(({ type, owner }) => `${type} ${owner}`)).toEqual([
      "A x1.kid.corp.test",
      "SRV _vlmcs._tcp.part.corp.test",
    ]);
    expect(done.result.verified.map(({ ok }) => ok)).toEqual([true, true]);
    expect(dig(server, "x1.kid.corp.test", "A")).toBe("192.0.2.88");
    expect(dig(server, "_vlmcs._tcp.part.corp.test", "SRV")).toBe("0 0 1688 x1.kid.corp.test.");
    const undone = await tool.change(server, "undo");
    expect(undone, undone.stdout).toMatchObject({ code: 0, ids: [] });
    expect(dig(server, "x1.kid.corp.test", "A")).toBe("");
    expect(dig(server, "_vlmcs._tcp.part.corp.test", "SRV")).toBe("");
  });
});
