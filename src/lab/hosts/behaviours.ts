// What may answer on the published port of a host: a KMS endpoint, or one of the things found there in real networks.
import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Clock } from "../../app/ports.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { startKmsHost } from "../kms-host/kms-host.ts";
import type { HostBehaviour } from "./behaviour-names.ts";
import { holdRefusedPort } from "./refused-port.ts";
import { listenTcp, type RunningEndpoint } from "./tcp-listener.ts";

type Start = (endpoint: Endpoint, clock: Clock) => Promise<RunningEndpoint>;

const BEHAVIOURS: Readonly<Record<HostBehaviour, Start>> = {
  /** The bundled KMS host endpoint. */
  kms: (endpoint, clock) => startKmsHost({ ...endpoint, clock }),
  /** A DCE/RPC server without the KMS interface. */
  "rpc-other": (endpoint, clock) => startKmsHost({ ...endpoint, clock, hasKms: false }),
  /** Accepts, reads, says nothing. */
  silent: accepting((socket) => socket.resume()),
  /** Accepts and closes at once. */
  closing: accepting((socket) => socket.resume().end()),
  /** A web server that gets something that is no HTTP. */
  http: accepting((socket) =>
    socket.once("data", () =>
      socket.end("HTTP/1.1 400 Bad Request\r\nServer: lab\r\nContent-Length: 0\r\n\r\n"),
    ),
  ),
  "ssh-banner": accepting((socket) => {
    socket.resume().write("SSH-2.0-OpenSSH_9.9 lab\r\n");
  }),
  /** Without a certificate: every handshake ends in an alert, which is enough to be recognised. */
  tls: (endpoint) => listenTcp(createTlsServer({}), endpoint),
  /** Nothing listens. */
  refused: holdRefusedPort,
};

/** Rejects with Node's system error when it can't listen. */
export function startBehaviour(
  behaviour: HostBehaviour,
  endpoint: Endpoint,
  clock: Clock,
): Promise<RunningEndpoint> {
  return BEHAVIOURS[behaviour](endpoint, clock);
}

function accepting(onConnection: (socket: Socket) => void): Start {
  return (endpoint) => listenTcp(createServer(onConnection), endpoint);
}
