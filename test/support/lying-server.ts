// A DNS server on loopback whose answers a test writes itself, over UDP and TCP on the same port.
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { messageWire, octets, type WireMessage } from "./dns-wire.ts";

export type UdpHandler = (query: Buffer, from: RemoteInfo, reply: (bytes: Uint8Array) => void) => void;
export type TcpHandler = (query: Buffer, socket: Socket) => void;

export type LyingServer = {
  readonly endpoint: Endpoint;
  /** Source ports from which queries came over UDP. */
  readonly sourcePorts: ReadonlySet<number>;
  readonly udpQueries: () => number;
  readonly stop: () => Promise<void>;
};

/** `tcp` left out: the port refuses TCP connections. */
export async function startLyingServer(
  udp: UdpHandler,
  tcp?: TcpHandler,
  address = "127.0.0.1",
): Promise<LyingServer> {
  const tcpServer = tcp === undefined ? undefined : createTcp(tcp);
  const socket = await bindBoth(address, tcpServer?.server);
  const sourcePorts = new Set<number>();
  let queries = 0;
  socket.on("message", (query, from) => {
    sourcePorts.add(from.port);
    queries += 1;
    udp(query, from, (bytes) => socket.send(bytes, from.port, from.address));
  });
  const stop = async (): Promise<void> => {
    await tcpServer?.stop();
    await closeUdp(socket);
  };
  const endpoint = { address, port: socket.address().port };
  return { endpoint, sourcePorts, udpQueries: () => queries, stop };
}

/** A port that is free over UDP may be taken over TCP: ports are drawn until one is free for both. */
async function bindBoth(address: string, server: Server | undefined): Promise<UdpSocket> {
  for (;;) {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.bind(0, address);
    await once(socket, "listening");
    if (server === undefined || (await tryListen(server, address, socket.address().port))) return socket;
    await closeUdp(socket);
  }
}

function tryListen(server: Server, address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, address, () => {
      server.off("error", onError);
      resolve(true);
    });
  });
}

function createTcp(handler: TcpHandler): { readonly server: Server; readonly stop: () => Promise<void> } {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // The client hangs up whenever it likes.
    socket.on("error", () => socket.destroy());
    socket.once("data", (bytes: Buffer) => handler(bytes.subarray(2), socket));
  });
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  };
  return { server, stop };
}

async function closeUdp(socket: UdpSocket): Promise<void> {
  socket.close();
  await once(socket, "close");
}

/** An answer to this query: its id and its question (the OPT record behind it left out), and what the test adds. */
export function answerTo(query: Uint8Array, message: WireMessage = {}): Uint8Array {
  let end = 12;
  while (query[end] !== 0) end += 1 + (query[end] ?? 0);
  const name = query.slice(12, end + 1);
  const type = ((query[end + 1] ?? 0) << 8) | (query[end + 2] ?? 0);
  const id = ((query[0] ?? 0) << 8) | (query[1] ?? 0);
  return messageWire({ id, questions: [{ name, type }], ...message });
}

/** With an address record for the question. */
export function goodAnswer(query: Uint8Array, lastOctet = 1): Uint8Array {
  return answerTo(query, {
    answers: [{ owner: octets(0xc0, 12), type: 1, rdata: octets(192, 0, 2, lastOctet) }],
  });
}

export function hasOpt(query: Uint8Array): boolean {
  return query[11] === 1;
}

/** The TCP form of a message. */
export function prefixed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([bytes.length >> 8, bytes.length & 255, ...bytes]);
}
