// The second opinion: native-dns-multisocket in a worker thread under a watchdog that ends it, whatever it does.
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { AskSecondOpinion, SecondOpinion } from "../../app/second-opinion-port.ts";
import { onAbort } from "../../core/async/on-abort.ts";
import { escapeText } from "../../core/text/escape-text.ts";
import { findPackageRoot } from "../fs/package-root.ts";
import type { SecondOpinionTask } from "./second-opinion-worker.ts";

/** What the thread may take beyond the time-out of its question before it counts as hung. */
const GRACE_MS = 1500;
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

/** `script` is the built worker; tests name another one. */
export function createSecondOpinion(script = builtWorker()): AskSecondOpinion {
  return (server, name, timeoutMs, signal) => {
    if (signal.aborted) return Promise.resolve({ kind: "cancelled" });
    return new Promise((resolve) => {
      const task: SecondOpinionTask = { name, address: server.address, port: server.port, timeoutMs };
      const worker = new Worker(script, {
        workerData: task,
        resourceLimits: LIMITS,
        stdout: true,
        stderr: true,
      });
      let isSettled = false;
      const settle = (opinion: SecondOpinion): void => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(watchdog);
        forgetAbort();
        // Ends the thread in the middle of a loop, too.
        void worker.terminate();
        resolve(opinion);
      };
      const watchdog = setTimeout(() => settle({ kind: "hung" }), timeoutMs + GRACE_MS);
      const forgetAbort = onAbort(signal, () => settle({ kind: "cancelled" }));
      worker.once("message", (opinion: SecondOpinion) => settle(opinion));
      worker.once("error", (error: Error) => settle({ kind: "crashed", reason: escapeText(error.message) }));
      worker.once("exit", (code) =>
        settle({ kind: "crashed", reason: `ended with ${code} and said nothing` }),
      );
    });
  };
}

function builtWorker(): string {
  return path.join(findPackageRoot(), "dist", "io", "dns", "second-opinion-worker.js");
}
