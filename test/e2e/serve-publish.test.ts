// `serve --publish` on the embedded lab: the record is there while the endpoint runs, and gone afterwards.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createChangeTool, type ChangeTool } from "../support/publish-tool.ts";
import { checkDocument, documentOf, runTool, startTool, type RunningTool } from "../support/run-tool.ts";

type Started = {
  readonly dnsServers: readonly string[];
  readonly dnsPort: number;
  readonly keyFile: string | null;
};
type Served = {
  readonly endpoints: readonly string[];
  readonly published: { readonly zone: string; readonly applied: boolean } | null;
};

let tool: ChangeTool;
const running: RunningTool[] = [];
beforeEach(() => {
  tool = createChangeTool();
});
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.child.kill("SIGINT");
    await each.ended;
  }
  tool.remove();
});

/** The words that lead to the lab's servers, and its key. */
async function start(
  scenario: string,
): Promise<{ readonly at: readonly string[]; readonly key: readonly string[] }> {
  const lab = startTool(["lab", "start", scenario, "--json"]);
  running.push(lab);
  const text = await lab.stdoutMatching(/\n/);
  const { dnsServers, dnsPort, keyFile } = (JSON.parse(text) as { result: Started }).result;
  const at = ["--server", dnsServers[0] ?? "", "--dns-port", String(dnsPort), "--timeout", "500"];
  return { at, key: keyFile === null ? [] : ["--key", keyFile] };
}

const PUBLISH = ["serve", "--listen", "127.0.0.1:0", "--publish", "corp.test", "--host", "kms1.corp.test"];

/** `host:port` of every record. */
async function published(at: readonly string[]): Promise<readonly string[]> {
  type Record = { readonly target: string; readonly port: number };
  const run = await runTool(["discover", "corp.test", ...at, "--json"]);
  const { domains } = documentOf(run).result as {
    domains: readonly { readonly records: readonly Record[] }[];
  };
  return domains.flatMap(({ records }) => records.map(({ target, port }) => `${target}:${port}`));
}

function serve(...words: readonly string[]): RunningTool {
  return startTool(words, { env: { XDG_STATE_HOME: tool.state } });
}

describe("serve --publish", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("found while it runs, and gone after %s", async (signal) => {
    const { at } = await start("publish-open");
    const endpoint = serve(...PUBLISH, ...at, "--yes", "--json");
    const text = await endpoint.stdoutMatching(/\n/);
    checkDocument(text);
    const { endpoints, published: change } = (JSON.parse(text) as { result: Served }).result;
    expect(change).toMatchObject({ zone: "corp.test", applied: true });
    const port = endpoints[0]?.split(":").at(-1) ?? "";
    expect(await published(at)).toEqual([`kms1.corp.test:${port}`]);
    expect((await runTool(["probe", `kms1.corp.test:${port}`, ...at])).code).toBe(0);
    endpoint.child.kill(signal);
    const run = await endpoint.ended;
    expect(run.code).toBe(signal === "SIGINT" ? 130 : 143);
    expect(run.stderr).toContain("loopback only");
    expect(run.stderr).toContain(`kms1.corp.test:${port} at _vlmcs._tcp.corp.test is no longer published`);
    expect(await published(at)).toEqual([]);
  });

  test("a key, and two name servers", async () => {
    const { at, key } = await start("publish-signed");
    const endpoint = serve(...PUBLISH, ...at, ...key, "--yes");
    const text = await endpoint.stdoutMatching(/Ctrl-C stops/);
    expect(text).toContain("Published in corp.test, zone corp.test at 127.0.0.1:");
    expect(await published(at)).toHaveLength(1);
    endpoint.child.kill("SIGINT");
    await endpoint.ended;
    expect(await published(at)).toEqual([]);
  });

  test("a record that was there stays", async () => {
    const { at } = await start("publish-open");
    const first = serve(...PUBLISH, ...at, "--yes", "--json");
    const text = await first.stdoutMatching(/\n/);
    const [address = ""] = (JSON.parse(text) as { result: Served }).result.endpoints;
    // The first one is killed, and leaves its record behind.
    first.child.kill("SIGKILL");
    await first.ended;
    const words = PUBLISH.map((word) => (word === "127.0.0.1:0" ? address : word));
    const second = serve(...words, ...at, "--yes");
    expect(await second.stdoutMatching(/Ctrl-C stops/)).toContain("Published before in corp.test");
    second.child.kill("SIGINT");
    expect((await second.ended).stderr).toContain("was published already");
    expect(await published(at)).toHaveLength(1);
  });

  test("a record that can't be taken away is told", async () => {
    const { at } = await start("publish-open");
    const endpoint = serve(...PUBLISH, ...at, "--yes");
    await endpoint.stdoutMatching(/Ctrl-C stops/);
    const [lab] = running.splice(0);
    lab?.child.kill("SIGINT");
    await lab?.ended;
    endpoint.child.kill("SIGINT");
    const run = await endpoint.ended;
    expect(run.code).toBe(130);
    expect(run.stderr).toMatch(/kms1\.corp\.test:\d+ at _vlmcs\._tcp\.corp\.test is still published: /);
  });

  test("written, but not on every server: told, and served", async () => {
    const { at } = await start("publish-not-replicated");
    const endpoint = serve(...PUBLISH, ...at, "--yes", "--wait", "0");
    await endpoint.stdoutMatching(/Ctrl-C stops/);
    endpoint.child.kill("SIGINT");
    expect((await endpoint.ended).stderr).toMatch(/127\.0\.0\.2:\d+ does not show the change/);
  });

  test.each([
    ["publish-refused", 1, /it answered REFUSED/],
    ["publish-ignored", 1, /it ignored the change/],
    ["publish-silent", 3, /it is not known whether kms1\.corp\.test:\d+ .* was published.*undo/],
  ] as const)("%s: one line, and nothing is served", async (scenario, code, reason) => {
    const { at } = await start(scenario);
    const run = await tool.plain(...PUBLISH, ...at, "--yes");
    expect(run, run.stderr).toMatchObject({ code, stdout: "" });
    expect(run.stderr).toMatch(reason);
  });

  test("stopped while it waits for the answer: nothing is served, and it looks whether the record arrived", async () => {
    const { at } = await start("publish-silent");
    const endpoint = serve(...PUBLISH, ...at, "--yes", "--timeout", "10000");
    const journal = path.join(tool.state, "kms-doctor", "journal");
    await vi.waitUntil(
      () => existsSync(journal) && readdirSync(journal).some((file) => file.endsWith(".json")),
      { timeout: 10_000 },
    );
    endpoint.child.kill("SIGINT");
    const run = await endpoint.ended;
    expect(run).toMatchObject({ code: 130, stdout: "" });
    expect(run.stderr).toMatch(/kms1\.corp\.test:\d+ at _vlmcs\._tcp\.corp\.test is no longer published/);
  });

  test("what is missing is said before anything listens or is asked", async () => {
    const at = ["--server", "127.0.0.1:9"];
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [[...PUBLISH, ...at], /no terminal to ask at/],
      [[...PUBLISH.with(PUBLISH.length - 1, "127.0.0.1"), ...at, "--yes"], /never an address/],
      [[...PUBLISH, "--listen", "127.0.0.1:0", ...at, "--yes"], /a record names one port/],
      [["serve", "--listen", "127.0.0.1:0", "--host", "kms1.corp.test"], /Add --publish/],
    ];
    for (const [words, reason] of refused) {
      const run = await tool.plain(...words);
      expect(run, words.join(" ")).toMatchObject({ code: 2, stdout: "" });
      expect(run.stderr).toMatch(reason);
    }
  });
});
