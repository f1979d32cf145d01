// A port on which nothing listens and which nobody else gets: it is held as the near end of a connection that the lab has
// with itself, so that a connect to it is refused by the system.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Endpoint } from "../../core/net/endpoint.ts";
import { listenTcp, type RunningEndpoint } from "./tcp-listener.ts";

/** With port 0 the system chooses. Rejects with Node's system error when the port can't be had. */
export async function holdRefusedPort({ address, port }: Endpoint): Promise<RunningEndpoint> {
  const far = await listenTcp(createServer(), { address, port: 0 });
  const near = connect({
    host: address,
    port: far.endpoint.port,
    localAddress: address,
    ...(port === 0 ? {} : { localPort: port }),
  });
  try {
    await once(near, "connect");
  } catch (error) {
    await far.stop();
    throw error;
  }
  const heldPort = near.localPort ?? 0;
  near.on("error", () => near.destroy());
  return {
    endpoint: { address, port: heldPort },
    stop: async () => {
      near.resetAndDestroy();
      await far.stop();
    },
  };
}
