// All targets of the fuzzer.
import { fuzzTargets as dnsTargets } from "./dns.ts";
import { fuzzTargets as explainTargets } from "./explain.ts";
import { fuzzTargets as firewallTargets } from "./firewall.ts";
import { fuzzTargets as labTargets } from "./lab.ts";
import { fuzzTargets as labUpdateTargets } from "./lab-update.ts";
import { fuzzTargets as rpcTargets } from "./rpc.ts";
import { fuzzTargets as templateTargets } from "./template.ts";
import type { FuzzTarget } from "./runner.ts";
import { fuzzTargets as tsigTargets } from "./tsig.ts";
import { fuzzTargets as windowsTargets } from "./windows.ts";
import { fuzzTargets as zoneTargets } from "./zone-text.ts";

export const FUZZ_TARGETS: readonly FuzzTarget[] = [
  ...dnsTargets,
  ...rpcTargets,
  ...labTargets,
  ...labUpdateTargets,
  ...tsigTargets,
  ...templateTargets,
  ...zoneTargets,
  ...explainTargets,
  ...windowsTargets,
  ...firewallTargets,
];
