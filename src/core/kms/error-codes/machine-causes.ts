// Causes on the machine itself: keys and editions, damaged licence data, rights, services, hardware.
import type { Cause } from "./cause.ts";

export const MACHINE_CAUSES = {
  "key-wrong-edition": {
    text: "The product key belongs to another edition or version of Windows or Office",
    check: "slmgr /dlv: compare Name and Description with the edition that is installed (winver)",
    fix: "Install the client key for this very edition (Microsoft page 'KMS client activation and product keys')",
  },
  "key-mistyped": {
    text: "The product key was mistyped, or is no key for this product",
    check: "slmgr /ipk with the key copied from the source: accepted now means this cause",
    fix: "Take the key from the licensing portal or, for a KMS client, from the Microsoft page 'KMS client activation and product keys'",
  },
  "host-key-wrong-system": {
    text: "A KMS host key is used on a system that cannot be that host",
    check: "winver, and the Microsoft page 'KMS host keys to products' for the systems that the key fits",
    fix: "Install the update that the older system needs for that key, or use a newer host",
  },
  "key-revoked": {
    text: "The product key is blocked",
    check: "The key's state in the licensing portal",
    fix: "Use the current key of the agreement",
  },
  "evaluation-edition": {
    text: "An evaluation edition is installed, which takes no volume key",
    check: "slmgr /dlv: 'Evaluation' in Name, or TIMEBASED_EVAL in Description, means this cause",
    fix: "Convert it with DISM /online /Set-Edition, or install the licensed edition",
  },
  "no-key": {
    text: "No product key is installed",
    check: "slmgr /dlv: no Partial Product Key means this cause",
    fix: "Install the client key for this edition (Microsoft page 'KMS client activation and product keys')",
  },
  "no-base-licence": {
    text: "The volume licence is an upgrade, and this machine does not prove the base licence that it needs",
    check:
      "Edition and hardware: a machine without a Windows marker in its firmware, or a flag 0x08000000 in event 12288 or 12289, means this cause",
    fix: "Use an edition that the licence allows on this machine, or license the base system",
  },
  "hardware-changed": {
    text: "The hardware changed, or the virtual machine moved, so that the activation no longer counts",
    check: "The time of the change beside the time of the first failure in the Application log",
    fix: "slmgr /ato",
  },
  "grace-over": {
    text: "The grace period ended without any contact to a host",
    check:
      "Events 12288 and 12289 in the client's Application log: the code and the host that was asked tell why",
    fix: "kms-doctor diagnose DOMAIN, mend what it names, then slmgr /ato",
  },
  "store-damaged": {
    text: "The licence files or the trusted store on this machine are damaged",
    check: "sfc /scannow, and whether the code stays after a restart",
    fix: "slmgr /rilc, then restart; repair the system if it stays",
  },
  "licence-files-mixed": {
    text: "Licence files of several products or versions are mixed",
    check: "slmgr /dlv all: products that should not be there mean this cause",
    fix: "slmgr /rilc, or reinstall the product's licences",
  },
  "not-elevated": {
    text: "The command ran without administrator rights",
    check: "The same command in an elevated prompt: if it works there, this was the cause",
    fix: "Run it elevated",
  },
  "service-rights": {
    text: "The licensing service lacks rights that it needs on this machine",
    check:
      "Event 8198 with this code, and the rights of NETWORK SERVICE on the service's own registry keys and folders",
    fix: "Restore the default rights (the Microsoft article on event 8198 lists them)",
  },
  "enum-root-rights": {
    text: "SYSTEM lost its rights on the registry key Enum\\Root",
    check: "regedit: the permissions of HKLM\\SYSTEM\\CurrentControlSet\\Enum\\Root",
    fix: "Give SYSTEM its rights back, as the Microsoft article on this code says",
  },
  "service-disabled": {
    text: "The licensing service (sppsvc) is disabled or stopped on this machine, often by a hardening script",
    check: "sc qc sppsvc and sc query sppsvc: START_TYPE DISABLED, or STOPPED while it is needed",
    fix: "Set the start type to delayed automatic, start the service",
  },
  "service-restarting": {
    text: "The licensing service was just stopping or starting",
    check: "Try again after a minute: if it works then, this was the cause",
    fix: "Nothing to do if it does not come back",
  },
  "bad-command": {
    text: "An option, name or key on the command line is wrong",
    check: "The command as it was typed, beside slmgr /? (names with blanks or slashes are common slips)",
    fix: "Correct the command; a wrongly pinned host is taken back with slmgr /ckms",
  },
  "confirmation-mistyped": {
    text: "The confirmation ID of a telephone activation was mistyped",
    check: "The installation ID and each block of digits again",
    fix: "Repeat slmgr /atp with the right digits",
  },
  "not-genuine": {
    text: "Windows considers the installation not genuine, or its files were changed",
    check: "slmgr /dlv: the Notification Reason; sfc /scannow for changed files",
    fix: "Repair the system files; where the licence is in order, validate again",
  },
  "clock-moved": {
    text: "The clock of this machine was moved",
    check: "w32tm /query /status, and the times in the System log",
    fix: "Correct the clock, then restart",
  },
  "rearm-used-up": {
    text: "No rearm is left on this machine or image",
    check: "slmgr /dlv: 'Remaining Windows rearm count: 0' means this cause",
    fix: "Activate it, or build the image anew from the media",
  },
  "unsupported-vm": {
    text: "The product cannot be activated in this virtual machine",
    check: "The version of the virtualisation host and of the guest",
    fix: "Use a platform that both support",
  },
  "avma-parent": {
    text: "The Hyper-V host that should activate this guest is not activated itself",
    check: "slmgr /dlv on the Hyper-V host: it must be a Datacenter edition and 'Licensed'",
    fix: "Activate the Hyper-V host, or use KMS in the guest",
  },
  "not-a-kms-matter": {
    text: "The machine tries a digital licence or retail activation, which is no matter of KMS",
    check: "slmgr /dlv: a Description without VOLUME_KMSCLIENT means this cause",
    fix: "For volume activation install the client key for this edition (Microsoft page 'KMS client activation and product keys')",
    supportedBy: ["client-other-channel"],
  },
  "region-blocked": {
    text: "The activation service does not serve this key in this region",
    check: "The region of the agreement",
    fix: "Ask the Microsoft licensing centre",
  },
  "look-around": {
    text: "The code is general; the lines around it in the log say more",
    check: "The Application log at that time: events 8198, 8200, 12288 and 12289 carry further codes",
    fix: "kms-doctor explain with the codes found there",
  },
} as const satisfies Record<string, Cause>;
