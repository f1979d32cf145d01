// Which rules judge which facts.
import type { DomainFacts, TargetFacts } from "../run/observation.ts";
import { addressPartlyDead, familyBroken } from "./address-health.ts";
import { latencyHigh } from "./latency-high.ts";
import { hostUnreachable, portFiltered, portRefused, portRejected } from "./port-states.ts";
import { probeUnresolvable } from "./probe-unresolvable.ts";
import { rpcClosed, rpcDenied, rpcMalformed, rpcNotKms, rpcNotRpc, rpcSilent } from "./rpc-verdicts.ts";
import type { Rule } from "./rule.ts";
import { srvDuplicate } from "./srv-duplicate.ts";
import { srvMissing } from "./srv-missing.ts";
import { srvPortUnusual, srvPortZero } from "./srv-port.ts";
import { srvSingleHost } from "./srv-single-host.ts";
import { srvTargetAddress } from "./srv-target-address.ts";
import { srvTargetAlias } from "./srv-target-alias.ts";
import { srvTargetNone } from "./srv-target-none.ts";
import { srvTargetUnresolvable } from "./srv-target-unresolvable.ts";
import { srvTtlExtreme } from "./srv-ttl-extreme.ts";

export const DOMAIN_RULES: readonly Rule<DomainFacts>[] = [
  srvMissing,
  srvTargetNone,
  srvTargetAddress,
  srvTargetUnresolvable,
  srvTargetAlias,
  srvPortZero,
  srvPortUnusual,
  srvDuplicate,
  srvTtlExtreme,
  srvSingleHost,
];

export const TARGET_RULES: readonly Rule<TargetFacts>[] = [
  probeUnresolvable,
  portRefused,
  portFiltered,
  portRejected,
  hostUnreachable,
  familyBroken,
  addressPartlyDead,
  rpcNotKms,
  rpcNotRpc,
  rpcSilent,
  rpcClosed,
  rpcDenied,
  rpcMalformed,
  latencyHigh,
];
