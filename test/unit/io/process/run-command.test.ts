import { describe, expect, test } from "vitest";
import { runCommand } from "../../../../src/io/process/run-command.ts";

const NODE = process.execPath;
const NEVER = new AbortController().signal;
const LIMITS = { timeoutMs: 15_000, maxBytes: 10_000 };

describe("runCommand", () => {
  test("gives output and exit code; arguments reach the program as they are, through no shell", async () => {
    const script = "process.stdout.write(process.argv[1]);process.stderr.write('e');process.exitCode=3";
    const outcome = await runCommand(NODE, ["-e", script, 'a b;$(x) `y` "z"'], LIMITS, NEVER);
    expect(outcome).toMatchObject({ kind: "finished", exitCode: 3 });
    if (outcome.kind !== "finished") return;
    expect(new TextDecoder().decode(outcome.stdout)).toBe('a b;$(x) `y` "z"');
    expect(new TextDecoder().decode(outcome.stderr)).toBe("e");
  });

  test("standard input is empty", async () => {
    const outcome = await runCommand(
      NODE,
      ["-e", "process.stdin.resume().on('end',()=>console.log('end'))"],
      LIMITS,
      NEVER,
    );
    expect(outcome).toMatchObject({ kind: "finished", exitCode: 0 });
  });

  test("a program that is not there", async () => {
    expect(await runCommand("/nonexistent/program", [], LIMITS, NEVER)).toEqual({ kind: "not-found" });
  });

  test("a folder", async () => {
    expect(await runCommand("/etc", [], LIMITS, NEVER)).toEqual({ kind: "failed", code: "EACCES" });
  });

  test("too slow, too talkative, cancelled", async () => {
    const forever = "setInterval(()=>{},1000)";
    expect(await runCommand(NODE, ["-e", forever], { ...LIMITS, timeoutMs: 100 }, NEVER)).toEqual({
      kind: "timeout",
    });
    const talk = "setInterval(()=>process.stdout.write('x'.repeat(5000)),1)";
    expect(await runCommand(NODE, ["-e", talk], LIMITS, NEVER)).toEqual({ kind: "too-much-output" });
    const controller = new AbortController();
    const waiting = runCommand(NODE, ["-e", forever], LIMITS, controller.signal);
    setImmediate(() => controller.abort());
    expect(await waiting).toEqual({ kind: "cancelled" });
    expect(await runCommand(NODE, [], LIMITS, controller.signal)).toEqual({ kind: "cancelled" });
  });

  test("a grandchild that keeps the pipes does not keep us", async () => {
    const script = `require("child_process").spawn(process.execPath,["-e","setTimeout(()=>{},3000)"],{stdio:"inherit"});setInterval(()=>{},1000)`;
    expect(await runCommand(NODE, ["-e", script], { ...LIMITS, timeoutMs: 300 }, NEVER)).toEqual({
      kind: "timeout",
    });
  });
});
