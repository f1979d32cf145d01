// The settings of hosts and clients among exported registry values (Microsoft, registry settings for volume activation).
import { KMS_PORT } from "../kms/service.ts";
import type { RegFileFacts, RegistryExportKey } from "./parse-reg-file.ts";
import type { KmsClientFacts, KmsHostFacts } from "./slmgr-facts.ts";
import { wholeNumber } from "./value-shapes.ts";

export type RegistrySettings = {
  /** Null where no value of a host is there. */
  readonly host: KmsHostFacts | null;
  /** One for each key that pins a host. */
  readonly clients: readonly KmsClientFacts[];
};

export function registrySettings({ keys }: RegFileFacts): RegistrySettings {
  const global = keys.find(({ scope }) => scope === "global")?.values ?? {};
  const port = wholeNumber(String(global["KeyManagementServiceListeningPort"] ?? "")) ?? null;
  const publishing = global["DisableDnsPublishing"];
  const isHost = port !== null || typeof publishing === "number";
  return {
    host: isHost
      ? {
          currentCount: null,
          listeningPort: port,
          dnsPublishing: typeof publishing === "number" ? publishing === 0 : null,
          priority: null,
          requests: null,
        }
      : null,
    clients: keys.flatMap((key) => pinned(key) ?? []),
  };
}

function pinned({ values }: RegistryExportKey): KmsClientFacts | undefined {
  const name = values["KeyManagementServiceName"];
  if (typeof name !== "string" || name === "") return undefined;
  const port = wholeNumber(String(values["KeyManagementServicePort"] ?? "")) ?? KMS_PORT;
  return {
    cmid: null,
    lookupDomain: null,
    host: { name: name.toLowerCase(), port, source: "registered" },
    hostAddress: null,
    hostExtendedPid: null,
    activationIntervalMinutes: null,
    renewalIntervalMinutes: null,
    hostCaching: null,
  };
}
