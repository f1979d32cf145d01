// What each finding means in one sentence, with its usual severity: the rules that a SARIF log lists.
import type { FindingId } from "../../../core/checks/finding-id.ts";
import type { Severity } from "../../../core/checks/finding.ts";

export type FindingMeaning = { readonly severity: Severity; readonly meaning: string };

const error = (meaning: string): FindingMeaning => ({ severity: "error", meaning });
const warning = (meaning: string): FindingMeaning => ({ severity: "warning", meaning });
const info = (meaning: string): FindingMeaning => ({ severity: "info", meaning });

export const FINDING_MEANINGS: Readonly<Record<FindingId, FindingMeaning>> = {
  "srv-missing": error("No server that answered knows an SRV record for the KMS service of the domain."),
  "srv-misspelled": error("The SRV records stand under an owner name that is not quite the right one."),
  "srv-target-unresolvable": error("The host name that an SRV record names has no address."),
  "srv-target-alias": warning("The host name that an SRV record names is an alias, which RFC 2782 forbids."),
  "srv-target-address": error("An SRV record names an address where a host name must stand."),
  "srv-target-none": error("The SRV record says that the service is not available in the domain."),
  "srv-port-unusual": info("An SRV record names another port than 1688."),
  "srv-port-zero": error("An SRV record names the port 0."),
  "srv-duplicate": warning("Two SRV records name the same host and port."),
  "srv-wildcard": warning("The SRV records come from a wildcard."),
  "srv-ttl-extreme": info("The TTL of the SRV records is very short or very long."),
  "srv-single-host": info("Only one host is published, so there is no fail-over."),
  "srv-unexpected-host": error("A host is published that is not among the expected ones."),
  "srv-expected-missing": error("A host that is expected is not published."),
  "srv-stale-host": error("A published host no longer works, while another one does."),
  "suffix-none": error("The machine has no DNS suffix, so a KMS client on it asks nothing."),
  "suffix-not-covered": warning("A DNS suffix that clients use has no record, while another one has."),
  "dns-unreachable": error("A DNS server answers neither over UDP nor over TCP."),
  "dns-udp-blocked": warning("A DNS server answers over TCP, but not over UDP."),
  "dns-tcp-blocked": warning("A DNS server cuts its answers short over UDP and does not answer over TCP."),
  "dns-refused": error("A DNS server refuses to answer."),
  "dns-servfail": error("A DNS server fails to answer."),
  "dns-malformed": error("A DNS server's answer can't be read, or belongs to another question or sender."),
  "dns-edns-broken": warning("A DNS server answers only queries without EDNS."),
  "dns-disagree": error("The name servers of the zone publish different KMS hosts."),
  "dns-serial-behind": warning("A secondary has an older copy of the zone."),
  "dns-lame": error("A name server of the zone does not serve it."),
  "dns-resolver-stale": warning("A resolver still has old records."),
  "dns-negative-cached": warning("A resolver still remembers that there was no record."),
  "dns-split-horizon": warning("Two DNS servers of this machine have lasting different views of the zone."),
  "zone-not-found": error("No zone encloses the domain."),
  "zone-primary-unreachable": error("The primary of the zone does not resolve or does not answer."),
  "update-disabled": info("The primary of the zone takes no dynamic updates."),
  "update-open": warning("Anyone may write into the zone by dynamic update."),
  "update-signed": info("Dynamic updates of the zone must be signed."),
  "update-failed": error("A change of the zone was refused; nothing was changed."),
  "update-not-replicated": error("A name server does not show a change that the primary has."),
  "port-refused": error("The host answers, but nothing listens on the port."),
  "port-filtered": error("Connecting meets silence: a firewall drops, or the host is down."),
  "port-rejected": error("Connecting meets an ICMP error that a firewall or router sends."),
  "host-unreachable": error("There is no route, or nothing has the address."),
  "family-broken": warning("A host works over one address family and not over the other."),
  "address-partly-dead": warning("Some addresses of a host work and others do not."),
  "rpc-not-kms": error("An RPC service answers that has no KMS interface."),
  "rpc-not-rpc": error("Something else than an RPC service listens on the port."),
  "rpc-silent": error("The port opens, and nothing ever comes."),
  "rpc-closed": error("The port opens and closes at once."),
  "rpc-denied": error("The RPC bind is refused for access."),
  "rpc-malformed": error("The answer begins as DCE/RPC and then breaks the protocol."),
  "latency-high": warning("Connecting takes long."),
  "exposed-public-address": warning("A published host has an address that the whole internet can reach."),
};
