// Runs `demo`: on a terminal the interface opens on the lab, otherwise the story is told.
import type { OutputFlags } from "../options.ts";

/** A host that works and that nobody has published, in a zone that takes updates: there is something to mend. */
const SCENARIO = "publish-open";

export async function runDemo(flags: OutputFlags): Promise<number> {
  const { json, ndjson, format, output } = flags;
  const wantsForm = [json, ndjson, format, output].some((flag) => flag !== undefined);
  if (!wantsForm && process.stdin.isTTY && process.stdout.isTTY) {
    const { runTui } = await import("./tui.ts");
    const { color, config } = flags;
    return runTui([], { color, lab: SCENARIO, ...(config === undefined ? {} : { config }) });
  }
  const { runLabStory } = await import("./lab-story.ts");
  return runLabStory("demo", flags);
}
