// Runs for the faces: folded from events, with names as a hostile network could send them.
import type { Finding } from "../../../../src/core/checks/finding.ts";
import type { OwnerName } from "../../../../src/core/dns/owner-name.ts";
import type { RunEvent } from "../../../../src/core/run/event.ts";
import { emptyRunState, fold, type RunState } from "../../../../src/core/run/fold.ts";
import type { UpdatePolicyReport } from "../../../../src/core/run/zone-report.ts";
import { answer, AT, endpoint, lookup, name, nothing, srv } from "../../../support/facts.ts";

export const HOSTILE: readonly string[] = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  "a|b|c",
  "`x` ``y``",
  "`",
  "[x](javascript:alert(1))",
  "](javascript:alert(1))",
  "![x](https://evil.example/x.png)",
  "https://evil.example/ www.evil.example",
  "]]>",
  "--> <!-- <![CDATA[",
  "# heading",
  "- item",
  "1. item",
  "a\n\n# heading\n\n- item",
  "***bold*** __under__ ~~gone~~ $x$",
  "\\",
  "a\\|b\\`c",
  "&lt;b&gt; &#60;",
  "\u0000\u0007\u001b[31mred\u001b[0m\u009b",
  "\u202egnp.exe \u2066 \u200b",
  "\ufffe\uffff \ud800 \udc00",
  "{0} %s ${HOME} $(id) $HOME",
];

export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: "srv-missing",
    severity: "error",
    subject: "_vlmcs._tcp.corp.test",
    title: "No KMS host is published",
    detail: "Clients find nothing.",
    evidence: ["127.0.0.1:53 answered NXDOMAIN"],
    remedy: ["netstat -ano | findstr :1688"],
    ...overrides,
  };
}

export function hostileFinding(text: string): Finding {
  return finding({ subject: text, title: text, detail: text, evidence: [text, text], remedy: [text] });
}

type Built = {
  readonly command?: string;
  readonly findings?: readonly Finding[];
  readonly events?: readonly RunEvent[];
  readonly partial?: boolean;
};

export function builtRun({
  command = "diagnose",
  findings = [],
  events = [],
  partial = false,
}: Built = {}): RunState {
  const all: readonly RunEvent[] = [
    { type: "run-started", schema: 1, tool: "kms-doctor", version: "0.1.0", command, startedAt: AT },
    ...events,
    ...findings.map((each) => ({ type: "finding-raised", finding: each }) as const),
    { type: "run-finished", elapsedMs: 1234.5, partial },
  ];
  return all.reduce(fold, emptyRunState());
}

/** One domain with two servers and one host of that name, tried on two addresses. */
export function domainEvents(host: string): readonly RunEvent[] {
  const target = `${host}.` as OwnerName;
  const owner = "_vlmcs._tcp.corp.test";
  const domain = { kind: "domain", index: 0, domain: "corp.test", owner } as const;
  const key = `${host}:1688`;
  const asked = (server: string, serverIndex: number, role: "given" | "name-server"): RunEvent => ({
    type: "probe-finished",
    probe: { kind: "srv", index: 0, domain: "corp.test", owner, server, serverIndex },
    result: { kind: "srv", answer: answer({ server, role, records: [srv("x", { target })] }) },
  });
  const tried = (address: string, addressIndex: number, state: "open" | "filtered"): RunEvent => ({
    type: "probe-finished",
    probe: { kind: "endpoint", index: 0, target: key, addressIndex, address, port: 1688 },
    result: { kind: "endpoint", endpoint: endpoint({ address, state }) },
  });
  return [
    { type: "probe-started", probe: domain },
    asked("192.0.2.53:53", 0, "given"),
    asked("192.0.2.54:53", 1, "name-server"),
    {
      type: "probe-finished",
      probe: { kind: "addresses", of: "domain", index: 0, name: host },
      result: {
        kind: "addresses",
        lookup: { ...lookup("x"), name: target, addresses: ["192.0.2.10", "2001:db8::10"] },
      },
    },
    { type: "probe-finished", probe: domain, result: { kind: "domain" } },
    { type: "probe-started", probe: { kind: "target", index: 0, target: key } },
    tried("192.0.2.10", 0, "open"),
    tried("2001:db8::10", 1, "filtered"),
    { type: "probe-finished", probe: { kind: "target", index: 0, target: key }, result: { kind: "target" } },
    {
      type: "probe-finished",
      probe: { kind: "zone", index: 0, zone: "corp.test" },
      result: {
        kind: "zone",
        report: { zone: "corp.test", primary: host, nameServers: ["192.0.2.54:53"], updatePolicy: policy() },
      },
    },
  ];
}

