// Makes servers and suffixes of the registry keys that hold the DNS set-up of Windows.
import type { DnsSuffix } from "../../app/ports.ts";
import { registryList, registryText, type RegistryKey } from "../../core/windows/parse-reg-query.ts";
import { serverOf, suffixesOf, type HostFacts } from "./host-facts.ts";

const TCPIP = "SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
const TCPIP6 = "SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters";
const POLICY = "SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient";
const GROUP_POLICY = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Group Policy\\History";

/** Queried one by one: `reg query` fails as a whole where its key is missing. `/s` includes the interfaces. */
export const REGISTRY_QUERIES: readonly (readonly string[])[] = [
  ["query", `HKLM\\${TCPIP}`, "/s"],
  ["query", `HKLM\\${TCPIP6}\\Interfaces`, "/s"],
  ["query", `HKLM\\${POLICY}`],
  ["query", `HKLM\\${GROUP_POLICY}`],
];

/**
 * Facts of all keys together. `localAddresses` are those that this machine has now: an interface whose recorded addresses
 * are all gone keeps stale DHCP values and is left out, unless that would leave out every interface.
 */
export function registryFacts(keys: readonly RegistryKey[], localAddresses: ReadonlySet<string>): HostFacts {
  const parameters = findKey(keys, TCPIP);
  const policy = findKey(keys, POLICY);
  const interfaces = currentInterfaces(keys, localAddresses);
  const named = (
    key: RegistryKey | undefined,
    source: DnsSuffix["source"],
    ...names: string[]
  ): readonly DnsSuffix[] =>
    suffixesOf(
      names.flatMap((name) => registryText(key, name) ?? []),
      source,
    );
  return {
    servers: [
      ...registryList(policy, "NameServer"),
      ...interfaces.flatMap(serversOf),
      ...registryList(parameters, "NameServer"),
    ].flatMap((address) => serverOf(address)),
    suffixes: [
      ...named(policy, "primary", "PrimaryDnsSuffix", "NV PrimaryDnsSuffix"),
      ...named(parameters, "primary", "Domain", "NV Domain"),
      ...named(findKey(keys, GROUP_POLICY), "ad-domain", "MachineDomain"),
      ...named(policy, "connection", "AdapterDomainName"),
      ...interfaces.flatMap((key) => [
        ...named(key, "connection", "Domain"),
        ...named(key, "dhcp", "DhcpDomain"),
      ]),
      ...named(parameters, "dhcp", "DhcpDomain"),
      ...suffixesOf(registryList(policy, "SearchList"), "search-list"),
      ...suffixesOf(registryList(parameters, "SearchList"), "search-list"),
    ],
  };
}

/** What was set by hand wins over what DHCP gave. */
function serversOf(key: RegistryKey): readonly string[] {
  const fixed = registryList(key, "NameServer");
  return fixed.length > 0 ? fixed : registryList(key, "DhcpNameServer");
}

function findKey(keys: readonly RegistryKey[], path: string): RegistryKey | undefined {
  const wanted = `hkey_local_machine\\${path}`.toLowerCase();
  return keys.find((key) => key.path.toLowerCase() === wanted);
}

function currentInterfaces(
  keys: readonly RegistryKey[],
  localAddresses: ReadonlySet<string>,
): readonly RegistryKey[] {
  const recorded = interfacesOf(keys, TCPIP);
  const current = recorded.filter((key) => holdsLocalAddress(key, localAddresses));
  // IPv6 addresses by router advertisement are recorded nowhere: no IPv6 interface can be ruled out.
  return [...(current.length > 0 ? current : recorded), ...interfacesOf(keys, TCPIP6)];
}

function interfacesOf(keys: readonly RegistryKey[], path: string): readonly RegistryKey[] {
  const prefix = `hkey_local_machine\\${path}\\interfaces\\`.toLowerCase();
  return keys.filter((key) => key.path.toLowerCase().startsWith(prefix));
}

function holdsLocalAddress(key: RegistryKey, localAddresses: ReadonlySet<string>): boolean {
  const recorded = [...registryList(key, "IPAddress"), ...registryList(key, "DhcpIPAddress")];
  return recorded.some((address) => localAddresses.has(address));
}
