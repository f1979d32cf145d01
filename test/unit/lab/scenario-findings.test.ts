// Each scenario of the package, seen with the real DNS and RPC clients: exactly the findings that it expects.
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/io/host/clock.ts";
import { startLab } from "../../../src/lab/lab.ts";
import { listScenarios } from "../../../src/lab/scenario-files.ts";
import type { Scenario } from "../../../src/lab/scenario.ts";
import { diagnosedIds } from "../../support/run-diagnose.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const scenarios = await listScenarios();
const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === "::1");
const usesManyAddresses = ({ servers, hosts, zones }: Scenario): boolean =>
  /"127\.(?!0\.0\.1")/.test(JSON.stringify({ servers, hosts, zones }));

/** What the scenario needs and this machine lacks. */
function lacking(scenario: Scenario): string {
  if (!hasIPv6 && JSON.stringify(scenario).includes('"::1"')) return " (missing: ::1)";
  return process.platform === "darwin" && usesManyAddresses(scenario)
    ? " (missing: addresses beside 127.0.0.1)"
    : "";
}

describe("scenarios", () => {
  test("there are at least 30", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(30);
  });

  for (const { name, scenario } of scenarios) {
    const missing = lacking(scenario);
    test.skipIf(missing !== "")(`${name}${missing}`, async () => {
      const lab = await startLab(scenario, { clock: systemClock });
      cleanups.push(lab.stop);
      const { domains, dnsServers: servers, dnsPort: nameServerPort } = lab;
      const ids = await diagnosedIds({ domains, servers, nameServerPort });
      expect(ids).toEqual(scenario.expects.toSorted());
    });
  }
});
