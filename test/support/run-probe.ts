// Probes endpoints in a process of its own, for network namespaces: `node run-probe.ts '{"endpoints": […], "options": {…}}'`.
import type { ProbeEndpointOptions } from "../../src/app/ports.ts";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { createProbeEndpoint } from "../../src/io/rpc/probe-endpoint.ts";

const input = JSON.parse(process.argv[2] ?? "{}") as {
  readonly endpoints: readonly Endpoint[];
  readonly options: ProbeEndpointOptions;
};
const probe = createProbeEndpoint(systemClock);
const { signal } = new AbortController();
const outcomes = await Promise.all(input.endpoints.map((endpoint) => probe(endpoint, input.options, signal)));
process.stdout.write(JSON.stringify(outcomes));
