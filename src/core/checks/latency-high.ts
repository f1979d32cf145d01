// latency-high: the median connect of an address takes over 300 ms.
import { formatEndpoint } from "../net/endpoint.ts";
import type { EndpointFacts, TargetFacts } from "../run/observation.ts";
import { shellWord } from "../text/shell-word.ts";
import type { Rule } from "./rule.ts";
import { sayEndpoint } from "./wording.ts";

const LIMIT_MS = 300;

export const latencyHigh: Rule<TargetFacts> = {
  id: "latency-high",
  severity: "warning",
  judge: ({ endpoints }) =>
    endpoints.flatMap((endpoint) => {
      const median = medianConnectMs(endpoint);
      if (median === null || median <= LIMIT_MS) return [];
      return [
        {
          subject: formatEndpoint(endpoint),
          title: `Connecting to ${formatEndpoint(endpoint)} takes ${Math.round(median)} ms`,
          detail:
            "A median over 300 ms points to a far or overloaded path; close to 1000 ms it means lost packets.",
          evidence: [
            `connects: ${connectTimes(endpoint)
              .map((ms) => `${ms.toFixed(0)} ms`)
              .join(", ")}`,
            sayEndpoint(endpoint),
          ],
          remedy: [
            "Prefer a nearer host: give it a lower priority number in its SRV record.",
            `Check the path for loss: mtr -n -r -T -P ${endpoint.port} ${shellWord(endpoint.address, "ADDRESS")} (on Windows: pathping -n ${shellWord(endpoint.address, "ADDRESS")})`,
          ],
        },
      ];
    }),
};

function connectTimes(endpoint: EndpointFacts): readonly number[] {
  return endpoint.attempts.flatMap((attempt) =>
    attempt.state === "open" && attempt.ms !== null ? [attempt.ms] : [],
  );
}

function medianConnectMs(endpoint: EndpointFacts): number | null {
  const times = [...connectTimes(endpoint)].sort((left, right) => left - right);
  return times.length === 0 ? null : (times[Math.floor((times.length - 1) / 2)] ?? null);
}
