// One TCP connect to one literal address: never happy eyeballs, its own absolute deadline, cheap by the thousand.
import { connect, type LookupFunction, type Socket } from "node:net";
import type { Clock } from "../../app/ports.ts";
import { onAbort } from "../../core/async/on-abort.ts";
import type { Endpoint } from "../../core/net/endpoint.ts";

export type TcpConnectResult =
  | { readonly kind: "connected"; readonly socket: Socket; readonly connectMs: number }
  | { readonly kind: "failed"; readonly code: string; readonly message: string; readonly elapsedMs: number }
  | { readonly kind: "timed-out" }
  | { readonly kind: "cancelled" };

/**
 * Resolves once the connection stands, fails, or `timeoutMs` have passed. Only a connected socket is handed over, with
 * no listener on it but an empty one for late errors until the caller sets its own; every other socket is destroyed.
 */
export function connectTcp(
  endpoint: Endpoint,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<TcpConnectResult> {
  if (signal.aborted) return Promise.resolve({ kind: "cancelled" });
  return new Promise((resolve) => {
    const startedAt = clock.monotonicMs();
    const socket = connect({
      host: endpoint.address,
      port: endpoint.port,
      autoSelectFamily: false,
      lookup: refuseLookup,
    });
    let isSettled = false;
    const settle = (result: TcpConnectResult): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      forgetAbort();
      socket.off("connect", onConnect);
      if (result.kind !== "connected") socket.destroy();
      resolve(result);
    };
    const onConnect = (): void =>
      settle({ kind: "connected", socket, connectMs: clock.monotonicMs() - startedAt });
    // Where the event loop was late, the answer may already wait in the kernel: one poll of the sockets comes first.
    const onTimer = (): void => void setImmediate(() => settle({ kind: "timed-out" }));
    const timer = setTimeout(onTimer, timeoutMs);
    const forgetAbort = onAbort(signal, () => settle({ kind: "cancelled" }));
    socket.once("connect", onConnect);
    // Stays for the socket's whole life: an error without a listener would end the process. Readers see 'close'.
    socket.on("error", (error: NodeJS.ErrnoException) =>
      settle({
        kind: "failed",
        code: error.code ?? "UNKNOWN",
        message: error.message,
        elapsedMs: clock.monotonicMs() - startedAt,
      }),
    );
  });
}

/** Names are resolved by the caller, who wants a row per address: whatever is no literal address fails. */
const refuseLookup: LookupFunction = (hostname, _, callback) => {
  callback(Object.assign(new Error(`'${hostname}' is not a literal address`), { code: "EINVAL" }), "");
};
