// Whatever octets a name from the network has, a remedy never holds them where a shell could act on them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DOMAIN_RULES, TARGET_RULES } from "../../../../src/core/checks/catalogue.ts";
import type { Finding } from "../../../../src/core/checks/finding.ts";
import { judge } from "../../../../src/core/checks/rule.ts";
import { suffixNone, suffixNotCovered } from "../../../../src/core/checks/suffixes.ts";
import {
  ownerNameFromLabels,
  ownerNameLabels,
  withoutTrailingDot,
  type OwnerName,
} from "../../../../src/core/dns/owner-name.ts";
import type { SrvRecord } from "../../../../src/core/dns/record.ts";
import type {
  AddressLookup,
  DomainFacts,
  EndpointFacts,
  ServerAnswer,
} from "../../../../src/core/run/observation.ts";
import {
  answer,
  domainFacts,
  endpoint,
  lookup,
  name,
  nothing,
  srv,
  targetFacts,
} from "../../../support/facts.ts";

const MARKED = "In the zone: ";

/** Everything that a POSIX shell, PowerShell or cmd may act on. */
const META = /[|&;<>()$`\\"'\n*?[\]#~%!{}=^]/;

function hostName(label: string): OwnerName {
  const made = ownerNameFromLabels([label, "corp", "test"]);
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

/** Facts that make every rule speak of `host`, for a domain that has the same odd label. */
function everyFinding(host: OwnerName): readonly Finding[] {
  const at = (overrides: Partial<SrvRecord>) => srv("x.test", { target: host, ...overrides });
  const found = (overrides: Partial<AddressLookup>) => ({ ...lookup("x.test", overrides), name: host });
  const labelled = (facts: DomainFacts): DomainFacts => {
    const owner = ownerNameFromLabels(["_vlmcs", "_tcp", ...ownerNameLabels(host)]);
    if (!owner.ok) throw new Error(owner.error);
    return { ...facts, domain: withoutTrailingDot(host), owner: owner.value };
  };
  const domain = (records: readonly SrvRecord[], ...lookups: readonly AddressLookup[]) =>
    judge(DOMAIN_RULES, labelled(domainFacts([answer({ records })], lookups)));
  const target = (overrides: Partial<EndpointFacts>, gone: AddressLookup | null = null) => ({
    ...targetFacts(gone === null ? [endpoint(overrides)] : [], gone),
    target: `${withoutTrailingDot(host)}:1688`,
  });
  const served = (overrides: Partial<ServerAnswer>) => answer({ role: "name-server", ...overrides });
  const verdicts = ["rpc-not-kms", "not-rpc", "silent", "closed", "denied", "malformed"] as const;
  const covered = labelled(domainFacts([answer()]));
  const missing = labelled(domainFacts([nothing("nxdomain")]));
  return [
    ...domain([at({}), at({ priority: 5 }), at({ port: 1689 }), at({ port: 0, ttlSeconds: 5 })]),
    ...domain([at({}), at({ weight: 7 })], found({ status: "nxdomain", addresses: [] })),
    ...domain([at({})], found({ status: "nodata", addresses: [], aliases: [host] })),
    ...domain([at({})], found({ aliases: [host] })),
    ...domain([at({})], found({ status: "failed", addresses: [], aliases: [host] })),
    ...domain([srv(".", { port: 0 })]),
    ...domain([srv("192.0.2.1.x.test"), at({})]),
    ...judge(DOMAIN_RULES, missing),
    ...judge(
      DOMAIN_RULES,
      labelled(domainFacts([served({ serial: 1 }), served({ serial: 2 }), served({ authoritative: false })])),
    ),
    ...judge(DOMAIN_RULES, labelled(domainFacts([served({}), served({ records: [at({})] })]))),
    ...judge([suffixNone], { suffixes: [], sources: [], domains: [] }),
    ...judge([suffixNotCovered], { suffixes: ["a", "b"], sources: ["s"], domains: [covered, missing] }),
    ...judge(TARGET_RULES, target({}, found({ status: "nxdomain", addresses: [] }))),
    ...(["refused", "filtered", "rejected", "unreachable"] as const).flatMap((state) =>
      judge(TARGET_RULES, target({ state })),
    ),
    ...verdicts.flatMap((verdict) =>
      judge(TARGET_RULES, target({ rpc: { verdict, detail: "seen", bindMs: 1 } })),
    ),
    ...judge(TARGET_RULES, target({ attempts: [{ state: "open", code: null, ms: 900 }] })),
    ...judge(TARGET_RULES, {
      ...target({}),
      endpoints: [
        endpoint(),
        endpoint({ address: "192.0.2.11", state: "filtered" }),
        endpoint({ address: "2001:db8::10", state: "filtered" }),
      ],
    }),
  ];
}

function remedies(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ id, remedy }) => remedy.map((line) => `${id}: ${line}`));
}

/** The part that is no zone-file line. */
function unmarked(line: string): string {
  const start = line.indexOf(MARKED);
  return start === -1 ? line : line.slice(0, start);
}

const octets = fc.uint8Array({ minLength: 1, maxLength: 63 }).map((bytes) => String.fromCharCode(...bytes));
const ascii = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 });
const nasty = fc.constantFrom(
  "a|id>/tmp/x|b`id`&c'd",
  "--output=/tmp/x",
  "-x",
  "$(id)",
  "a'b",
  'a"b',
  "a\nb",
  "%PATH%",
  "!!",
  "~",
  "a.b",
);
const isOrdinary = (label: string): boolean => /^[a-z0-9_][a-z0-9_-]*$/i.test(label);
const hostile = fc.oneof(nasty, ascii, octets).filter((label) => !isOrdinary(label));

describe("remedies and hostile names", () => {
  test("all rules speak", () => {
    const spoken = new Set(everyFinding(name("kms1.corp.test")).map(({ id }) => id));
    const known = [...DOMAIN_RULES, ...TARGET_RULES, suffixNone, suffixNotCovered].map(({ id }) => id);
    expect([...spoken].toSorted()).toEqual([...new Set(known)].toSorted());
  });

  test("outside zone-file lines a remedy is the same for all hostile names: it can't hold any part of them", () => {
    const yardstick = remedies(everyFinding(hostName("é"))).map(unmarked);
    fc.assert(
      fc.property(hostile, (label) => {
        expect(remedies(everyFinding(hostName(label))).map(unmarked)).toEqual(yardstick);
      }),
    );
  });

  test("zone-file lines hold nothing that a shell acts on but backslashes and our own placeholders", () => {
    fc.assert(
      fc.property(hostile, (label) => {
        const lines = remedies(everyFinding(hostName(label))).filter((line) => line.includes(MARKED));
        expect(lines.length).toBeGreaterThan(5);
        for (const line of lines) {
          const zone = line.slice(line.indexOf(MARKED) + MARKED.length);
          const rest = zone.replaceAll(/<kms-host>|<address>|\\\d{3}/g, "");
          expect(rest).not.toMatch(META);
          expect(rest).toMatch(/^[\w.-]+ (\d+ )?IN (SRV|A) [\w .-]*$/);
          expect(line.slice(0, line.indexOf(MARKED))).not.toContain("'");
        }
      }),
    );
  });

  test("every finding has evidence and a remedy, as the schema of the reports demands", () => {
    for (const label of ["kms1", "a|b", "192.0.2.1", "2001:db8::2"]) {
      for (const finding of everyFinding(hostName(label))) {
        expect(finding.evidence.join(""), finding.id).not.toBe("");
        expect(finding.remedy.join(""), finding.id).not.toBe("");
      }
    }
  });

  test("a command that names a placeholder says what it stands for", () => {
    for (const line of remedies(everyFinding(hostName("a|id")))) {
      if (/(?<!-)\bHOST\b/.test(line)) expect(line).toContain("HOST stands for");
    }
    for (const line of remedies(everyFinding(hostName("kms1")))) expect(line).not.toMatch(/(?<!-)\bHOST\b/);
  });

  test("an IPv6 zone is a name, too", () => {
    const attempts = [{ state: "open", code: null, ms: 900 }];
    const rpc = { verdict: "malformed", detail: "seen", bindMs: 1 } as const;
    const spoken = (["open", "filtered", "rejected"] as const).flatMap((state) =>
      judge(TARGET_RULES, targetFacts([endpoint({ address: "fe80::1%a`id`", state, rpc, attempts })])),
    );
    expect(new Set(spoken.map(({ id }) => id))).toEqual(
      new Set(["rpc-malformed", "latency-high", "port-filtered", "port-rejected"]),
    );
    expect(remedies(spoken).join("")).not.toContain("`");
  });
});
