import { execFile } from "node:child_process";
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { EnvironmentError } from "../../../src/core/errors.ts";
import { encodeQuery } from "../../../src/core/dns/query.ts";
import { frameForTcp } from "../../../src/core/dns/tcp-framing.ts";
import type { Endpoint } from "../../../src/core/net/endpoint.ts";
import { decodeMessage } from "../../../src/io/dns/packet-codec.ts";
import { createAuthoritativeHandler } from "../../../src/lab/dns/authoritative-handler.ts";
import { type DnsServer, startDnsServer } from "../../../src/lab/dns-server.ts";
import { type FaultSpec, withFaults } from "../../../src/lab/faults.ts";
import { describeWithPeers } from "../../support/peer.ts";
import { a, cname, name, srv, zone } from "../../support/zone-builder.ts";

const HOSTS = 600;
const corp = zone(
  "corp.test",
  srv("_vlmcs._tcp.corp.test", "kms1.corp.test", 1688, 10),
  srv("_vlmcs._tcp.corp.test", "kms2.corp.test", 1689, 20),
  a("kms1.corp.test", "127.0.0.1"),
  cname("alias.corp.test", "kms1.corp.test"),
  srv("*.wild.corp.test", "kms1.corp.test"),
  ...Array.from({ length: HOSTS }, (_, index) => srv("_vlmcs._tcp.big.corp.test", `kms${index}.corp.test`)),
);

const running: DnsServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function start(...faults: FaultSpec[]): Promise<DnsServer & { readonly troubles: Error[] }> {
  const troubles: Error[] = [];
  const server = await startDnsServer({
    address: "127.0.0.1",
    port: 0,
    handler: withFaults(
      createAuthoritativeHandler(() => [corp]),
      faults,
    ),
    onTrouble: (error) => troubles.push(error),
  });
  running.push(server);
  return { ...server, troubles };
}

const aQuery = encodeQuery({
  id: 77,
  question: { name: name("kms1.corp.test"), type: "A" },
  recursionDesired: false,
  ednsUdpSize: null,
});

async function bound(): Promise<UdpSocket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

type Datagram = { readonly octets: Buffer; readonly port: number };

async function overUdp(octets: Uint8Array, { address, port }: Endpoint): Promise<Datagram> {
  const socket = await bound();
  socket.send(octets, port, address);
  const [message, from] = (await once(socket, "message")) as [Buffer, { port: number }];
  socket.close();
  return { octets: message, port: from.port };
}

describe("startDnsServer", () => {
  test("listens for UDP and TCP on the same port of that address only", async () => {
    const { endpoint } = await start();
    const { octets, port } = await overUdp(aQuery, endpoint);
    expect(port).toBe(endpoint.port);
    expect(decodeMessage(octets)).toMatchObject({
      ok: true,
      value: { id: 77, authoritative: true, answers: [{ type: "A", address: "127.0.0.1" }] },
    });
    const socket = connect(endpoint.port, endpoint.address);
    await once(socket, "connect");
    socket.destroy();
    const elsewhere = connect(endpoint.port, "127.0.0.2");
    const [error] = (await once(elsewhere, "error")) as [NodeJS.ErrnoException];
    // macOS has no 127.0.0.2, so the connect fails for another reason there.
    expect(["ECONNREFUSED", "EADDRNOTAVAIL", "ETIMEDOUT"]).toContain(error.code);
  });

  test("answers several queries on one connection, also when the octets come singly", async () => {
    const { endpoint } = await start();
    const socket = connect(endpoint.port, endpoint.address).setNoDelay();
    const framed = frameForTcp(aQuery);
    for (const octet of framed) socket.write(Buffer.of(octet));
    socket.write(framed);
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (received.length >= 2 * (2 + received.readUInt16BE(0))) break;
    }
    expect(decodeMessage(received.subarray(2, 2 + received.readUInt16BE(0))).ok).toBe(true);
  });

  test("octets that are no DNS get no answer or FORMERR, and the server goes on", async () => {
    const { endpoint, troubles } = await start();
    const socket = await bound();
    socket.send(Buffer.from("hello"), endpoint.port, endpoint.address);
    const twoQuestions = Buffer.concat([aQuery, aQuery.subarray(12)]);
    twoQuestions.writeUInt16BE(2, 4);
    const answer = await overUdp(twoQuestions, endpoint);
    expect(decodeMessage(answer.octets)).toMatchObject({ ok: true, value: { rcode: 1, id: 77 } });
    socket.close();
    const stream = connect(endpoint.port, endpoint.address);
    stream.end(Buffer.from([0, 3, 1, 2, 3]));
    await once(stream, "close");
    expect(troubles.length).toBeGreaterThan(0);
    expect((await overUdp(aQuery, endpoint)).octets.length).toBeGreaterThan(12);
  });

  test("a response is never answered, lest two servers talk for ever", async () => {
    const { endpoint } = await start();
    const response = Buffer.from(aQuery);
    response.writeUInt8(0x80, 2);
    const socket = await bound();
    const seen: number[] = [];
    socket.on("message", (message: Buffer) => seen.push(message.readUInt16BE(0)));
    socket.send(response, endpoint.port, endpoint.address);
    const next = Buffer.from(aQuery);
    next.writeUInt16BE(78, 0);
    socket.send(next, endpoint.port, endpoint.address);
    await once(socket, "message");
    socket.close();
    expect(seen).toEqual([78]);
  });

  test("the fault wrong-source answers from another port", async () => {
    const { endpoint } = await start("wrong-source");
    const { octets, port } = await overUdp(aQuery, endpoint);
    expect(port).not.toBe(endpoint.port);
    expect(decodeMessage(octets).ok).toBe(true);
  });

  test("the fault close-tcp cuts the connection at the first query", async () => {
    const { endpoint } = await start("close-tcp");
    const socket = connect(endpoint.port, endpoint.address);
    socket.write(frameForTcp(aQuery));
    socket.resume();
    await once(socket, "close");
    expect(socket.bytesRead).toBe(0);
  });

  test("stop frees the port, ends connections and delays, and may be called again", async () => {
    const { endpoint, stop } = await start({ delay: 600_000 });
    const socket = connect(endpoint.port, endpoint.address);
    socket.on("error", () => undefined);
    socket.write(frameForTcp(aQuery));
    await once(socket, "connect");
    const closed = new Promise((resolve) => socket.resume().once("close", resolve));
    await Promise.all([stop(), stop(), closed]);
    const again = await startDnsServer({
      ...endpoint,
      handler: createAuthoritativeHandler(() => []),
      onTrouble: () => undefined,
    });
    expect(again.endpoint).toEqual(endpoint);
    await again.stop();
  });

  test("a port in use is told with a hint", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const options = {
      address: "127.0.0.1",
      port,
      handler: createAuthoritativeHandler(() => []),
      onTrouble: () => undefined,
    };
    const failure = startDnsServer(options);
    await expect(failure).rejects.toBeInstanceOf(EnvironmentError);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringContaining("EADDRINUSE") as unknown,
    });
    other.close();
    const udp = await bound();
    await expect(startDnsServer({ ...options, port: udp.address().port })).rejects.toMatchObject({
      message: expect.stringContaining("EADDRINUSE") as unknown,
    });
    udp.close();
    await expect(startDnsServer({ ...options, address: "192.0.2.1", port: 0 })).rejects.toMatchObject({
      hint: expect.stringContaining("192.0.2.1") as unknown,
    });
  });
});

