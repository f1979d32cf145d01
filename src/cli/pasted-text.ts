// The text that --paste names, with the readers behind it.
import type { Paste } from "../app/tell-texts.ts";
import { pastedFacts, type PastedFacts } from "../core/checks/pasted-facts.ts";
import { judgePasted, publishedView } from "../core/checks/pasted-rules.ts";
import { pastedSigns } from "../core/checks/pasted-signs.ts";
import { readTexts } from "../core/windows/read-texts.ts";
import { readPaste } from "./paste-inputs.ts";

/** Throws UsageError for what is no text. */
export async function pastedText(files: readonly string[]): Promise<Paste> {
  const texts = [];
  for (const file of new Set(files)) texts.push(await readPaste(file, "--paste "));
  const reading = readTexts(texts);
  const factsBeside = (domains: Parameters<typeof publishedView>[0]): PastedFacts =>
    pastedFacts(reading.documents, publishedView(domains));
  return {
    reading,
    judge: (domains) => judgePasted(factsBeside(domains)),
    signs: (domains) => pastedSigns(reading.documents, factsBeside(domains)),
  };
}
