// The rules over pasted text, apart from the others: who pastes nothing does not load them.
import { withoutTrailingDot } from "../dns/owner-name.ts";
import type { TiedFinding } from "./causality.ts";
import type { DiagnosedDomain } from "./diagnosis-facts.ts";
import type { Finding } from "./finding.ts";
import { clientHostsPinned, clientWrongHost } from "./pasted-client.ts";
import { cmidShared, countBelowThreshold } from "./pasted-counts.ts";
import type { PastedFacts, PublishedView } from "./pasted-facts.ts";
import { hostPortMismatch, hostPublishingOff, publishFailedEvent } from "./pasted-host.ts";
import { pastedSuffixNone } from "./pasted-suffix.ts";
import { judge, type Rule } from "./rule.ts";

const PASTED_RULES: readonly Rule<PastedFacts>[] = [
  hostPublishingOff,
  hostPortMismatch,
  publishFailedEvent,
  clientWrongHost,
  clientHostsPinned,
  countBelowThreshold,
  cmidShared,
  pastedSuffixNone,
];

/** The findings with what ties them to those of the network. */
export function judgePasted(facts: PastedFacts): readonly TiedFinding[] {
  return judge(PASTED_RULES, facts).map((finding) => ({
    finding,
    owners: ownersOf(finding, facts),
    hosts: hostsOf(finding, facts),
    servers: [],
  }));
}

function ownersOf({ id, subject }: Finding, { published }: PastedFacts): readonly string[] {
  if (id === "host-publishing-off") return published?.missing ?? [];
  return id === "publish-failed-event" ? [`_vlmcs._tcp.${subject}.`] : [];
}

function hostsOf({ id, subject }: Finding, { published }: PastedFacts): readonly string[] {
  // The output of a host does not name it: only where one is published it can be no other.
  if (id === "host-port-mismatch" && published?.records.length === 1) return [subject];
  return id === "client-wrong-host" || id === "client-hosts-pinned" ? [subject] : [];
}

/** What a diagnosis saw published. A domain of which nobody could tell is not in it. */
export function publishedView(domains: readonly DiagnosedDomain[]): PublishedView {
  const told = domains.filter(({ answers }) => answers.some(({ presence }) => presence !== null));
  return {
    source: `DNS, asked in this run (${told.length > 5 ? `${told.length} domains` : told.map(({ domain }) => domain).join(", ")})`,
    records: told.flatMap(({ records, owner }) =>
      records
        .filter(({ target, port }) => target !== "." && port !== 0)
        .map(({ target, port, priority }) => ({
          owner: withoutTrailingDot(owner),
          target: withoutTrailingDot(target),
          port,
          priority,
        })),
    ),
    missing: told.filter(({ records }) => records.length === 0).map(({ owner }) => owner),
  };
}
