// A DNS server of the lab: dns2's UDP and TCP listeners on the same port of one loopback address. The combined server of
// dns2 is not used: with port 0 it forgets the address and listens on all interfaces.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { TCPServer, UDPServer } from "dns2";
import { RCODE } from "../core/dns/rcode.ts";
import { OPCODE_UPDATE } from "../core/dns/update-message.ts";
import { EDNS_UDP_SIZE } from "../core/dns/query.ts";
import type { Endpoint } from "../core/net/endpoint.ts";
import { encodeResponse } from "./dns/encode-response.ts";
import { type DnsHandler, type LabQuery, type LabReply, responseTo } from "./dns/lab-message.ts";
import { readQuery, type ReadQuery } from "./dns/read-query.ts";
import { listenError } from "./listen-error.ts";
import { tapConnections, tapDatagrams } from "./tap-octets.ts";

export type DnsServerOptions = {
  /** A literal loopback address. */
  readonly address: string;
  /** 0 takes a port that is free for UDP and TCP. */
  readonly port: number;
  readonly handler: DnsHandler;
  /** Told what went wrong with a datagram or connection; the server goes on. */
  readonly onTrouble: (error: Error) => void;
};

export type DnsServer = {
  readonly endpoint: Endpoint;
  /** Ends all connections and frees the port. May be called again. */
  readonly stop: () => Promise<void>;
};

const UDP_OCTETS_WITHOUT_EDNS = 512;
const TCP_OCTETS = 65_535;
const PORT_CHOICES = 20;

/** Throws EnvironmentError when it can't listen. */
export async function startDnsServer(options: DnsServerOptions): Promise<DnsServer> {
  const stopping = new AbortController();
  const { tcp, udp } = await listen(options);
  const connections = new Set<Socket>();
  const nextOctets = tapConnections(tcp);
  const datagramOctets = tapDatagrams(udp);
  const trouble = options.onTrouble;
  tcp.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  tcp.on("request", (packet, send, client) => {
    const request = nextOctets(client as unknown as Socket);
    serve(options.handler, readQuery(packet, request, "tcp"), stopping.signal, {
      octets: (octets) => send(octets as never),
      cut: () => (client as unknown as Socket).destroy(),
      maxOctets: () => TCP_OCTETS,
      otherPort: (octets) => send(octets as never),
    }).catch(trouble);
  });
  udp.on("request", (packet, send, client) => {
    const peer = client as unknown as { readonly address: string; readonly port: number };
    serve(options.handler, readQuery(packet, datagramOctets(), "udp"), stopping.signal, {
      octets: (octets) => send(octets as never),
      cut: () => undefined,
      maxOctets: udpLimit,
      otherPort: (octets) => sendFromOtherPort(octets, options.address, peer),
    }).catch(trouble);
  });
  for (const server of [tcp, udp]) server.on("error", trouble).on("requestError", trouble);
  const { port } = tcp.address() as AddressInfo;
  const close = async (): Promise<void> => {
    stopping.abort();
    const closed = [once(tcp, "close"), once(udp, "close")];
    tcp.close();
    udp.close();
    for (const socket of connections) socket.destroy();
    await Promise.all(closed);
  };
  let closing: Promise<void> | undefined;
  return { endpoint: { address: options.address, port }, stop: () => (closing ??= close()) };
}

type Outlet = {
  readonly octets: (octets: Uint8Array) => unknown;
  readonly otherPort: (octets: Uint8Array) => unknown;
  readonly cut: () => void;
  readonly maxOctets: (query: LabQuery) => number;
};

async function serve(
  handler: DnsHandler,
  read: ReadQuery | undefined,
  signal: AbortSignal,
  outlet: Outlet,
): Promise<void> {
  if (read === undefined) return;
  // What dns2 takes for a broken record may be a sound deletion: updates are read by their own handler.
  const reply: LabReply =
    read.isWellFormed || read.query.opcode === OPCODE_UPDATE
      ? await handler(read.query, signal)
      : { kind: "response", response: responseTo(read.query, RCODE.FORMERR) };
  if (signal.aborted || reply.kind === "silence") return;
  if (reply.kind === "cut") return outlet.cut();
  if (reply.kind === "octets") return void (await outlet.octets(Buffer.from(reply.octets)));
  const octets = Buffer.from(encodeResponse(reply.response, outlet.maxOctets(read.query)));
  await (reply.fromOtherPort === true ? outlet.otherPort(octets) : outlet.octets(octets));
}

/** What the client offered, but never more than passes without fragments. */
function udpLimit(query: LabQuery): number {
  return query.edns === null ? UDP_OCTETS_WITHOUT_EDNS : Math.min(query.edns.udpSize, EDNS_UDP_SIZE);
}

async function sendFromOtherPort(
  octets: Uint8Array,
  address: string,
  peer: { readonly address: string; readonly port: number },
): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.bind(0, address);
  await once(socket, "listening");
  await new Promise<void>((resolve, reject) => {
    socket.send(octets, peer.port, peer.address, (error) => (error === null ? resolve() : reject(error)));
  }).finally(() => socket.close());
}

type Listeners = { readonly tcp: TCPServer; readonly udp: UDPServer };

/** A port that TCP got may be taken for UDP: then another is chosen, if the choice is ours. */
async function listen(options: DnsServerOptions): Promise<Listeners> {
  for (let choice = 1; ; choice++) {
    const listeners = await listenOnce(options);
    if (!(listeners instanceof Error)) return listeners;
    const isOurChoice = options.port === 0 && choice < PORT_CHOICES;
    if (!isOurChoice || listeners.code !== "EADDRINUSE") throw listenError("DNS server", options, listeners);
  }
}

async function listenOnce({ address, port }: DnsServerOptions): Promise<Listeners | NodeJS.ErrnoException> {
  const tcp = new TCPServer();
  tcp.listen({ host: address, port, exclusive: true });
  const tcpFailure = await listening(tcp);
  if (tcpFailure !== undefined) return tcpFailure;
  const udp = new UDPServer({ type: address.includes(":") ? "udp6" : "udp4" });
  udp.bind({ address, port: (tcp.address() as AddressInfo).port, exclusive: true });
  const udpFailure = await listening(udp);
  if (udpFailure === undefined) return { tcp, udp };
  udp.close();
  tcp.close();
  await once(tcp, "close");
  return udpFailure;
}

async function listening(server: TCPServer | UDPServer): Promise<NodeJS.ErrnoException | undefined> {
  return once(server, "listening").then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error,
  );
}
