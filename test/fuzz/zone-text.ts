// Fuzz target of the zone-file reader: any octets are read or refused; what is edited says what was wished and can be taken back.
import { editZone } from "../../src/core/dns/zone-text/edit-zone.ts";
import { editRequest } from "../support/zone-edit.ts";
import type { FuzzTarget } from "./runner.ts";

function fuzzZoneText(bytes: Uint8Array): void {
  const text = Array.from(bytes, (octet) => String.fromCharCode(octet)).join("");
  const files = { x: text };
  // It throws where the new text would change anything else.
  const added = editZone(text, editRequest({ files }));
  editZone(text, editRequest({ files, host: "kms1.corp.test", remove: true }));
  if (!added.ok || added.value.after.length === added.value.before.length) return;
  const removed = editZone(added.value.newText, editRequest({ files, remove: true }));
  if (!removed.ok) throw new Error(`what was added can't be removed: ${removed.error.reason}`);
}

const seeds = [
  "$TTL 3600\n$ORIGIN corp.test.\n@ IN SOA ns1 h ( 41 ; x\n 1h 5m 1w 300 )\n@ IN NS ns1\nns1 A 192.0.2.1\n",
  '@ 60 SOA ns1 h 41 1 2 3 4\r\n_vlmcs._tcp SRV 0 0 1688 kms1\r\n\tTXT "a;(" x\r\n$GENERATE 1-3 _vlmcs._tcp SRV "0 0 1688 kms$"',
  "corp.test. 60 SOA ns1 h 41 1 2 3 4\n$ORIGIN _tcp.corp.test.\n\\095vlmcs 5 SRV 0 0 1688 kms1\n SRV 1 1 1688 kms2\n a A 192.0.2.1\n",
].map((text) => new TextEncoder().encode(text));

export const fuzzTargets: readonly FuzzTarget[] = [{ name: "zone-text", run: fuzzZoneText, seeds }];
