// The endpoint against independent clients: impacket, Samba's Python client, nmap; judged on the wire by tshark.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startKmsHost, type KmsHost } from "../../src/lab/kms-host/kms-host.ts";
import { captureDcerpc } from "../support/capture.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";

const PYTHON = "/usr/bin/python3";
const KMS_AND_MGMT = ["51c82175-844e-4750-b0d8-ec255555bc06", "afa8bd80-7d8a-11c9-bef4-08002b102989"];
const REFUSAL = "000000000000000005000780";
const script = (name: string): string => new URL(`../support/${name}`, import.meta.url).pathname;

let host: KmsHost;
let host6: KmsHost;
let folder: string;
beforeAll(async () => {
  host = await startKmsHost({ address: "127.0.0.1", port: 0 });
  host6 = await startKmsHost({ address: "::1", port: 0 });
  folder = await mkdtemp(join(tmpdir(), "kms-doctor-peers-"));
});
afterAll(async () => {
  await Promise.all([host.stop(), host6.stop(), rm(folder, { recursive: true })]);
});

async function runJson(command: string, args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runProgram(command, args);
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
  return JSON.parse(stdout);
}

describeWithPeers("impacket", ["python3:impacket"], () => {
  test.each(["127.0.0.1", "::1"])("binds, calls, fragments and alters on %s", async (address) => {
    const { port } = (address === "::1" ? host6 : host).endpoint;
    expect(await runJson(PYTHON, [script("impacket-client.py"), String(port), address])).toEqual({
      opnum1: "nca_s_op_rng_error",
      refusal: REFUSAL,
      badStub: "rpc_x_bad_stub_data",
      refusal64: "0000000000000000000000000000000005000780",
      fragmented: REFUSAL,
      unknownInterface: expect.stringContaining("provider_rejection; abstract_syntax_not_supported"),
      interfaces: KMS_AND_MGMT,
    });
  });

  test("rpcmap lists both interfaces, and its default login is refused by name", async () => {
    const rpcmap = "/usr/share/doc/python3-impacket/examples/rpcmap.py";
    const binding = `ncacn_ip_tcp:127.0.0.1[${host.endpoint.port}]`;
    const anonymous = await runProgram(PYTHON, [rpcmap, "-auth-level", "1", binding]);
    expect(anonymous.stdout).toContain("UUID: 51C82175-844E-4750-B0D8-EC255555BC06 v1.0");
    expect(anonymous.stdout).toContain("UUID: AFA8BD80-7D8A-11C9-BEF4-08002B102989 v1.0");
    const withLogin = await runProgram(PYTHON, [rpcmap, binding]);
    expect(`${withLogin.stdout}${withLogin.stderr}`).toMatch(/Authentication type not recognized/i);
  });
});

describeWithPeers("Samba's client", ["python3:samba"], () => {
  test("binds, is refused, and lists the interfaces", async () => {
    const conf = join(folder, "min.conf");
    await writeFile(conf, "[global]\n");
    expect(await runJson(PYTHON, [script("samba-client.py"), String(host.endpoint.port), conf])).toEqual({
      transferSyntax: "8a885d04-1ceb-11c9-9fe8-08002b104860",
      opnum1: expect.stringContaining("The procedure number is out of range"),
      refusal: REFUSAL,
      absent: expect.stringContaining("c0020026"),
      interfaces: KMS_AND_MGMT,
    });
  });
});

describeWithPeers("nmap", ["nmap"], () => {
  test.each([
    ["IPv4", "127.0.0.1", []],
    ["IPv6", "::1", ["-6"]],
  ] as const)("recognises an RPC service over %s", { timeout: 120_000 }, async (_, address, flags) => {
    const { port } = (address === "::1" ? host6 : host).endpoint;
    const args = ["-sV", "-Pn", "-n", ...flags, "-p", String(port), address];
    const { stdout } = await runProgram("nmap", args, { timeoutMs: 110_000 });
    expect(stdout).toMatch(new RegExp(`${port}/tcp open +msrpc +Microsoft`));
  });
});

describeWithPeers("tshark", ["tshark", "python3:impacket"], () => {
  test("reads every PDU of an impacket session as meant", { timeout: 60_000 }, async () => {
    const { port } = host.endpoint;
    const pdus = await captureDcerpc([port], async () => {
      await runJson(PYTHON, [script("impacket-client.py"), String(port)]);
    });
    expect(pdus.filter(({ isMalformed }) => isMalformed)).toEqual([]);
    const answers = pdus.filter(({ sourcePort }) => sourcePort === String(port));
    const acks = answers.filter(({ ptype }) => ptype === "12");
    expect(acks.map(({ resultCount, results }) => `${resultCount} ${results}`)).toEqual([
      "1 0",
      "1 0",
      "1 0",
      "1 2",
      "1 0",
    ]);
    expect(new Set(acks.map(({ secondaryAddress }) => secondaryAddress))).toEqual(new Set([String(port)]));
    expect(answers.filter(({ ptype }) => ptype === "15").map(({ results }) => results)).toEqual(["0"]);
    expect(answers.filter(({ ptype }) => ptype === "3").map(({ status }) => status)).toEqual([
      "0x1c010002",
      "0x000006f7",
    ]);
  });
});
