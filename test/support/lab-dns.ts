// A DNS server of the lab with zones that a test writes down, for running the built program against.
import { systemClock } from "../../src/io/host/clock.ts";
import { createAuthoritativeHandler } from "../../src/lab/dns/authoritative-handler.ts";
import { createResolverHandler } from "../../src/lab/dns/resolver-handler.ts";
import type { SoaRecord } from "../../src/core/dns/record.ts";
import { createZone, type ZoneRecord } from "../../src/lab/dns/zone.ts";
import { startDnsServer, type DnsServer } from "../../src/lab/dns-server.ts";
import { withFaults } from "../../src/lab/faults.ts";
import { formatEndpoint } from "../../src/core/net/endpoint.ts";
import { soa } from "./zone-builder.ts";

export type TestDns = { readonly server: string; readonly port: number; readonly stop: () => Promise<void> };

export type TestDnsOptions = {
  readonly address?: string;
  readonly port?: number;
  readonly role?: "authoritative" | "resolver";
  readonly faults?: Parameters<typeof withFaults>[1];
  readonly soa?: Partial<SoaRecord>;
};

export async function startTestDns(
  zones: Readonly<Record<string, readonly ZoneRecord[]>>,
  options: TestDnsOptions = {},
): Promise<TestDns> {
  const built = Object.entries(zones).map(([apex, records]) => createZone(soa(apex, options.soa), records));
  const handler =
    options.role === "resolver"
      ? createResolverHandler(() => built, systemClock).handler
      : createAuthoritativeHandler(() => built);
  const running: DnsServer = await startDnsServer({
    address: options.address ?? "127.0.0.1",
    port: options.port ?? 0,
    handler: withFaults(handler, options.faults ?? []),
    onTrouble: (error) => {
      throw error;
    },
  });
  return { server: formatEndpoint(running.endpoint), port: running.endpoint.port, stop: running.stop };
}
