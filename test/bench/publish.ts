// `publish` with its verification on two servers beside `nsupdate` and `dig` doing the same.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startBind } from "../support/dns-servers/bind.ts";
import { compare, rowOf, type Row } from "./measure.ts";

const MAIN = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const SECOND = "::1";
const OWNER = "_vlmcs._tcp.corp.test.";

/** Both servers are primaries that take updates: how long a secondary takes is not the question here. */
export async function comparePublishing(): Promise<readonly Row[]> {
  const zone = {
    apex: "corp.test",
    records: [
      "kms1.corp.test. 3600 IN A 127.0.0.1",
      "corp.test. 3600 IN NS ns2.corp.test.",
      `ns2.corp.test. 3600 IN AAAA ${SECOND}`,
      `${OWNER} 3600 IN SRV 0 0 1688 kms1.corp.test.`,
    ],
  };
  const first = await startBind({ zones: [zone], zoneStatements: "allow-update { any; }; notify no;" });
  const { address, port } = first.endpoint;
  const second = await startBind({ zones: [zone], address: SECOND, port });
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-bench-"));
  const script = (name: string, ...lines: readonly string[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, [`server ${address} ${port}`, "zone corp.test.", ...lines, "send", ""].join("\n"));
    return file;
  };
  const reset = script("reset", `update delete ${OWNER} SRV`);
  const add = script(
    "add",
    `prereq nxrrset ${OWNER} SRV`,
    `update add ${OWNER} 3600 SRV 0 0 1688 kms1.corp.test.`,
  );
  const dig = (server: string): string => `dig @${server} -p ${port} ${OWNER} SRV +norec`;
  const publish = [
    `"${process.execPath}" "${MAIN}" publish --domain corp.test --host kms1.corp.test --yes`,
    `--server ${address}:${port} --dns-port ${port}`,
  ].join(" ");
  const inShell = (name: string, text: string) =>
    ({
      name,
      argv: ["sh", "-c", `export XDG_STATE_HOME="${folder}"; nsupdate "${reset}" && ${text}`],
    }) as const;
  try {
    const pair = await compare(
      inShell("publish", publish),
      inShell("nsupdate, 2 × dig", `nsupdate "${add}" && ${dig(address)} && ${dig(SECOND)}`),
      11,
    );
    return [rowOf("Publish, and verify on 2 servers (each with an nsupdate that resets)", pair, "≤ 1.0")];
  } finally {
    rmSync(folder, { recursive: true });
    await second.stop();
    await first.stop();
  }
}
