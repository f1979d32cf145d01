// Ink and React cost start-up time: no command but the interface may load them.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { MAIN, runTool } from "../support/run-tool.ts";

const CHUNKS = path.join(path.dirname(MAIN), "chunks");
const PRELOAD = new URL("../support/print-loaded.ts", import.meta.url).href;

/** Chunks of the build that hold the renderer. */
const withInk = readdirSync(CHUNKS).filter(
  (file) =>
    file.endsWith(".js") &&
    readFileSync(path.join(CHUNKS, file), "utf8").includes("react.transitional.element"),
);

test("the build has the renderer in chunks of its own", () => {
  expect(withInk.length).toBeGreaterThan(0);
});

test.each([
  ["version"],
  ["--help"],
  ["help", "tui"],
  ["lab", "--json"],
  ["diagnose", "corp.test", "--server", "127.0.0.1:1", "--timeout", "100", "--retries", "0", "--json"],
  ["explain", "0xC004F074"],
  // Without a terminal the interface says so, before anything of it is loaded.
  ["tui"],
])("%s loads none of it", async (...words) => {
  const run = await runTool(words, { env: { NODE_OPTIONS: `--import=${PRELOAD}` } });
  const [, loaded = ""] = /^loaded: (.*)$/m.exec(run.stderr) ?? [];
  expect(loaded).toContain("main.js");
  expect(withInk.filter((chunk) => loaded.includes(chunk))).toEqual([]);
});
