// Runs in a worker thread of its own: one SRV question by native-dns-multisocket, over UDP only. Its parser can spin for
// ever on a hostile answer, which is why the thread has a watchdog (second-opinion.ts) and nothing trusts it alone.
import { parentPort, workerData } from "node:worker_threads";
import * as dns from "native-dns-multisocket";
import type { SecondOpinion } from "../../app/second-opinion-port.ts";

export type SecondOpinionTask = {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly timeoutMs: number;
};

const SRV = 33;

function tell(opinion: SecondOpinion): void {
  parentPort?.postMessage(opinion);
}

function recordOf(answer: dns.Answer): {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
} {
  const number = (field: string): number => Number(answer[field]);
  return {
    priority: number("priority"),
    weight: number("weight"),
    port: number("port"),
    target: String(answer["target"]).toLowerCase(),
  };
}

const { name, address, port, timeoutMs } = workerData as SecondOpinionTask;
const request = dns.Request({
  question: dns.Question({ name, type: "SRV" }),
  server: { address, port, type: "udp" },
  timeout: timeoutMs,
  cache: false,
});
request.on("timeout", () => tell({ kind: "timeout" }));
request.on("message", (_error: unknown, { header, answer }: dns.Message) =>
  tell({
    kind: "answered",
    rcode: header.rcode,
    records: answer.filter(({ type }) => type === SRV).map(recordOf),
  }),
);
request.send();
