// The verdict in one line. What was not seen is never well.
import type { RunView } from "../store/run-view.ts";
import type { Health } from "../theme/glyphs.ts";

export type Verdict = { readonly health: Health; readonly text: string };

export function verdictOf(run: RunView): Verdict {
  const { phase, counts, unknown, domains, targets, progress, failure, unexamined, findings } = run;
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
    case "done": {
      if (domains.length === 0 && targets.length === 0 && findings.length === 0)
        return { health: "unknown", text: "nothing was examined" };
      const [worst] = findings;
      const told = worst === undefined || worst.severity === "info" ? found : `${found}: ${worst.title}`;
      if (counts.error > 0) return { health: "bad", text: told };
      const gaps = Math.max(unknown, unexamined.length);
      if (gaps > 0) return { health: "unknown", text: `${told}; ${count(gaps, "thing")} not examined` };
      return { health: counts.warning > 0 ? "warn" : "good", text: told };
    }
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
