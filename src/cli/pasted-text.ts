// The text that --paste names, with the readers behind it.
import type { Paste } from "../app/tell-texts.ts";
import { pastedFacts } from "../core/checks/pasted-facts.ts";
import { judgePasted, publishedView } from "../core/checks/pasted-rules.ts";
import { pastedSigns } from "../core/checks/pasted-signs.ts";
import { readTexts } from "../core/windows/read-texts.ts";
import { readPaste } from "./paste-inputs.ts";

/** Throws UsageError for what is no text. */
export async function pastedText(files: readonly string[]): Promise<Paste> {
  const texts = [];
  for (const file of new Set(files)) texts.push(await readPaste(file, "--paste "));
  const reading = readTexts(texts);
  return {
    reading,
    judge: (domains) => judgePasted(pastedFacts(reading.documents, publishedView(domains))),
    signs: pastedSigns(reading.documents),
  };
}
