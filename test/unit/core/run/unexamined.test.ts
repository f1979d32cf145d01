import { describe, expect, test } from "vitest";
import { reportDocument } from "../../../../src/core/run/document.ts";
import { EVENT_SCHEMA_VERSION, type RunEvent } from "../../../../src/core/run/event.ts";
import { emptyRunState, fold } from "../../../../src/core/run/fold.ts";
import type { EndpointFacts, ServerAnswer } from "../../../../src/core/run/observation.ts";
import type { DiagnoseResult } from "../../../../src/core/run/report.ts";
import type { ZoneReport } from "../../../../src/core/run/zone-report.ts";
import { AT, answer, endpoint, lookup } from "../../../support/facts.ts";

const OWNER = "_vlmcs._tcp.corp.test";
const DOMAIN = { kind: "domain", index: 0, domain: "corp.test", owner: OWNER } as const;
const TARGET = { kind: "target", index: 0, target: "kms1.corp.test:1688" } as const;

type Seen = {
  readonly answers?: readonly ServerAnswer[];
  readonly lookups?: readonly ReturnType<typeof lookup>[];
  readonly endpoints?: readonly EndpointFacts[];
  readonly zone?: ZoneReport;
  readonly partial?: boolean;
};

/** What the report of a diagnosis that saw this lists as not examined, as `subject: why`. */
function listed({
  answers = [],
  lookups = [],
  endpoints = [],
  zone,
  partial = false,
}: Seen): readonly string[] {
  const started: RunEvent = {
    type: "run-started",
    schema: EVENT_SCHEMA_VERSION,
    tool: "kms-doctor",
    version: "0",
    command: "diagnose",
    startedAt: AT,
  };
  const events: readonly RunEvent[] = [
    started,
    ...answers.map((said, serverIndex): RunEvent => {
      const probe = { ...DOMAIN, kind: "srv", server: said.server, serverIndex } as const;
      return { type: "probe-finished", probe, result: { kind: "srv", answer: said } };
    }),
    ...lookups.map((found): RunEvent => {
      const probe = { kind: "addresses", of: "domain", index: 0, name: found.name } as const;
      return { type: "probe-finished", probe, result: { kind: "addresses", lookup: found } };
    }),
    ...(answers.length === 0
      ? []
      : [{ type: "probe-finished", probe: DOMAIN, result: { kind: "domain" } } as const]),
    ...endpoints.map((facts, addressIndex): RunEvent => {
      const { address, port } = facts;
      const probe = { ...TARGET, kind: "endpoint", addressIndex, address, port } as const;
      return { type: "probe-finished", probe, result: { kind: "endpoint", endpoint: facts } };
    }),
    ...(zone === undefined
      ? []
      : [
          {
            type: "probe-finished",
            probe: { kind: "zone", index: 0, zone: zone.zone },
            result: { kind: "zone", report: zone },
          } as const,
        ]),
    { type: "run-finished", elapsedMs: 1, partial },
  ];
  const { result } = reportDocument(events.reduce(fold, emptyRunState()));
  return (result as DiagnoseResult).unexamined.map(({ subject, why }) => `${subject}: ${why}`);
}

const FOUND = [lookup("kms1.corp.test"), lookup("kms2.corp.test")];
const SILENT = { status: "timeout", presence: null, rcode: null, records: [] } as const;
const POLICY = {
  zone: "corp.test",
  primary: null,
  rcode: null,
  evidence: ["127.0.0.1:53: no answer"],
  serialBefore: null,
  serialAfter: null,
};
const ZONE: ZoneReport = { zone: "corp.test", primary: "ns.corp.test", nameServers: [], updatePolicy: null };

describe("what could not be examined", () => {
  test("nothing, where everything was", () => {
    const zone = { ...ZONE, updatePolicy: { ...POLICY, policy: "disabled" } } as const;
    expect(listed({ answers: [answer()], lookups: FOUND, endpoints: [endpoint()], zone })).toEqual([]);
  });

  test("a domain of which no server spoke, with what each did", () => {
    const refused = answer({ server: "127.0.0.2:53", ...SILENT, status: "refused", rcode: "REFUSED" });
    expect(listed({ answers: [answer(SILENT), refused] })).toEqual([
      `corp.test: nobody could tell whether ${OWNER} has records (127.0.0.1:53 timeout, 127.0.0.2:53 REFUSED)`,
    ]);
  });

  test("one server's view, where others spoke", () => {
    const silent = answer({ server: "127.0.0.2:53", ...SILENT });
    expect(listed({ answers: [answer(), silent], lookups: FOUND })).toEqual([
      `127.0.0.2:53: its view of ${OWNER} is not known (127.0.0.2:53 timeout)`,
    ]);
  });

  test("hosts whose addresses nobody could tell, or that were not looked up", () => {
    const lookups = [lookup("kms1.corp.test", { status: "failed", addresses: [] })];
    expect(listed({ answers: [answer()], lookups })).toEqual([
      "kms1.corp.test: its addresses are not known: no server could tell",
      "kms2.corp.test: its addresses were not looked up",
    ]);
  });

  test("addresses that this machine could not try, and hosts that are dead or filtered", () => {
    const host = (state: "up" | "unknown") => ({ state, evidence: "" });
    const endpoints = [
      endpoint({ state: "error", code: "EMFILE" }),
      endpoint({ address: "192.0.2.11", state: "filtered", host: host("unknown") }),
      endpoint({ address: "192.0.2.12", state: "filtered", host: host("up") }),
    ];
    expect(listed({ endpoints })).toEqual([
      "192.0.2.10:1688: this machine could not try it (EMFILE)",
      "192.0.2.11:1688: whether the host is off or a firewall drops can't be told from here",
    ]);
  });

  test("a zone whose primary and whose way with updates are not known", () => {
    expect(listed({ zone: { ...ZONE, primary: null } })).toEqual([
      "corp.test: its primary is not known: none of its name servers gave its SOA",
      "corp.test: how it treats dynamic updates was not asked (--no-update-probe, or no time)",
    ]);
    expect(listed({ zone: { ...ZONE, updatePolicy: { ...POLICY, policy: "unknown" } } })).toEqual([
      "corp.test: how it treats dynamic updates is not known: 127.0.0.1:53: no answer",
    ]);
  });

  test("the rest of an interrupted run", () => {
    expect(listed({ partial: true })).toEqual([
      "the whole run: it was interrupted: what is missing here was not reached",
    ]);
  });
});
