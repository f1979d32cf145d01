// The settings of hosts and clients among exported registry values (Microsoft, registry settings for volume activation).
import { KMS_PORT } from "../kms/service.ts";
import type { RegFileFacts, RegistryExportKey } from "./parse-reg-file.ts";
import type { KmsClientFacts, KmsHostFacts } from "./slmgr-facts.ts";
import { hostAndPort, wholeNumber } from "./value-shapes.ts";

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
  const port = wholeNumber(String(values["KeyManagementServicePort"] ?? "")) ?? KMS_PORT;
  const host = hostAndPort(`${String(values["KeyManagementServiceName"] ?? "")}:${port}`);
  if (host === undefined) return undefined;
  return {
    cmid: null,
    lookupDomain: null,
    host: { name: host.host, port: host.port, source: "registered" },
    hostAddress: null,
    hostExtendedPid: null,
    activationIntervalMinutes: null,
    renewalIntervalMinutes: null,
    hostCaching: null,
  };
}
