// Which rules judge which facts.
import type { DomainFacts, TargetFacts } from "../run/observation.ts";
import { clientsBlocked } from "./clients-blocked.ts";
import { exposedOutsiders } from "./exposed-outsiders.ts";
import type { FirewallFacts } from "./firewall-facts.ts";
import { rulesNotUnderstood } from "./rules-not-understood.ts";
import { addressPartlyDead, familyBroken } from "./address-health.ts";
import type { DiagnosedDomain, DiagnosisFacts } from "./diagnosis-facts.ts";
import { exposedPublicAddress } from "./exposed-public-address.ts";
import { srvExpectedMissing, srvStaleHost, srvUnexpectedHost } from "./published-hosts.ts";
import { dnsNegativeCached, dnsResolverStale } from "./resolver-cache.ts";
import { dnsSplitHorizon } from "./split-horizon.ts";
import { srvMisspelled } from "./srv-misspelled.ts";
import { srvWildcard } from "./srv-wildcard.ts";
import { updateDisabled } from "./update-disabled.ts";
import { updateOpen } from "./update-open.ts";
import type { UpdatePolicyFacts } from "./update-policy-facts.ts";
import { updateSigned } from "./update-signed.ts";
import { zoneNotFound, zonePrimaryUnreachable } from "./zone.ts";
import { latencyHigh } from "./latency-high.ts";
import { hostUnreachable, portFiltered, portRefused, portRejected } from "./port-states.ts";
import { probeUnresolvable } from "./probe-unresolvable.ts";
import { rpcClosed, rpcDenied, rpcMalformed, rpcNotKms, rpcNotRpc, rpcSilent } from "./rpc-verdicts.ts";
import { NAME_SERVER_RULES } from "./name-servers.ts";
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
  ...NAME_SERVER_RULES,
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

/** Beside DOMAIN_RULES, where a diagnosis asked more about the domain. */
export const DIAGNOSED_DOMAIN_RULES: readonly Rule<DiagnosedDomain>[] = [
  srvMisspelled,
  srvWildcard,
  dnsResolverStale,
  dnsNegativeCached,
  zoneNotFound,
  zonePrimaryUnreachable,
  dnsSplitHorizon,
];

/** TARGET_RULES for hosts that are published: that a name has no address is told of the record. */
export const HOST_RULES: readonly Rule<TargetFacts>[] = TARGET_RULES.filter(
  (rule) => rule !== probeUnresolvable,
);

export const DIAGNOSIS_RULES: readonly Rule<DiagnosisFacts>[] = [
  srvStaleHost,
  srvUnexpectedHost,
  srvExpectedMissing,
  exposedPublicAddress,
];

export const POLICY_RULES: readonly Rule<UpdatePolicyFacts>[] = [updateDisabled, updateOpen, updateSigned];

export const FIREWALL_RULES: readonly Rule<FirewallFacts>[] = [
  clientsBlocked,
  exposedOutsiders,
  rulesNotUnderstood,
];
