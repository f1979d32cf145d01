// A TCP listener whose connections are all ended when it stops.
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import type { Endpoint } from "../../core/net/endpoint.ts";

export type RunningEndpoint = {
  readonly endpoint: Endpoint;
  /** Ends all connections and frees the port. */
  readonly stop: () => Promise<void>;
};

/** Rejects with Node's system error when it can't listen. */
export async function listenTcp(server: Server, { address, port }: Endpoint): Promise<RunningEndpoint> {
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
    // A peer that resets is no trouble of ours: 'close' follows and the socket is forgotten.
    socket.on("error", () => socket.destroy());
  });
  server.listen({ host: address, port, exclusive: true });
  await once(server, "listening");
  return {
    endpoint: { address, port: (server.address() as AddressInfo).port },
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}
