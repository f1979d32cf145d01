// Tells in a run what was read from pasted text.
import type { TiedFinding } from "../core/checks/causality.ts";
import type { DiagnosedDomain } from "../core/checks/diagnosis-facts.ts";
import type { EvidenceKey } from "../core/kms/error-codes/evidence-key.ts";
import type { EventEmitter } from "./run-events.ts";
import type { ReadTexts } from "../core/windows/read-texts.ts";

/** Pasted text that a diagnosis is to join. The readers are many: who pastes nothing does not load them. */
export type Paste = {
  readonly reading: ReadTexts;
  readonly judge: (domains: readonly DiagnosedDomain[]) => readonly TiedFinding[];
  /** What it says that is no finding, for the ranking of causes. */
  readonly signs: (domains: readonly DiagnosedDomain[]) => readonly (readonly [EvidenceKey, string])[];
};

export async function tellTexts(
  { files, documents, notUnderstood }: ReadTexts,
  events: EventEmitter,
): Promise<void> {
  for (const [index, { file, document }] of documents.entries()) {
    const { kind, lines, facts } = document;
    events.emit({
      type: "probe-finished",
      probe: { kind: "document", index, file },
      result: { kind: "document", report: { file, kind, lines, facts } },
    });
    await events.room();
  }
  for (const file of files) {
    events.emit({
      type: "probe-finished",
      probe: { kind: "text", file },
      result: {
        kind: "text",
        documents: documents.filter((document) => document.file === file).length,
        notUnderstood: notUnderstood.filter((lines) => lines.file === file),
      },
    });
  }
}
