// A finding as a section of what is told in the terminal interface.
import type { Finding } from "../../core/checks/finding.ts";
import type { ToldSection } from "../../ui/ports.ts";

export function findingSection({ severity, id, title, evidence, remedy }: Finding): ToldSection {
  return {
    title: `${severity} ${id}: ${title}`,
    rows: [
      ...evidence.map((text) => ({ label: "seen", text })),
      ...remedy.map((text) => ({ label: "do", text })),
    ],
  };
}
