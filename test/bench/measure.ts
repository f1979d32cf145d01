// Times whole commands, alternating between the tool and its peer, so that both meet the same machine.
import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";

export type Command = {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly stdin?: string;
};

export type Timing = { readonly name: string; readonly medianMs: number; readonly peakMegabytes: number };

/** Runs a command to its end with its output thrown away; exit codes in `expected` count as done. */
export function runOnce(
  command: Command,
  expected: readonly number[] = [0, 1],
): Promise<{ ms: number; kilobytes: number }> {
  const [program, ...args] = command.argv;
  const nothing = openSync("/dev/null", "w");
  const began = performance.now();
  // GNU time tells the peak resident set of exactly this process.
  const child = spawn("/usr/bin/time", ["-f", "%M", program, ...args], {
    stdio: ["ignore", nothing, "pipe"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      closeSync(nothing);
      const ms = performance.now() - began;
      const kilobytes = Number(stderr.trimEnd().split("\n").at(-1));
      if (code === null || !expected.includes(code))
        reject(new Error(`${command.name} ended with ${code}: ${stderr}`));
      else resolve({ ms, kilobytes });
    });
  });
}

/** One warm-up and `rounds` timed runs of each, in turn. */
export async function compare(
  ours: Command,
  peer: Command,
  rounds: number,
): Promise<readonly [Timing, Timing]> {
  const times = { ours: [] as number[], peer: [] as number[] };
  const peak = { ours: 0, peer: 0 };
  await runOnce(ours);
  await runOnce(peer);
  for (let round = 0; round < rounds; round++) {
    for (const [key, command] of [
      ["ours", ours],
      ["peer", peer],
    ] as const) {
      const { ms, kilobytes } = await runOnce(command);
      times[key].push(ms);
      peak[key] = Math.max(peak[key], kilobytes);
    }
  }
  return [
    { name: ours.name, medianMs: median(times.ours), peakMegabytes: Math.round(peak.ours / 1024) },
    { name: peer.name, medianMs: median(times.peer), peakMegabytes: Math.round(peak.peer / 1024) },
  ];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export type Row = {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
  readonly aim: string;
};

export function rowOf(what: string, [ours, peer]: readonly [Timing, Timing], aim: string): Row {
  const say = ({ medianMs, peakMegabytes, name }: Timing): string =>
    `${medianMs.toFixed(0)} ms, ${peakMegabytes} MB (${name})`;
  return { what, ours: say(ours), peer: say(peer), ratio: ours.medianMs / peer.medianMs, aim };
}

export function markdownTable(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, ours, peer, ratio, aim }) => `| ${what} | ${ours} | ${peer} | ${ratio.toFixed(2)} | ${aim} |`,
  );
  return [
    "| What | kms-doctor | Peer, in the same run | Ratio | Aim |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}
