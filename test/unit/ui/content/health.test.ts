import { describe, expect, test } from "vitest";
import type { EndpointReport, ServerReport, TargetReport } from "../../../../src/core/run/report.ts";
import {
  domainStanding,
  endpointStanding,
  policyStanding,
  serverStanding,
  targetStanding,
} from "../../../../src/ui/content/health.ts";
import { verdictOf } from "../../../../src/ui/content/verdict.ts";
import { NO_RUN } from "../../../../src/ui/store/run-view.ts";
import {
  eventsOf,
  HEALTHY,
  MISSING_RECORD,
  NOT_DETERMINED,
  ONE_HOST_DOWN,
  policyOf,
  viewOf,
} from "../../../support/ui-runs.ts";

function endpoint(overrides: Partial<EndpointReport> = {}): EndpointReport {
  return {
    address: "10.20.3.11",
    port: 1688,
    state: "open",
    code: null,
    connectMs: 1,
    attempts: 1,
    rpc: { verdict: "kms", detail: "", bindMs: 1 },
    ...overrides,
  };
}

function target(overrides: Partial<TargetReport> = {}): TargetReport {
  return { target: "kms1.corp.example:1688", lookup: "found", endpoints: [endpoint()], ...overrides };
}

function server(overrides: Partial<ServerReport>): ServerReport {
  return {
    server: "10.20.0.53:53",
    role: "configured",
    status: "answered",
    presence: "found",
    rcode: "NOERROR",
    authoritative: false,
    transport: "udp",
    rttMs: 1,
    attempts: 1,
    records: [],
    ...overrides,
  };
}

const NOT_TRIED = { verdict: "not-tried", detail: "", bindMs: null } as const;

describe("how an address stands", () => {
  test("is well only where it answers as KMS", () => {
    expect(endpointStanding(endpoint())).toEqual({ health: "good", word: "open, KMS" });
    for (const verdict of ["not-rpc", "closed", "timeout", "other-rpc", "refused"]) {
      const rpc = { verdict, detail: "", bindMs: null } as EndpointReport["rpc"];
      expect(endpointStanding(endpoint({ rpc })).health, verdict).toBe("bad");
    }
    expect(endpointStanding(endpoint({ rpc: NOT_TRIED })).health).toBe("unknown");
  });

  test.each([
    ["refused", "bad"],
    ["filtered", "bad"],
    ["rejected", "bad"],
    ["unreachable", "bad"],
    ["error", "unknown"],
  ] as const)("%s is %s", (state, health) => {
    expect(endpointStanding(endpoint({ state, rpc: NOT_TRIED }))).toEqual({ health, word: state });
  });

  test("says that the host is off where its neighbours know", () => {
    const host = { state: "absent", evidence: "no neighbour has it" } as const;
    expect(endpointStanding(endpoint({ state: "filtered", rpc: NOT_TRIED, host })).word).toBe(
      "filtered, host off",
    );
  });
});

describe("how a host stands", () => {
  const down = endpoint({ state: "refused", rpc: NOT_TRIED });
  const untried = endpoint({ state: "error", rpc: NOT_TRIED });
  test.each([
    [[endpoint(), endpoint()], "good"],
    [[endpoint(), down], "warn"],
    [[endpoint(), untried], "warn"],
    [[down, untried], "bad"],
    [[untried], "unknown"],
  ] as const)("with %j it is %s", (endpoints, health) => {
    expect(targetStanding(target({ endpoints })).health).toBe(health);
  });

  test.each([
    [null, "busy", "being tried"],
    ["failed", "unknown", "addresses not known"],
    ["nodata", "bad", "no address (nodata)"],
    ["nxdomain", "bad", "no address (nxdomain)"],
  ] as const)("without an address, its lookup %s, it is %s", (lookup, health, word) => {
    expect(targetStanding(target({ lookup, endpoints: [] }))).toEqual({ health, word });
  });
});

describe("how a server and a domain stand", () => {
  test.each([
    [{}, "good", "has the record"],
    [{ presence: "nodata" }, "bad", "no record"],
    [{ presence: "nxdomain" }, "bad", "no such name"],
    [{ presence: null, status: "timeout", rcode: null }, "unknown", "timeout"],
    [{ presence: null, status: "servfail", rcode: "SERVFAIL" }, "unknown", "servfail"],
    [{ presence: null, status: "answered", rcode: "YXDOMAIN" }, "unknown", "YXDOMAIN"],
  ] as const)("a server with %j is %s", (overrides, health, word) => {
    expect(serverStanding(server(overrides))).toEqual({ health, word });
  });

  test.each([
    ["found", "good"],
    ["nodata", "bad"],
    ["nxdomain", "bad"],
    ["failed", "unknown"],
  ] as const)("a domain that is %s is %s", (status, health) => {
    const domain = {
      domain: "corp.example",
      owner: "_vlmcs._tcp.corp.example",
      status,
      records: [],
      servers: [],
    };
    expect(domainStanding(domain).health).toBe(health);
  });

  test("a zone whose policy is not known, or was not examined, is not well", () => {
    expect(policyStanding(null).health).toBe("unknown");
    expect(policyStanding(policyOf("z", { policy: "unknown" })).health).toBe("unknown");
    expect(policyStanding(policyOf("z", { policy: "open" })).health).toBe("warn");
  });
});

describe("the verdict", () => {
  test("is well only where all was examined and nothing is wrong", () => {
    expect(verdictOf(viewOf(eventsOf(HEALTHY)))).toEqual({ health: "good", text: "nothing wrong was found" });
  });

  test("is not known where something was not examined, or nothing at all", () => {
    expect(verdictOf(viewOf(eventsOf(NOT_DETERMINED))).health).toBe("unknown");
    expect(verdictOf({ ...NO_RUN, phase: "done" }).health).toBe("unknown");
    expect(verdictOf(viewOf(eventsOf(HEALTHY, true))).health).toBe("unknown");
    expect(verdictOf({ ...NO_RUN, phase: "failed", failure: "no network" })).toEqual({
      health: "unknown",
      text: "no network",
    });
    expect(verdictOf({ ...viewOf(eventsOf(HEALTHY)), unknown: 2 }).health).toBe("unknown");
  });

  test("is bad with an error, whatever else is not known, and warns for less", () => {
    expect(verdictOf(viewOf(eventsOf(ONE_HOST_DOWN))).health).toBe("bad");
    expect(verdictOf({ ...viewOf(eventsOf(MISSING_RECORD)), unknown: 3 }).health).toBe("bad");
    const [first] = MISSING_RECORD.findings;
    const warning = { ...(first ?? expect.fail()), severity: "warning" } as const;
    expect(verdictOf(viewOf(eventsOf({ ...HEALTHY, findings: [warning] }))).health).toBe("warn");
  });

  test("tells how far the checks are", () => {
    expect(verdictOf(NO_RUN)).toEqual({ health: "busy", text: "nothing was checked yet" });
    const running = verdictOf(viewOf(eventsOf(HEALTHY).slice(0, 12)));
    expect(running.health).toBe("busy");
    expect(running.text).toContain("1 domain, 1 host so far");
  });
});
