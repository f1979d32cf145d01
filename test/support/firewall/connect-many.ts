// Connects from many source addresses, in a process of its own, for network namespaces. Each line of standard input is a JSON
// list of attempts, each line of output whether they got data back.
import { connect } from "node:net";
import { createInterface } from "node:readline";

export type Attempt = {
  readonly source: string;
  readonly target: string;
  readonly port: number;
  readonly timeoutMs: number;
};

/** True when the first octet came back: a handshake alone is not enough. */
function getsThrough({ source, target, port, timeoutMs }: Attempt): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: target, port, localAddress: source, autoSelectFamily: false });
    const finish = (came: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(came);
    };
    const timer = setTimeout(() => finish(false), timeoutMs);
    socket.on("connect", () => socket.write("x"));
    socket.on("data", () => finish(true));
    socket.on("error", () => finish(false));
    socket.on("close", () => finish(false));
  });
}

if (process.argv[1]?.endsWith("connect-many.ts") === true) {
  process.stdout.write("ready\n");
  for await (const line of createInterface({ input: process.stdin })) {
    const attempts = JSON.parse(line) as readonly Attempt[];
    process.stdout.write(`${JSON.stringify(await Promise.all(attempts.map(getsThrough)))}\n`);
  }
}
