// The cases that the lab's server is held to, at BIND: the lab must not do what no real server does.
import { afterAll, beforeAll } from "vitest";
import { startBind } from "../support/dns-servers/bind.ts";
import type { DnsServer } from "../support/dns-servers/server-process.ts";
import { startKeyedBind } from "../support/keyed-servers.ts";
import { describeWithPeers } from "../support/peer.ts";
import { testTsigContract } from "../support/tsig-contract.ts";
import { CONTRACT_ZONES, testUpdateContract } from "../support/update-contract.ts";

describeWithPeers("dynamic updates at BIND", ["named"], () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startBind({ zones: CONTRACT_ZONES, zoneStatements: "allow-update { any; }; notify no;" });
  });
  afterAll(() => server.stop());
  testUpdateContract(() => server.endpoint);
});

describeWithPeers("signed updates at BIND", ["named"], () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startKeyedBind("allow-update { key kms.key; }; notify no;");
  });
  afterAll(() => server.stop());
  testTsigContract(() => server.endpoint);
});
