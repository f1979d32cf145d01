// Shows the plans on the terminal and asks whether they are to be carried out. Only 'y' and 'yes' mean yes.
import { createInterface } from "node:readline/promises";
import type { PlanReport } from "../core/plan/plan-report.ts";
import { renderPlan } from "./text/render-change.ts";
import { paintFor } from "./text/paint.ts";
import { stderrWriter } from "./writer.ts";

export async function confirmPlans(plans: readonly PlanReport[], signal: AbortSignal): Promise<boolean> {
  const paint = paintFor(process.stderr, true);
  await stderrWriter().write(plans.map((plan) => renderPlan(plan, paint)).join(""));
  await stderrWriter().flush();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal is read key by key meanwhile, so Ctrl-C arrives here and not as a signal.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await terminal.question("Carry it out? [y/N] ", { signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
