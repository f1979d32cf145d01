// What npm would publish has the files that the program reads beside its code.
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { templateFiles, templateNames } from "../../src/io/fs/template-folders.ts";
import { runProgram } from "../support/run-program.ts";

test("the package has every template", { timeout: 60_000 }, async () => {
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  const run = await runProgram("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd,
    timeoutMs: 50_000,
  });
  const [{ files = [] } = {}] = JSON.parse(run.stdout) as { files?: { path: string }[] }[];
  const packed = files.map((file) => file.path);
  for (const name of await templateNames())
    for (const file of await templateFiles(name)) expect(packed).toContain(`zone-templates/${name}/${file}`);
  expect(packed).toContain("zone-templates/README.md");
  expect(packed).toContain("dist/main.js");
});
