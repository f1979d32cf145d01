// A packet capture on the loopback interface with tshark, and what its DCE/RPC dissector reads in it.
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./run-program.ts";

/** One DCE/RPC PDU; numbers are decimal text as tshark prints them, several in one field are joined by commas. */
export type CapturedPdu = {
  readonly sourcePort: string;
  readonly destinationPort: string;
  readonly ptype: string;
  readonly contextCount: string;
  readonly resultCount: string;
  readonly results: string;
  readonly reasons: string;
  readonly secondaryAddress: string;
  readonly status: string;
  readonly isMalformed: boolean;
};

const FIELDS = [
  "tcp.srcport",
  "tcp.dstport",
  "dcerpc.pkt_type",
  "dcerpc.cn_num_ctx_items",
  "dcerpc.cn_num_results",
  "dcerpc.cn_ack_result",
  "dcerpc.cn_ack_reason",
  "dcerpc.cn_sec_addr",
  "dcerpc.cn_status",
  "_ws.malformed",
];

/**
 * Captures the TCP traffic of these ports while `act` runs. A UDP beacon before and after it is waited for in the
 * capture, so that nothing in between is missed.
 */
export async function captureDcerpc(
  ports: readonly number[],
  act: () => Promise<void>,
): Promise<readonly CapturedPdu[]> {
  const folder = await mkdtemp(join(tmpdir(), "kms-doctor-capture-"));
  const file = join(folder, "capture.pcapng");
  const beacon = createSocket("udp4");
  await new Promise<void>((resolve) => beacon.bind(0, "127.0.0.1", resolve));
  const beaconPort = beacon.address().port;
  const filter = [...ports.map((port) => `tcp port ${port}`), `udp port ${beaconPort}`].join(" or ");
  const tshark = spawn("tshark", ["-i", "lo", "-f", filter, "-l", "-P", "-w", file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<void>((resolve) => tshark.once("close", () => resolve()));
  let printed = "";
  tshark.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  tshark.stderr.resume();
  const seeBeacon = async (size: number): Promise<void> => {
    const deadline = AbortSignal.timeout(20_000);
    while (!printed.includes(`Len=${size}`)) {
      deadline.throwIfAborted();
      beacon.send(new Uint8Array(size), beaconPort, "127.0.0.1");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  try {
    await seeBeacon(101);
    await act();
    await seeBeacon(202);
    tshark.kill("SIGINT");
    await closed;
    return await dissect(file, ports);
  } finally {
    tshark.kill("SIGKILL");
    beacon.close();
    await rm(folder, { recursive: true });
  }
}

async function dissect(file: string, ports: readonly number[]): Promise<readonly CapturedPdu[]> {
  const decodeAs = ports.flatMap((port) => ["-d", `tcp.port==${port},dcerpc`]);
  const fields = FIELDS.flatMap((field) => ["-e", field]);
  const { code, stdout, stderr } = await runProgram("tshark", [
    ...["-r", file, ...decodeAs, "-Y", "dcerpc", "-T", "fields", "-E", "separator=|", ...fields],
  ]);
  if (code !== 0) throw new Error(stderr);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const cells = line.split("|");
      const cell = (index: number): string => cells[index] ?? "";
      return {
        sourcePort: cell(0),
        destinationPort: cell(1),
        ptype: cell(2),
        contextCount: cell(3),
        resultCount: cell(4),
        results: cell(5),
        reasons: cell(6),
        secondaryAddress: cell(7),
        status: cell(8),
        isMalformed: cell(9) !== "",
      };
    });
}