/** A domain of which no server could tell anything. */
export function unknownDomain(): readonly RunEvent[] {
  const probe = { kind: "domain", index: 0, domain: "corp.test", owner: "_vlmcs._tcp.corp.test" } as const;
  const silent = nothing("nxdomain", {
    presence: null,
    rcode: null,
    status: "timeout",
    rttMs: null,
    transport: null,
  });
  return [
    { type: "probe-started", probe },
    {
      type: "probe-finished",
      probe: { ...probe, kind: "srv", server: silent.server, serverIndex: 0 },
      result: { kind: "srv", answer: silent },
    },
    { type: "probe-finished", probe, result: { kind: "domain" } },
  ];
}

/** Many domains, each with its own host. */
export function manyDomains(count: number): readonly RunEvent[] {
  return Array.from({ length: count }, (_, index): readonly RunEvent[] => {
    const domain = `d${index}.test`;
    const probe = { kind: "domain", index, domain, owner: `_vlmcs._tcp.${domain}` } as const;
    return [
      { type: "probe-started", probe },
      {
        type: "probe-finished",
        probe: { ...probe, kind: "srv", server: "192.0.2.53:53", serverIndex: 0 },
        result: { kind: "srv", answer: answer({ records: [srv("x", { target: name(`kms.${domain}`) })] }) },
      },
      { type: "probe-finished", probe, result: { kind: "domain" } },
    ];
  }).flat();
}

/** Many targets, all open. */
export function manyTargets(count: number): readonly RunEvent[] {
  return Array.from({ length: count }, (_, index): readonly RunEvent[] => {
    const address = `10.0.${index >> 8}.${index & 255}`;
    const target = `${address}:1688`;
    return [
      { type: "probe-started", probe: { kind: "target", index, target } },
      {
        type: "probe-finished",
        probe: { kind: "endpoint", index, target, addressIndex: 0, address, port: 1688 },
        result: { kind: "endpoint", endpoint: endpoint({ address }) },
      },
      { type: "probe-finished", probe: { kind: "target", index, target }, result: { kind: "target" } },
    ];
  }).flat();
}

export function policy(overrides: Partial<UpdatePolicyReport> = {}): UpdatePolicyReport {
  return {
    zone: "corp.test",
    primary: "192.0.2.54:53",
    policy: "disabled",
    rcode: "REFUSED",
    evidence: ["192.0.2.54:53 answered REFUSED"],
    serialBefore: 1,
    serialAfter: 1,
    ...overrides,
  };
}

/** Told last, so that findings raised before it follow `findingOrder`. */
export function symptomEvents(because: string, findingOrder: readonly string[] = []): readonly RunEvent[] {
  return [
    {
      type: "probe-finished",
      probe: { kind: "symptom", code: "0xC004F074" },
      result: {
        kind: "symptom",
        report: {
          code: "0xC004F074",
          causes: [
            { cause: "A firewall blocks the port", standing: "confirmed", because },
            { cause: "The clock is wrong", standing: "possible", because: "nothing that was seen tells" },
            { cause: "The record is missing", standing: "ruled-out", because },
          ],
          nextTest: "Test-NetConnection HOST -Port 1688",
        },
        findingOrder,
      },
    },
  ];
}

export function policyEvents(report: UpdatePolicyReport): readonly RunEvent[] {
  return [
    {
      type: "probe-finished",
      probe: { kind: "update-policy", zone: report.zone },
      result: { kind: "update-policy", report },
    },
  ];
}
