import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/core/checks/finding.ts";
import { checkDocument, documentOf, runTool, startTool } from "../support/run-tool.ts";

type Listed = {
  readonly scenarios: readonly { readonly name: string; readonly expects: readonly string[] }[];
};
type Started = {
  readonly dnsServers: readonly string[];
  readonly domains: readonly string[];
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly port: number }[];
};

async function idsOf(args: readonly string[]): Promise<readonly string[]> {
  const run = await runTool([...args, "--json", "--timeout", "500"]);
  return (documentOf(run)["findings"] as readonly Finding[]).map(({ id }) => id);
}

describe("the lab", () => {
  test.each(["lab", "demo"])("%s tells the whole story and exits 0", async (command) => {
    const run = await runTool([command]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("All 7 steps held.");
    expect(run.stdout).not.toContain("BROKEN");
  });

  test("the story as a document", async () => {
    const run = await runTool(["lab", "--json"]);
    const { story } = documentOf(run).result as { story: { held: boolean }[] };
    expect(story.map(({ held }) => held)).toEqual(Array(7).fill(true));
  });

  test("every scenario yields exactly what it promises, seen by the built program", async () => {
    const { scenarios } = documentOf(await runTool(["lab", "list", "--json"])).result as Listed;
    expect(scenarios.length).toBeGreaterThanOrEqual(7);
    const matrix: { readonly scenario: string; readonly missing: string; readonly invented: string }[] = [];
    for (const { name, expects } of scenarios) {
      const tool = startTool(["lab", "start", name, "--json"]);
      const text = await tool.stdoutMatching(/\n/);
      checkDocument(text);
      const { dnsServers, domains } = (JSON.parse(text) as { result: Started }).result;
      const servers = dnsServers.flatMap((server) => ["--server", server]);
      const port = dnsServers[0]?.split(":").at(-1) ?? "53";
      const seen = await idsOf(["diagnose", ...domains, ...servers, "--dns-port", port]);
      tool.child.kill("SIGINT");
      expect((await tool.ended).code).toBe(130);
      matrix.push({
        scenario: name,
        missing: expects.filter((id) => !seen.includes(id)).join(" "),
        invented: [...new Set(seen)].filter((id) => !expects.includes(id)).join(" "),
      });
    }
    console.table(matrix);
    expect(matrix.filter(({ missing, invented }) => missing !== "" || invented !== "")).toEqual([]);
  }, 300_000);

  test("lab start prints commands that work as they are", async () => {
    const tool = startTool(["lab", "start"]);
    const text = await tool.stdoutMatching(/Ctrl-C stops/);
    const commands = [...text.matchAll(/^ {2}kms-doctor (.*)$/gm)].map((match) => match[1]?.split(" ") ?? []);
    expect(commands.length).toBeGreaterThanOrEqual(2);
    for (const command of commands) expect((await runTool(command)).code, command.join(" ")).toBe(0);
    tool.child.kill("SIGTERM");
    expect((await tool.ended).code).toBe(143);
  });
});

describe("serve", () => {
  test("listens where it says, answers as KMS, and ends by the signal", async () => {
    const tool = startTool(["serve", "--listen", "127.0.0.1:0", "--json"]);
    const text = await tool.stdoutMatching(/\n/);
    checkDocument(text);
    const [endpoint = ""] = (JSON.parse(text) as { result: { endpoints: string[] } }).result.endpoints;
    expect((await runTool(["probe", endpoint])).code).toBe(0);
    tool.child.kill("SIGINT");
    const run = await tool.ended;
    expect(run.code).toBe(130);
    expect(run.stderr).toContain("bind accepted");
  });

  test("a port in use is exit 3, with the next step", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const run = await runTool(["serve", "--listen", `127.0.0.1:${port}`]);
    server.close();
    expect(run).toMatchObject({ code: 3, stdout: "" });
    expect(run.stderr).toMatch(/EADDRINUSE.*--listen/);
  });
});
