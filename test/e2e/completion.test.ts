import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";
import { runTool } from "../support/run-tool.ts";

const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-completion-"));

async function scriptFor(shell: string): Promise<string> {
  const file = path.join(folder, `kms-doctor.${shell}`);
  writeFileSync(file, (await runTool(["completion", shell])).stdout);
  return file;
}

describeWithPeers("bash completion", ["bash"], () => {
  async function complete(...words: readonly string[]): Promise<readonly string[]> {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kms_doctor; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const file = await scriptFor("bash");
    const run = await runProgram("bash", ["-c", script, "bash", file, "kms-doctor", ...words]);
    expect(run.stderr).toBe("");
    return run.stdout.trimEnd().split("\n");
  }

  test.each([
    [["dis"], "discover"],
    [["lab", "sta"], "start"],
    [["probe", "--conn"], "--connect-only"],
    [["discover", "--format", "nd"], "ndjson"],
    [["completion", "fi"], "fish"],
    [["lab", "start", "--js"], "--json"],
    [["lab", "start", "stale"], "stale-host"],
    [["schema", "conf"], "config"],
    [["generate", "--product", "octo"], "octodns"],
    [["generate", "--template", "/dev/nul"], "/dev/null"],
    [["help", "disc"], "discover"],
    [["version", "--output", "/dev/nul"], "/dev/null"],
  ])("%j gives %s", async (words, expected) => {
    expect(await complete(...words)).toEqual([expected]);
  });

  test.each([["--timeout"], ["--server"], ["--port"], ["--concurrency"]])(
    "no file names behind %s",
    async (option) => {
      expect(await complete("probe", option, "/dev/nul")).toEqual([""]);
    },
  );
});

describeWithPeers("zsh completion", ["zsh"], () => {
  test("is a script that zsh takes, and defines the function", async () => {
    const file = await scriptFor("zsh");
    const check = 'autoload -Uz compinit; compinit -u -D; source "$1"; print -r -- ${_comps[kms-doctor]}';
    const run = await runProgram("zsh", ["-f", "-c", check, "zsh", file]);
    expect(run).toMatchObject({ code: 0, stdout: "_kms_doctor\n", stderr: "" });
  });

  test("offers files only where a file is wanted, and the names of scenarios and schemas", async () => {
    const { stdout } = await runTool(["completion", "zsh"]);
    expect(stdout).toContain('"probe:--file") _files; return ;;');
    expect(stdout).toContain(`"probe:--timeout") _message 'budget of one attempt`);
    expect(stdout).toMatch(/"lab start"\) choices=\(.*'stale-host:'/);
    expect(stdout).toMatch(/"schema"\) choices=\(.*'config:'/);
  });
});

describeWithPeers("fish completion", ["fish"], () => {
  test.each([
    ["kms-doctor dis", "discover"],
    ["kms-doctor lab sta", "start"],
    ["kms-doctor probe --connect", "--connect-only"],
    ["kms-doctor completion pow", "powershell"],
    ["kms-doctor lab start stale", "stale-host"],
    ["kms-doctor schema conf", "config"],
    ["kms-doctor version --output /dev/nul", "/dev/null"],
  ])("%s gives %s", async (line, expected) => {
    expect(await complete(line)).toContain(expected);
  });

  test("no file names behind an option that takes a number", async () => {
    expect(await complete("kms-doctor probe --timeout /dev/nul")).toEqual([""]);
  });

  async function complete(line: string): Promise<readonly (string | undefined)[]> {
    const file = await scriptFor("fish");
    const script = "source $argv[1]; complete -C $argv[2]";
    const run = await runProgram("fish", ["--no-config", "-c", script, file, line]);
    return run.stdout.split("\n").map((entry) => entry.split("\t")[0]);
  }
});

describe("PowerShell completion", () => {
  test("names every command and the values of options", async () => {
    const { stdout } = await runTool(["completion", "powershell"]);
    expect(stdout).toContain("Register-ArgumentCompleter -Native -CommandName kms-doctor");
    expect(stdout).toContain("'lab start' = @(");
    expect(stdout).toContain(
      "'discover:--format' = @('text', 'json', 'ndjson', 'markdown', 'html', 'junit', 'sarif')",
    );
    expect(stdout).toContain("'discover:--file' = @()");
    expect(stdout).toMatch(/'lab start' = @\(.*'stale-host'/);
  });
});
