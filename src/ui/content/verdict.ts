// The verdict in one line. What was not seen is never well.
import type { RunView } from "../store/run-view.ts";
import type { Health } from "../theme/glyphs.ts";

export type Verdict = { readonly health: Health; readonly text: string };

export function verdictOf({ phase, counts, unknown, domains, targets, progress, failure }: RunView): Verdict {
  const found = sayCounts(counts);
  switch (phase) {
    case "idle":
      return { health: "busy", text: "nothing was checked yet" };
    case "running": {
      const seen = `${count(domains.length, "domain")}, ${count(targets.length, "host")} so far`;
      const of =
        progress === undefined || progress.total === null
          ? ""
          : ` (${progress.done} of ${progress.total} ${progress.unit})`;
      return { health: "busy", text: `checking: ${seen}${of}` };
    }
    case "failed":
      return { health: "unknown", text: failure ?? "the check failed" };
    case "partial":
      return { health: "unknown", text: `stopped early: ${found}; the rest is not known` };
    case "done":
      if (counts.error > 0) return { health: "bad", text: found };
      if (unknown > 0)
        return { health: "unknown", text: `${found}; ${count(unknown, "part")} could not be determined` };
      return { health: counts.warning > 0 ? "warn" : "good", text: found };
  }
}

function sayCounts({ error, warning, info }: RunView["counts"]): string {
  const parts = [
    ...(error > 0 ? [count(error, "error")] : []),
    ...(warning > 0 ? [count(warning, "warning")] : []),
    ...(info > 0 ? [`${info} to know`] : []),
  ];
  return parts.length === 0 ? "nothing wrong was found" : parts.join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
