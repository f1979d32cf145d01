// Causes between the client and a host that DNS or an administrator names: the network, the port, what listens there.
import type { Cause } from "./cause.ts";

export const HOST_CAUSES = {
  "stale-host": {
    text: "A host that no longer works is still published beside one that does",
    check:
      "kms-doctor diagnose DOMAIN: srv-stale-host names a record whose host is dead while another one works",
    fix: "Remove the SRV record of the host that is gone (records written by hand are never scavenged)",
    confirmedBy: ["srv-stale-host"],
    ruledOutBy: ["hosts-answer"],
  },
  "host-down": {
    text: "The KMS host cannot be reached: it is off, its address is wrong, or there is no route",
    check: "ping and kms-doctor probe HOST from the host's own subnet: 'unreachable' means this cause",
    fix: "Start the host, or correct its A or AAAA record",
    confirmedBy: ["host-unreachable", "silent-port-host-absent"],
    supportedBy: ["port-filtered"],
    ruledOutBy: ["hosts-answer"],
  },
  "host-firewall": {
    text: "A firewall blocks TCP 1688 for everyone, on the host (its rule 'Key Management Service' is off by default) or on the way",
    check:
      "Get-NetFirewallRule -Name SPPSVC-In-TCP* on the host: Enabled False, or a profile or scope without the clients, means the host's own",
    fix: "Enable-NetFirewallRule -DisplayGroup 'Key Management Service' on the host; a port other than 1688 needs a rule of its own",
    confirmedBy: ["silent-port-host-up"],
    supportedBy: ["port-filtered", "port-rejected"],
    ruledOutBy: ["hosts-answer"],
  },
  "client-network-blocked": {
    text: "A firewall lets some networks through to the host, but not the client's (a rule on the way, or the scope of the host's own rule)",
    check:
      "Test-NetConnection HOST -Port 1688 on the client: 'TcpTestSucceeded : False' while other networks reach the host means this cause",
    fix: "Allow TCP 1688 from the client's network to the host in the firewall between them, and in the scope of the host's own rule",
    supportedBy: ["hosts-answer", "port-rejected"],
  },
  "service-stopped": {
    text: "The licensing service (sppsvc) on the host is not running",
    check:
      "sc query sppsvc on the host: STOPPED while clients ask, or event 12291 in its Application log, means this cause",
    fix: "Start the service; if it does not stay up, event 12291 has the reason",
    supportedBy: ["port-refused"],
    ruledOutBy: ["hosts-answer"],
  },
  "wrong-port": {
    text: "The SRV record names another port than the host listens on",
    check:
      "slmgr /dlv on the host: if 'Listening on Port' differs from the port in the record, this is the cause",
    fix: "Correct the port in the SRV record, or set it on the host with slmgr /sprt PORT and restart sppsvc",
    confirmedBy: ["host-port-mismatch", "srv-port-zero"],
    supportedBy: ["port-refused", "odd-port-refused"],
    ruledOutBy: ["hosts-answer"],
  },
  "rpc-cut-off": {
    text: "A virus scanner, intrusion prevention or proxy cuts the RPC connection",
    check:
      "kms-doctor probe HOST from the client's network and from the host's own: 'silent' or 'closed' only from afar means this cause",
    fix: "Exempt TCP 1688 to the host from inspection",
    supportedBy: ["rpc-silent", "rpc-closed"],
  },
  "wrong-service": {
    text: "Another program listens on the port of the KMS host",
    check: "kms-doctor probe HOST: 'rpc-not-kms' or 'not-rpc' means this cause, and says what answers",
    fix: "Stop or move the other program, or correct the record's host and port",
    confirmedBy: ["rpc-not-kms", "rpc-not-rpc"],
    supportedBy: ["rpc-malformed", "rpc-denied"],
    ruledOutBy: ["hosts-answer"],
  },
  "address-partly-dead": {
    text: "Some addresses of the host work and others do not",
    check: "kms-doctor probe HOST: compare the addresses",
    fix: "Remove the addresses that do not work from DNS, or open the port on them",
    confirmedBy: ["family-broken", "address-partly-dead"],
    ruledOutBy: ["hosts-answer"],
  },
  "host-busy": {
    text: "The host, or an intrusion prevention in front of it, takes no more connections at the moment",
    check: "Try again later; the processor load and event 12290 on the host show whether requests arrive",
    fix: "Relieve the host, add a second one, or raise the limit of the intrusion prevention",
  },
  "rogue-host": {
    text: "Machines that should be no KMS host publish themselves, because they were given a host key",
    check:
      "kms-doctor diagnose DOMAIN --expect HOST: srv-unexpected-host names them; slmgr /dlv there shows a channel VOLUME_KMS that is not VOLUME_KMSCLIENT",
    fix: "Install the client key for their edition there (Microsoft page 'KMS client activation and product keys'), run slmgr /cdns, and remove their SRV records",
    confirmedBy: ["srv-unexpected-host"],
  },
  "pinned-client": {
    text: "The client is pinned by hand to an old host, so it does not use DNS",
    check:
      "slmgr /dlv on the client: a line 'Registered KMS machine name' with a host that DNS does not publish means this cause",
    fix: "slmgr /ckms on the client, then slmgr /ato",
    confirmedBy: ["client-wrong-host"],
    supportedBy: ["client-hosts-pinned", "hosts-answer"],
  },
  "cached-host": {
    text: "The client keeps the host of its last success, so changed priorities do not show while that one answers",
    check:
      "slmgr /dlv on the client: 'KMS host caching is enabled' and 'KMS machine name from DNS' with the old host mean this cause",
    fix: "slmgr /ckhc, then slmgr /ato and slmgr /skhc on the client; or retire the old host",
    confirmedBy: ["client-host-cached"],
  },
  "host-key-missing": {
    text: "The machine that was asked has no KMS host key",
    check: "slmgr /dlv there: without 'Key Management Service is enabled on this machine' this is the cause",
    fix: "Install the host key there, or remove its SRV record",
    supportedBy: ["rpc-not-kms"],
  },
} as const satisfies Record<string, Cause>;
