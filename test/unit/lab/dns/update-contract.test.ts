// The contract that real servers are held to as well (test/integration/update-contract.test.ts).
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RCODE } from "../../../../src/core/dns/rcode.ts";
import { createTcpFramer, frameForTcp } from "../../../../src/core/dns/tcp-framing.ts";
import type { Endpoint } from "../../../../src/core/net/endpoint.ts";
import type { DnsServer } from "../../../../src/lab/dns-server.ts";
import { joined, messageWire, octets, type WireMessage } from "../../../support/dns-wire.ts";
import { startLabUpdates } from "../../../support/lab-updates.ts";
import { testTsigContract } from "../../../support/tsig-contract.ts";
import { tsigKey } from "../../../support/tsig-vectors.ts";
import { CONTRACT_ZONES, testUpdateContract } from "../../../support/update-contract.ts";

/** Adds a record where there is none. */
function update(id: number): Pick<WireMessage, "questions" | "answers" | "authorities"> {
  const apex = CONTRACT_ZONES[0]?.apex ?? "";
  const owner = `tcp.${apex}`;
  return {
    questions: [{ name: apex, type: 6 }],
    answers: [{ owner, type: 1, class: 254, ttl: 0, rdata: octets() }],
    authorities: [{ owner, type: 1, rdata: octets(192, 0, 2, id) }],
  };
}

/** Sent in one piece; the answers in the order in which they came. */
async function overTcp(
  { address, port }: Endpoint,
  messages: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const socket = connect(port, address);
  socket.write(joined(...messages.map(frameForTcp)));
  const framer = createTcpFramer();
  const answers: Uint8Array[] = [];
  while (answers.length < messages.length) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    answers.push(...framer.push(Uint8Array.from(chunk)));
  }
  socket.destroy();
  return answers;
}

describe("dynamic updates at the lab's server", () => {
  let server: DnsServer;
  beforeAll(async () => {
    server = await startLabUpdates(CONTRACT_ZONES, "open");
  });
  afterAll(() => server.stop());
  testUpdateContract(() => server.endpoint);

  test("over TCP, two in one segment: each is read by its own octets", async () => {
    const [first, second] = [81, 82].map((id) => messageWire({ id, flags: 0x2800, ...update(id) }));
    const answers = await overTcp(server.endpoint, [first ?? octets(), second ?? octets()]);
    // The second prerequisite, that there is no such record, no longer holds.
    expect(answers.map((answer) => [answer[1], (answer[3] ?? 0) & 15])).toEqual([
      [81, RCODE.NOERROR],
      [82, RCODE.YXRRSET],
    ]);
  });
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
