// `undo` and its relatives, as built, where the journal or the command line is not what it should be; nothing is asked.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createChangeTool, wish, type ChangeTool } from "../support/publish-tool.ts";

const NOBODY = ["--yes", "--server", "127.0.0.1:9"];

let tool: ChangeTool;
beforeEach(() => {
  tool = createChangeTool();
  const folder = path.join(tool.state, "kms-doctor", "journal");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "broken.json"), "{");
  writeFileSync(path.join(folder, "later.json"), '{"version": 2, "id": "later"}');
});
afterEach(() => {
  tool.remove();
});

test.each([
  ["broken", "the journal entry of the change broken is damaged"],
  ["later", "the change later was recorded by another version of kms-doctor"],
  ["nobody", "the journal holds no change nobody"],
])("undo %s says why it can't", async (id, why) => {
  const run = await tool.plain("undo", id, ...NOBODY);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain(why);
});

test("the list tells them apart, and a program sees both", async () => {
  const { stdout } = await tool.plain("undo", "--list");
  expect(stdout).toMatch(/broken\.json can't be read/);
  expect(stdout).toMatch(/later\.json was made by another version of kms-doctor/);
  const document = JSON.parse((await tool.plain("undo", "--list", "--json")).stdout) as {
    readonly result: { readonly damaged: readonly string[] };
  };
  expect(document.result.damaged.map((file) => path.basename(file))).toEqual(["broken.json", "later.json"]);
});

test("each command's help says what it does with its flags", async () => {
  const undo = (await tool.plain("undo", "--help")).stdout.replaceAll(/\s+/g, " ");
  expect(undo).toContain("(default: the server that got the change)");
  expect(undo).toMatch(/undo \d{8}T\d{9}Z-[\da-f]{6}/);
  expect((await tool.plain("publish", "--help")).stdout).toContain("--ttl");
  expect((await tool.plain("unpublish", "--help")).stdout).not.toContain("--ttl");
  const refused = await tool.plain("unpublish", ...wish("kms1.corp.test"), "--ttl", "60", ...NOBODY);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("--ttl") as string });
});