describeWithPeers("the lab's DNS server against dig", ["dig"], () => {
  async function dig({ address, port }: Endpoint, ...args: readonly string[]): Promise<string> {
    const all = [`@${address}`, "-p", String(port), "+tries=1", "+time=3", ...args];
    return (await promisify(execFile)("dig", all)).stdout;
  }

  test.each(["+notcp", "+tcp", "+noedns", "+bufsize=512"])("SRV set with %s", async (option) => {
    const { endpoint } = await start();
    const lines = (await dig(endpoint, option, "+short", "_vlmcs._tcp.corp.test", "SRV")).trim().split("\n");
    expect(lines.toSorted()).toEqual(["10 0 1688 kms1.corp.test.", "20 0 1689 kms2.corp.test."]);
  });

  test(`${HOSTS} records: TC over UDP, then all over TCP`, async () => {
    const { endpoint } = await start();
    const cut = await dig(endpoint, "+ignore", "_vlmcs._tcp.big.corp.test", "SRV");
    expect(cut).toMatch(/flags: qr aa tc[^;]*;/);
    const whole = await dig(endpoint, "+short", "_vlmcs._tcp.big.corp.test", "SRV");
    expect(whole.trim().split("\n")).toHaveLength(HOSTS);
  });

  test.each([
    ["nope.corp.test", "A", "NXDOMAIN", /^corp\.test\.\s+300\s+IN\s+SOA/m],
    ["kms1.corp.test", "AAAA", "NOERROR", /^corp\.test\.\s+300\s+IN\s+SOA/m],
    ["alias.corp.test", "A", "NOERROR", /^alias\.corp\.test\.\s+3600\s+IN\s+CNAME\s+kms1\.corp\.test\./m],
    ["x.y.wild.corp.test", "SRV", "NOERROR", /^x\.y\.wild\.corp\.test\.\s+3600\s+IN\s+SRV/m],
    ["corp.example", "A", "REFUSED", /ANSWER: 0, AUTHORITY: 0/],
    ["corp.test", "AXFR", "", /; Transfer failed|NOTIMP/],
  ])("%s %s", async (asked, type, status, expected) => {
    const { endpoint } = await start();
    const output = await dig(endpoint, asked, type);
    expect(output).toContain(status);
    expect(output).toMatch(expected);
  });

  test("EDNS options, cookies and version 1", async () => {
    const { endpoint } = await start();
    expect(await dig(endpoint, "+cookie=0123456789abcdef", "+nsid", "kms1.corp.test")).toContain(
      "status: NOERROR",
    );
    expect(await dig(endpoint, "+edns=1", "+noednsneg", "kms1.corp.test")).toContain("status: BADVERS");
  });

  test("the fault no-edns makes dig fall back", async () => {
    const { endpoint } = await start("no-edns");
    expect(await dig(endpoint, "kms1.corp.test")).toContain("FORMERR");
    expect(await dig(endpoint, "+noedns", "kms1.corp.test")).toContain("127.0.0.1");
  });
});
