// Causes in volume licensing itself: the host's key and state, counts, clocks, and clients that use no KMS.
import type { Cause } from "./cause.ts";

export const VOLUME_CAUSES = {
  "host-not-activated": {
    text: "The KMS host itself is not activated",
    check: "slmgr /dlv on the host: a License Status other than 'Licensed' means this cause",
    fix: "Activate the host (slmgr /ato there, or by telephone)",
    confirmedBy: ["host-not-licensed"],
  },
  "host-key-too-old": {
    text: "The host's key or operating system is too old for the product of the client",
    check:
      "slmgr /dlv on the host: compare the product in its Description with the client's version, in the Microsoft page 'KMS host keys to products'; event 12290 on the host has the code",
    fix: "Update the host, then install and activate the host key of the newer product; Office needs its own key and licence pack",
  },
  "too-few-machines": {
    text: "Fewer machines than needed have asked this host in the last 30 days (5 for servers and for Office, 25 for clients)",
    check:
      "slmgr /dlv on the host: 'Current count' below 5 or 25, and growing as machines ask, means this cause",
    fix: "Nothing is broken: let more machines activate, clients ask again every two hours; for a handful of machines use MAK or Active Directory-based activation",
    supportedBy: ["count-below-threshold"],
  },
  "count-split": {
    text: "The machines are split over several hosts, and hosts do not share counts",
    check:
      "slmgr /dlv on every published host: counts that are each too low but together enough mean this cause",
    fix: "Publish one host only (or give the others a higher priority number) until the count is reached",
    supportedBy: ["several-hosts-answer", "count-below-threshold"],
  },
  "shared-cmid": {
    text: "Cloned machines share one client machine ID and count as one",
    check:
      "slmgr /dlv on two of the machines: the same 'Client Machine ID (CMID)' means this cause; so do several names with one CMID in event 12290",
    fix: "slmgr /rearm and a restart on each clone, and an image made with sysprep /generalize",
    confirmedBy: ["cmid-shared"],
    supportedBy: ["count-below-threshold"],
  },
  "clock-skew": {
    text: "The clocks of client and host differ by more than four hours (in UTC)",
    check:
      "w32tm /stripchart /computer:HOST /samples:1 on the client, or the client time in event 12288 beside the time of the event: over four hours apart means this cause",
    fix: "Correct clock and time zone, let both follow the same time source (w32tm /resync)",
    confirmedBy: ["client-clock-skewed"],
  },
  "other-key-type": {
    text: "The machine has a MAK, retail or OEM key, so it never asks a KMS host",
    check: "slmgr /dlv on the client: a Description without VOLUME_KMSCLIENT means this cause",
    fix: "Install the client key for this edition (Microsoft page 'KMS client activation and product keys'), then slmgr /ato",
    confirmedBy: ["client-other-channel"],
  },
  "activated-by-ad": {
    text: "Active Directory activates the machine; it sends no KMS request, so it probably does not count",
    check: "slmgr /dlv on the client: 'AD Activation client information', or event 12308, means this cause",
    fix: "No fault: the KMS count falls when Active Directory does the work; size the host for the machines that are left",
    confirmedBy: ["client-activated-by-ad"],
  },
  "waiting-for-answer": {
    text: "The host did not answer: the request never reached it, or the reply was lost",
    check:
      "Event 12290 in the host's Key Management Service log, at the time of the client's 12288: without one the request never arrived",
    fix: "kms-doctor probe HOST from the client's network, and mend what it names",
  },
  "nothing-wrong": {
    text: "Nothing is wrong: this event belongs to a working activation",
    check: "The code in its first field: 0x0 means success, any other one can be given to kms-doctor explain",
    fix: "Nothing to do while the code is 0x0",
  },
  "never-activated": {
    text: "The client has not reached any host since it was installed or expired",
    check:
      "Events 12288 and 12289 in the client's Application log: 12288 without 12289 means that no host answered",
    fix: "kms-doctor diagnose DOMAIN, mend what it names, then slmgr /ato",
  },
  "adba-missing": {
    text: "Active Directory holds no usable activation object (or its schema is older than Server 2012)",
    check: "slmgr /ao-list on the client: 'No objects found' means this cause",
    fix: "Set up Active Directory-based activation, or ignore it: the client tries KMS next",
  },
  "key-over-limit": {
    text: "The key was activated as often as it may be (a host key: 6 hosts, 10 times each)",
    check: "The key's use in the licensing portal",
    fix: "Ask the Microsoft licensing centre for more activations",
  },
  "key-rejected": {
    text: "The activation service rejects the key: wrong type, revoked, or mistyped",
    check: "slmgr /dlv: compare the channel and the last five characters with the licensing portal",
    fix: "Install the right key: for a KMS client the one for its edition, for a host the host key of the agreement",
  },
  "no-internet": {
    text: "The machine cannot reach Microsoft's activation service over HTTPS (used by MAKs and host keys, not by KMS clients)",
    check: "netsh winhttp show proxy, and event 8200: a refused or unresolved address means this cause",
    fix: "Set the proxy or open the way out; a host can also be activated by telephone",
  },
} as const satisfies Record<string, Cause>;
