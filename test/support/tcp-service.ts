// A small TCP service on loopback for tests: it is given each accepted socket; stop() ends everything it accepted.
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Endpoint } from "../../src/core/net/endpoint.ts";

export type TcpService = {
  readonly endpoint: Endpoint;
  /** Everything that was received, one entry per connection, in the order of accepting. */
  readonly received: readonly Uint8Array[];
  readonly stop: () => Promise<void>;
};

export async function startTcpService(
  onConnection: (socket: Socket, nth: number) => void,
  address = "127.0.0.1",
): Promise<TcpService> {
  const sockets = new Set<Socket>();
  const received: Uint8Array[] = [];
  const server = createServer((socket) => {
    const nth = received.push(new Uint8Array(0)) - 1;
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
    socket.on("data", (chunk: Uint8Array) => {
      received[nth] = Uint8Array.from([...(received[nth] ?? []), ...chunk]);
    });
    onConnection(socket, nth);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port: 0 }, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    endpoint: { address: bound.address, port: bound.port },
    received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A port on loopback at which nobody listens: it was free a moment ago. */
export async function closedEndpoint(): Promise<Endpoint> {
  const service = await startTcpService(() => {});
  await service.stop();
  return service.endpoint;
}
