// Pasted text in tests: samples of test/golden/windows, and the findings that a text leads to.
import { readFileSync } from "node:fs";
import { withoutExplained } from "../../src/core/checks/causality.ts";
import type { Finding } from "../../src/core/checks/finding.ts";
import { pastedFacts, type PublishedView } from "../../src/core/checks/pasted-facts.ts";
import { judgePasted } from "../../src/core/checks/pasted-rules.ts";
import { readTexts } from "../../src/core/windows/read-texts.ts";

/** A file of test/golden/windows. */
export function sample(name: string): string {
  return readFileSync(new URL(`../golden/windows/${name}`, import.meta.url), "utf8");
}

/** `live`: what DNS publishes, as a diagnosis sees it. */
export function pastedFindings(
  texts: readonly string[],
  live: PublishedView | null = null,
): readonly Finding[] {
  const { documents } = readTexts(texts.map((text, index) => ({ file: `${index + 1}.txt`, text })));
  return withoutExplained(judgePasted(pastedFacts(documents, live)));
}

/** `kms01.contoso.test:1688` as published records of contoso.test. */
export function publishedHosts(...hosts: readonly string[]): PublishedView {
  return {
    source: "DNS",
    missing: hosts.length === 0 ? ["_vlmcs._tcp.contoso.test."] : [],
    records: hosts.map((host) => {
      const [target = "", port = ""] = host.split(":");
      return { owner: "_vlmcs._tcp.contoso.test", target, port: Number(port), priority: 0 };
    }),
  };
}
