// The octets of the messages that dns2's listeners hand out decoded: a signature is over octets, and dns2 keeps none.
import type { Socket as DatagramSocket } from "node:dgram";
import type { Server, Socket } from "node:net";
import { createTcpFramer } from "../core/dns/tcp-framing.ts";

/** Gives the octets of the datagram that is being handed out: dns2 decodes within the event that brings them. */
export function tapDatagrams(socket: DatagramSocket): () => Uint8Array {
  let current = new Uint8Array();
  socket.prependListener("message", (octets: Buffer) => {
    current = Uint8Array.from(octets);
  });
  return () => current;
}

/**
 * Gives the octets of the next message of a connection, in the order in which dns2 hands the messages out. dns2 reads
 * the stream itself, so what it reads is cut into messages here once more. Empty for a connection that is not known.
 */
export function tapConnections(server: Server): (socket: Socket) => Uint8Array {
  const waiting = new WeakMap<Socket, Uint8Array[]>();
  server.prependListener("connection", (socket: Socket) => {
    const messages: Uint8Array[] = [];
    const framer = createTcpFramer();
    const read = socket.read.bind(socket);
    socket.read = (size?: number): unknown => {
      const chunk: unknown = read(size);
      if (chunk instanceof Uint8Array) messages.push(...framer.push(Uint8Array.from(chunk)));
      return chunk;
    };
    waiting.set(socket, messages);
  });
  return (socket) => waiting.get(socket)?.shift() ?? new Uint8Array();
}
