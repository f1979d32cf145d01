// The built program changes the zones of its own lab: publish, undo and update-policy, each against each kind of zone.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { parseEndpoint } from "../../src/core/net/endpoint.ts";
import { createChangeTool, wish, type ChangeTool } from "../support/publish-tool.ts";
import { checkDocument, documentOf, runTool, startTool, type RunningTool } from "../support/run-tool.ts";

type Started = {
  readonly dnsServers: readonly string[];
  readonly hosts: readonly { readonly port: number }[];
  readonly keyFile: string | null;
  readonly commands: readonly string[];
};

let tool: ChangeTool;
let lab: RunningTool | undefined;
beforeEach(() => {
  tool = createChangeTool();
});
afterEach(async () => {
  lab?.child.kill("SIGINT");
  await lab?.ended;
  lab = undefined;
  tool.remove();
});

type Network = {
  readonly server: Endpoint;
  /** `--domain`, `--host`, `--port` of the host that works, and a short wait for the secondaries. */
  readonly words: readonly string[];
  readonly key: readonly string[];
  readonly commands: readonly string[];
};

async function start(scenario: string): Promise<Network> {
  lab = startTool(["lab", "start", scenario, "--json"]);
  const text = await lab.stdoutMatching(/\n/);
  checkDocument(text);
  const { dnsServers, hosts, keyFile, commands } = (JSON.parse(text) as { result: Started }).result;
  const server = parseEndpoint(dnsServers[0] ?? "", 53);
  if (!server.ok) throw new Error(server.error);
  const words = [...wish("kms1.corp.test"), "--port", String(hosts[0]?.port), "--wait", "1"];
  return { server: server.value, words, key: keyFile === null ? [] : ["--key", keyFile], commands };
}

async function policyOf({ server }: Network, ...key: readonly string[]): Promise<unknown> {
  const { address, port } = server;
  const words = ["--server", `${address}:${port}`, "--dns-port", String(port), "--timeout", "500", "--json"];
  return (
    documentOf(await runTool(["update-policy", "corp.test", ...words, ...key])).result as { policy: unknown }
  ).policy;
}

async function published({ server: { address, port } }: Network): Promise<number> {
  const run = await runTool(["discover", "corp.test", "--server", `${address}:${port}`, "--json"]);
  return (documentOf(run).result as { domains: { records: unknown[] }[] }).domains[0]?.records.length ?? -1;
}

describe("the lab takes updates", () => {
  test("open: published, published again without a change, taken back, and taken away", async () => {
    const network = await start("publish-open");
    expect(await policyOf(network)).toBe("open");
    const first = await tool.change(network.server, "publish", ...network.words);
    expect(first, first.stdout).toMatchObject({
      code: 0,
      ids: [],
      result: { applied: true, rcode: "NOERROR" },
    });
    expect(first.result.verified).toMatchObject([{ ok: true, serial: 2 }]);
    expect(await published(network)).toBe(1);
    const again = await tool.change(network.server, "publish", ...network.words);
    expect(again).toMatchObject({ code: 0, result: { changes: [], applied: false } });
    expect(again.result.verified).toMatchObject([{ ok: true, serial: 2 }]);
    const undone = await tool.change(network.server, "undo");
    expect(undone, undone.stdout).toMatchObject({ code: 0, result: { applied: true } });
    expect(await published(network)).toBe(0);
    await tool.change(network.server, "publish", ...network.words);
    const gone = await tool.change(network.server, "unpublish", ...network.words);
    expect(gone, gone.stdout).toMatchObject({ code: 0, result: { applied: true } });
    expect(await published(network)).toBe(0);
  });

  test("signed: only with the key that the lab names, and on both name servers", async () => {
    const network = await start("publish-signed");
    expect(await policyOf(network)).toBe("disabled");
    expect(await policyOf(network, ...network.key)).toBe("tsig");
    const unsigned = await tool.change(network.server, "publish", ...network.words);
    expect(unsigned).toMatchObject({ code: 1, ids: ["update-failed"], result: { rcode: "REFUSED" } });
    const signed = await tool.change(network.server, "publish", ...network.words, ...network.key);
    expect(signed, signed.stdout).toMatchObject({ code: 0, ids: [], result: { applied: true } });
    expect(signed.result.verified.map(({ ok }) => ok)).toEqual([true, true]);
    const undone = await tool.change(network.server, "undo", ...network.key);
    expect(undone, undone.stdout).toMatchObject({ code: 0, result: { applied: true } });
  });

  test("refused: nothing changed, and the way by hand", async () => {
    const network = await start("publish-refused");
    expect(await policyOf(network)).toBe("disabled");
    const run = await tool.change(network.server, "publish", ...network.words);
    expect(run).toMatchObject({
      code: 1,
      ids: ["update-failed"],
      result: { applied: false, rcode: "REFUSED" },
    });
    expect(await published(network)).toBe(0);
  });

  test("ignored: a NOERROR is not believed", async () => {
    const network = await start("publish-ignored");
    const run = await tool.change(network.server, "publish", ...network.words);
    expect(run).toMatchObject({
      code: 1,
      ids: ["update-failed"],
      result: { applied: false, rcode: "NOERROR" },
    });
    expect(run.document.findings[0]?.title).toContain("it ignored the change");
  });

  test("silent: it is not known, and undo says that nothing arrived", async () => {
    const network = await start("publish-silent");
    expect(await policyOf(network)).toBe("unknown");
    const run = await tool.change(network.server, "publish", ...network.words);
    expect(run).toMatchObject({ code: 3, result: { applied: null, rcode: null } });
    const undone = await tool.change(network.server, "undo");
    expect(undone).toMatchObject({ code: 0, result: { applied: false } });
    expect(undone.stderr).toContain("there is nothing to take back");
  });

  test("not replicated: written, and the second server named that lacks it", async () => {
    const network = await start("publish-not-replicated");
    const run = await tool.change(network.server, "publish", ...network.words);
    expect(run, run.stdout).toMatchObject({
      code: 1,
      ids: ["update-not-replicated"],
      result: { applied: true },
    });
    expect(run.result.verified.find(({ ok }) => !ok)?.server).toContain("127.0.0.2");
    expect(await tool.change(network.server, "undo")).toMatchObject({ code: 0, result: { applied: true } });
  });

  test("what the lab says to type works as it is", async () => {
    const network = await start("publish-signed");
    const typed = network.commands.filter((command) =>
      /^kms-doctor (update-policy|publish|undo) /.test(command),
    );
    expect(typed).toHaveLength(3);
    for (const command of typed) {
      const [, ...words] = command.split(" ");
      const yes = words[0] === "update-policy" ? [] : ["--yes"];
      const run = await tool.plain(...words, ...yes);
      expect(run.code, `${command}: ${run.stdout}${run.stderr}`).toBe(0);
    }
  });
});
