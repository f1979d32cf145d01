// Joins a rule dump with what the network showed: a port that does not open and the rule that explains it are one finding.
import { FIREWALL_RULES } from "../core/checks/catalogue.ts";
import type { PublishedHost } from "../core/checks/diagnosis-facts.ts";
import { sayBlocks, sayRule } from "../core/checks/firewall-facts.ts";
import type { Finding } from "../core/checks/finding.ts";
import type { FindingId } from "../core/checks/finding-id.ts";
import { judge } from "../core/checks/rule.ts";
import { assumedInterface } from "../core/firewall/assumptions.ts";
import { evaluate, type Evaluation } from "../core/firewall/evaluate.ts";
import { exposureOf } from "../core/firewall/exposure.ts";
import type { Question } from "../core/firewall/question.ts";
import { parseAddress, type IpAddress } from "../core/net/address.ts";
import {
  intersectSets,
  isEmptySet,
  setFromRange,
  subtractSets,
  unionOfSets,
  type AddressSet,
} from "../core/net/address-set.ts";
import { formatEndpoint, type Endpoint } from "../core/net/endpoint.ts";
import { classifyAddress } from "../core/net/special-purpose.ts";
import type { ReadRules } from "./read-rules.ts";

export type RulesOfHosts = ReadRules & {
  readonly files: readonly string[];
  /** The addresses that this machine connects from. */
  readonly ownAddresses: readonly IpAddress[];
};

/** Findings that say of an endpoint that it does not open. */
const CLOSED: ReadonlySet<FindingId> = new Set([
  "port-filtered",
  "port-rejected",
  "port-refused",
  "srv-stale-host",
  "family-broken",
  "address-partly-dead",
]);

/** Adds what the rules say to the findings about endpoints, and what is wrong with the rules themselves. */
export function joinRules(
  findings: readonly Finding[],
  hosts: readonly PublishedHost[],
  rules: RulesOfHosts,
): readonly Finding[] {
  const judged = hosts
    .flatMap(({ facts }) => facts.endpoints)
    .flatMap((endpoint) => {
      const address = parseAddress(endpoint.address);
      return address.ok ? [{ endpoint, ...judgeEndpoint(endpoint, address.value, rules) }] : [];
    });
  const explained = findings.map((finding) => {
    if (!CLOSED.has(finding.id)) return finding;
    const about = judged.filter(
      ({ endpoint }) => endpoint.state !== "open" && isAbout(finding, formatEndpoint(endpoint)),
    );
    return about.length === 0
      ? finding
      : {
          ...finding,
          evidence: [...finding.evidence, ...about.flatMap(({ evidence }) => evidence)],
          remedy: [...about.flatMap(({ remedy }) => remedy), ...finding.remedy],
        };
  });
  return [...explained, ...judged.flatMap((each) => each.findings)];
}

/** The evidence of a finding about endpoints begins with the endpoint. */
function isAbout({ subject, evidence }: Finding, endpoint: string): boolean {
  return subject === endpoint || evidence.some((line) => line.startsWith(`${endpoint} `));
}

type Judged = {
  readonly evidence: readonly string[];
  readonly remedy: readonly string[];
  readonly findings: readonly Finding[];
};

function judgeEndpoint({ port }: Endpoint, host: IpAddress, rules: RulesOfHosts): Judged {
  const isLoopback = classifyAddress(host).class === "loopback";
  const question: Question = {
    host,
    port,
    interface: isLoopback ? "lo" : assumedInterface(rules.rules),
    path: "input",
  };
  const evaluation = evaluate(rules.rules, question);
  const own = isLoopback
    ? [host]
    : rules.ownAddresses.filter(
        (address) => address.family === host.family && classifyAddress(address).class !== "loopback",
      );
  const here = unionOfSets(own.map((address) => setFromRange(address, address)));
  const exposure = exposureOf(evaluation, question, []);
  const facts = { question, files: rules.files, evaluation, exposure, change: null };
  return { ...explain(evaluation, here, rules.files), findings: judge(FIREWALL_RULES, facts) };
}

/** Why a connection from here does, or does not, get through the rules. */
function explain(
  { decisions, lower, upper }: Evaluation,
  here: AddressSet,
  files: readonly string[],
): Pick<Judged, "evidence" | "remedy"> {
  if (isEmptySet(here)) return { evidence: [], remedy: [] };
  if (isEmptySet(subtractSets(here, lower))) {
    const line = `${files.join(", ")}: the rules let ${sayBlocks(here)} in, so that something else stops it`;
    return { evidence: [line], remedy: [] };
  }
  const stopping = decisions.flatMap(({ by, effect, set, packet }) => {
    const hit = intersectSets(set, here);
    return effect === "allow" || isEmptySet(hit)
      ? []
      : [{ by, words: `${sayRule(by)} stops ${packet.name} of ${sayBlocks(hit)}` }];
  });
  const isSure = isEmptySet(intersectSets(here, upper));
  const perhaps = isSure ? "" : " (perhaps: a rule can't be evaluated)";
  return {
    evidence: stopping.map(({ words }) => `${words}${perhaps}`),
    remedy: stopping
      .slice(0, 1)
      .map(
        ({ by }) =>
          `Change the rule ${by.file}:${by.line}, or put one before it; 'kms-doctor firewall' tells the smallest change.`,
      ),
  };
}
