// `config path` and `config show`, as built: what is printed is a configuration file again.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { documentOf, runTool } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-config-"));
const file = path.join(folder, "config.yaml");
writeFileSync(file, "server: 192.0.2.53\nkeys: { quit: x }\ntimeout: 700\n");

test("the path, with and without a file", async () => {
  const env = { XDG_CONFIG_HOME: folder };
  const own = await runTool(["config", "path", "--json"], { env });
  expect(documentOf(own).result).toEqual({
    path: path.join(folder, "kms-doctor", "config.yaml"),
    exists: false,
  });
  const named = await runTool(["config", "path", "--config", file]);
  expect(named.stdout).toBe(`${file}\n`);
});

test("what is printed has the same settings", async () => {
  const shown = await runTool(["config", "show", "--config", file]);
  expect(shown.stdout).toContain("timeout: 700\n");
  expect(shown.stdout).toContain("# theme: light");
  const again = path.join(folder, "again.yaml");
  writeFileSync(again, shown.stdout);
  const [first, second] = await Promise.all(
    [file, again].map((each) => runTool(["config", "show", "--config", each, "--json"])),
  );
  const settings = { server: ["192.0.2.53"], keys: { quit: ["x"] }, timeout: 700 };
  expect(first === undefined ? undefined : documentOf(first).result["settings"]).toEqual(settings);
  expect(second === undefined ? undefined : documentOf(second).result["settings"]).toEqual(settings);
});

test("a file that is wrong is told by its line", async () => {
  writeFileSync(path.join(folder, "bad.yaml"), "timeout: 700\ntheme: pink\n");
  const run = await runTool(["config", "show", "--config", path.join(folder, "bad.yaml")]);
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain("bad.yaml:2: 'theme' must be dark, light, high-contrast or mono");
});
