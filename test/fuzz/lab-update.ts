// The lab's reading of updates: whatever comes changes a zone as a whole or not at all, and only with a signature.
import { hmacKey } from "../../src/core/dns/tsig/hmac-key.ts";
import { isDeepStrictEqual } from "node:util";
import { RCODE } from "../../src/core/dns/rcode.ts";
import { compareSerials } from "../../src/core/dns/soa.ts";
import { signMessage } from "../../src/core/dns/tsig/sign-message.ts";
import { verifyRequest } from "../../src/core/dns/tsig/verify-request.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { judgeUpdate } from "../../src/lab/dns/judge-update.ts";
import { createZone, type Zone } from "../../src/lab/dns/zone.ts";
import { messageWire } from "../support/dns-wire.ts";
import { builtZone } from "../support/lab-updates.ts";
import { SIGNED_AT, TSIG_VECTORS, tsigKey } from "../support/tsig-vectors.ts";
import { updateCaseRecords, updateCases } from "../support/update-cases.ts";
import type { FuzzTarget } from "./runner.ts";

const APEX = "corp.test";
const ZONE = builtZone({ apex: APEX, records: updateCaseRecords(APEX) });
const KEY = tsigKey();
const UPDATE_FLAGS = 0x2800;
const RCODES: readonly number[] = Object.values(RCODE);

function judgeAnything(bytes: Uint8Array): void {
  const open = judgeUpdate([{ id: "z", zone: ZONE, policy: "open" }], bytes, false);
  if (!RCODES.includes(open.rcode)) throw new Error(`the answer is ${open.rcode}`);
  if (open.changed !== null) mustBeSound(open.changed.zone, open.rcode);
  for (const policy of ["refused", "signed"] as const)
    if (judgeUpdate([{ id: "z", zone: ZONE, policy }], bytes, false).changed !== null)
      throw new Error(`a zone that is ${policy} was changed without a signature`);
  const again = judgeUpdate([{ id: "z", zone: open.changed?.zone ?? ZONE, policy: "open" }], bytes, false);
  if (!RCODES.includes(again.rcode)) throw new Error(`the second answer is ${again.rcode}`);
}

/** A zone with its SOA, a name server, no alias beside others, a higher serial, and nothing that lies outside. */
function mustBeSound(zone: Zone, rcode: number): void {
  if (rcode !== RCODE.NOERROR) throw new Error("it was changed, and the answer is an error");
  if (compareSerials(zone.soa.serial, ZONE.soa.serial) !== "newer")
    throw new Error("the serial is not higher");
  const records = [...zone.records.values()];
  const rebuilt = createZone(zone.soa, records.flat());
  if (!isDeepStrictEqual(rebuilt, zone)) throw new Error("the zone is not what its records make of it");
  if (!records.flat().some(({ owner, type }) => owner === zone.apex && type === "NS"))
    throw new Error("no name server is left");
  for (const atOwner of records) {
    const aliases = atOwner.filter(({ type }) => type === "CNAME");
    if (aliases.length > 0 && atOwner.length > 1) throw new Error("an alias has company");
  }
}

/** Nothing but a request that was signed is verified. */
function verifyAnything(bytes: Uint8Array): void {
  const keys = TSIG_VECTORS.map(({ algorithm }) => tsigKey({ algorithm }));
  const outcome = verifyRequest(bytes, keys, SIGNED_AT, tsigCrypto);
  if (outcome.kind !== "verified") return;
  const { signedPart, variables } = outcome.received;
  const { mac } = signMessage(signedPart, hmacKey(outcome.key, tsigCrypto), variables.timeSignedSeconds);
  if (variables.fudgeSeconds === 300 && !isDeepStrictEqual([...mac], [...outcome.received.mac]))
    throw new Error("verified what nobody signed");
}

const updates = updateCases(APEX).map(
  ({ zones = [{ name: APEX, type: 6 }], prerequisites, updates: list, counts }) =>
    messageWire({
      flags: UPDATE_FLAGS,
      questions: zones,
      answers: prerequisites ?? [],
      authorities: list ?? [],
      ...(counts === undefined ? {} : { counts }),
    }),
);

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: "lab-update", run: judgeAnything, seeds: updates },
  {
    name: "tsig-request",
    run: verifyAnything,
    seeds: [
      ...TSIG_VECTORS.map(({ request }) => request),
      ...updates.slice(0, 8).map((update) => signMessage(update, hmacKey(KEY, tsigCrypto), SIGNED_AT).bytes),
    ],
  },
];
