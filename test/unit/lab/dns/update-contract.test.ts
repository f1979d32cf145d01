// The contract that real servers are held to as well (test/integration/update-contract.test.ts).
import { afterAll, beforeAll, describe } from "vitest";
import type { DnsServer } from "../../../../src/lab/dns-server.ts";
import { startLabUpdates } from "../../../support/lab-updates.ts";
import { testTsigContract } from "../../../support/tsig-contract.ts";
import { tsigKey } from "../../../support/tsig-vectors.ts";
import { CONTRACT_ZONES, testUpdateContract } from "../../../support/update-contract.ts";

describe("dynamic updates at the lab's server", () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startLabUpdates(CONTRACT_ZONES, "open");
  });
  afterAll(() => server.stop());
  testUpdateContract(() => server.endpoint);
});

describe("signed updates at the lab's server", () => {
  const records = ["_vlmcs._tcp.corp.test. 3600 IN SRV 0 0 1688 kms1.corp.test."];
  let server: DnsServer;
  beforeAll(async () => {
    server = await startLabUpdates([{ apex: "corp.test", records }], "signed", [tsigKey()]);
  });
  afterAll(() => server.stop());
  testTsigContract(() => server.endpoint);
});
