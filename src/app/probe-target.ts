// One target of `probe`: its name is resolved, then each of its addresses is probed.
import { forEachConcurrent } from "../core/async/for-each-concurrent.ts";
import { withoutTrailingDot, type OwnerName } from "../core/dns/owner-name.ts";
import { familyOfAddress } from "../core/net/address.ts";
import type { EndpointProbe } from "../core/run/event.ts";
import type { AddressLookup, EndpointFacts, TargetFacts } from "../core/run/observation.ts";
import { probeAddress, type ProbeAddressContext } from "./probe-address.ts";
import type { EventEmitter } from "./run-events.ts";

export type TargetInput = {
  readonly index: number;
  /** As it is shown: `kms1.corp.test:1688`. */
  readonly target: string;
  /** A literal address, or a name to resolve. */
  readonly host: { readonly address: string } | { readonly name: OwnerName };
  readonly port: number;
  /** True for an address that came from a CIDR block: nothing says that a host should be there. */
  readonly isBlockMember: boolean;
};

export type ProbeTargetContext = ProbeAddressContext & {
  readonly families: readonly (4 | 6)[];
  readonly lookUp: (name: OwnerName) => Promise<AddressLookup>;
};

function endpointProbe(
  { index, target, port }: TargetInput,
  address: string,
  addressIndex: number,
): EndpointProbe {
  return { kind: "endpoint", index, target, addressIndex, address, port };
}

/** Parallel probes to one host: kernels rate-limit the ICMP errors that they send. */
const PER_TARGET = 4;

export async function probeTarget(
  input: TargetInput,
  context: ProbeTargetContext,
  { emit }: EventEmitter,
  signal: AbortSignal,
): Promise<TargetFacts> {
  const { index, target, port } = input;
  const whole = { kind: "target", index, target } as const;
  emit({ type: "probe-started", probe: whole });
  const probing = input.isBlockMember ? { ...context, readNeighbour: null } : context;
  const { lookup, addresses } = await addressesOf(input, context, emit);
  const probes = addresses
    .filter((address) => context.families.includes(familyOfAddress(address)))
    .map((address, addressIndex) => endpointProbe(input, address, addressIndex));
  for (const probe of probes) emit({ type: "probe-started", probe });
  const endpoints: EndpointFacts[] = [];
  await forEachConcurrent(
    probes,
    PER_TARGET,
    async (probe) => {
      const endpoint = await probeAddress({ address: probe.address, port }, probing, signal);
      if (endpoint === null) return;
      endpoints[probe.addressIndex] = endpoint;
      emit({ type: "probe-finished", probe, result: { kind: "endpoint", endpoint } });
    },
    signal,
  );
  emit({ type: "probe-finished", probe: whole, result: { kind: "target" } });
  return { target, lookup, endpoints: endpoints.flat() };
}

async function addressesOf(
  { index, host }: TargetInput,
  context: ProbeTargetContext,
  emit: EventEmitter["emit"],
): Promise<{ readonly lookup: AddressLookup | null; readonly addresses: readonly string[] }> {
  if ("address" in host) return { lookup: null, addresses: [host.address] };
  const probe = { kind: "addresses", of: "target", index, name: withoutTrailingDot(host.name) } as const;
  emit({ type: "probe-started", probe });
  const lookup = await context.lookUp(host.name);
  emit({ type: "probe-finished", probe, result: { kind: "addresses", lookup } });
  return { lookup, addresses: lookup.addresses };
}
