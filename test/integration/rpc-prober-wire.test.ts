// What the prober puts on the wire, captured: binds and nothing else of DCE/RPC, above all no request PDU.
import { createServer as createTlsServer } from "node:tls";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { systemClock } from "../../src/io/host/clock.ts";
import { createProbeEndpoint } from "../../src/io/rpc/probe-endpoint.ts";
import { startKmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { captureDcerpc } from "../support/capture.ts";
import { describeWithPeers } from "../support/peer.ts";
import { startTcpService } from "../support/tcp-service.ts";
import { NAK_VERSION } from "../support/rpc-vectors.ts";

describeWithPeers("the prober on the wire", ["tshark"], () => {
  test("sends one bind to each endpoint and never a request", { timeout: 60_000 }, async () => {
    const hosts = await Promise.all([
      startKmsHost({ address: "127.0.0.1", port: 0 }),
      startKmsHost({ address: "127.0.0.1", port: 0, transferSyntaxes: ["ndr"] }),
      startKmsHost({ address: "127.0.0.1", port: 0, hasKms: false }),
      startKmsHost({ address: "127.0.0.1", port: 0, limits: { connections: 0 } }),
    ]);
    const services = await Promise.all([
      startTcpService(() => {}),
      startTcpService((socket) => socket.end()),
      startTcpService((socket) => socket.end(NAK_VERSION)),
      startTcpService((socket) => socket.write("SSH-2.0-test\r\n")),
      startTcpService((socket) => socket.pipe(socket)),
    ]);
    const tls = createTlsServer().on("tlsClientError", (_, socket) => socket.destroy());
    await new Promise<void>((resolve) => tls.listen(0, "127.0.0.1", resolve));
    const tlsEndpoint = { address: "127.0.0.1", port: (tls.address() as AddressInfo).port };
    const endpoints = [...hosts, ...services].map(({ endpoint }) => endpoint).concat(tlsEndpoint);
    const ports = endpoints.map(({ port }) => port);
    const verdicts: string[] = [];
    try {
      const pdus = await captureDcerpc(ports, async () => {
        const probe = createProbeEndpoint(systemClock);
        const options = { connectTimeoutMs: 5_000, bindTimeoutMs: 1_000, connectOnly: false };
        const signal = new AbortController().signal;
        for (const endpoint of endpoints)
          verdicts.push((await probe(endpoint, options, signal))?.rpc.verdict ?? "cancelled");
      });
      expect(verdicts).toEqual([
        "kms",
        "kms",
        "rpc-not-kms",
        "denied",
        "silent",
        "closed",
        "denied",
        "not-rpc",
        "not-rpc",
        "not-rpc",
      ]);
      const isOurs = ({ destinationPort }: { destinationPort: string }): boolean =>
        ports.includes(Number(destinationPort));
      const sent = pdus.filter(isOurs);
      // 11 is bind: one for each endpoint, with three contexts. The echo service sends its own back.
      expect(new Set(sent.map(({ ptype }) => ptype))).toEqual(new Set(["11"]));
      expect(sent.map(({ destinationPort }) => Number(destinationPort)).toSorted((a, b) => a - b)).toEqual(
        ports.toSorted((a, b) => a - b),
      );
      expect(new Set(sent.map(({ contextCount }) => contextCount))).toEqual(new Set(["3"]));
      const acks = pdus.filter(({ ptype }) => ptype === "12");
      expect(acks.map(({ results }) => results)).toEqual(["2,0,3", "0,2,3", "2,2,3"]);
      expect(hosts.map((host) => host.stats().calls)).toEqual([0, 0, 0, 0]);
    } finally {
      tls.close();
      await Promise.all([...hosts, ...services].map((service) => service.stop()));
    }
  });
});
