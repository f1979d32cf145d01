// What RFC 8945 section 5.2 wants of a server that takes signed updates only: the lab's and real ones must do the same.
import { hmacKey } from "../../src/core/dns/tsig/hmac-key.ts";
import { expect, test } from "vitest";
import type { Endpoint } from "../../src/core/net/endpoint.ts";
import { rcodeName, tsigErrorName } from "../../src/core/dns/rcode.ts";
import { readTsig } from "../../src/core/dns/tsig/read-tsig.ts";
import { hideSecret } from "../../src/core/dns/tsig/secret.ts";
import { appendTsig, signMessage } from "../../src/core/dns/tsig/sign-message.ts";
import type { TsigKey } from "../../src/core/dns/tsig/tsig-key.ts";
import { verifyAnswer } from "../../src/core/dns/tsig/verify-answer.ts";
import { outgoingUpdate, type Prerequisite } from "../../src/core/dns/update-message.ts";
import { systemClock } from "../../src/io/host/clock.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { octets } from "./dns-wire.ts";
import { name } from "./facts.ts";
import { tsigKey } from "./tsig-vectors.ts";
import { exchangeOctets } from "./update-contract.ts";

const KEY = tsigKey();
const SRV = 33;
const OWNER = name("_vlmcs._tcp.corp.test");

type Case = {
  readonly title: string;
  readonly key?: TsigKey;
  readonly skewSeconds?: number;
  /** What happens to the message on its way. */
  readonly spoil?: (signed: Uint8Array) => Uint8Array;
  readonly rcode: string;
  /** Of the TSIG record; null where there is to be none, undefined where servers differ. */
  readonly error: string | null | undefined;
  /** Without a prerequisite: servers differ in whether they look at it before or after the permission. */
  readonly isBare?: true;
  readonly authenticated?: boolean;
};

const CASES: readonly Case[] = [
  { title: "signed as it should be", rcode: "YXRRSET", error: "NOERROR", authenticated: true },
  { title: "not signed", spoil: unsigned, isBare: true, rcode: "REFUSED", error: null },
  { title: "an unknown key", key: tsigKey({ name: name("no.key") }), rcode: "NOTAUTH", error: "BADKEY" },
  {
    title: "another algorithm than the key's",
    key: tsigKey({ algorithm: "hmac-sha512" }),
    rcode: "NOTAUTH",
    error: "BADKEY",
  },
  {
    title: "another secret under the same name",
    key: tsigKey({ secret: hideSecret(octets(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)) }),
    rcode: "NOTAUTH",
    error: "BADSIG",
  },
  { title: "changed on its way", spoil: otherRecord, rcode: "NOTAUTH", error: "BADSIG" },
  { title: "an hour old", skewSeconds: -4000, rcode: "NOTAUTH", error: "BADTIME", authenticated: true },
  { title: "an hour early", skewSeconds: 4000, rcode: "NOTAUTH", error: "BADTIME", authenticated: true },
  {
    title: "a MAC of five octets",
    spoil: (signed) => withMac(signed, 5),
    rcode: "FORMERR",
    error: undefined,
  },
  {
    title: "half a MAC, which is less than the server wants",
    spoil: (signed) => withMac(signed, 16),
    rcode: "NOTAUTH",
    error: "BADTRUNC",
    authenticated: true,
  },
];

/** A prerequisite that does not hold: nothing is changed, and only who may write gets to know. */
const PREREQUISITE: Prerequisite = { kind: "rrset-absent", owner: OWNER, typeCode: SRV };

/** The server has the zone corp.test with an SRV record, and takes updates signed with the key of the vectors. */
export function testTsigContract(endpoint: () => Endpoint): void {
  for (const one of CASES) {
    const { title, key = KEY, skewSeconds = 0, spoil = same, isBare, rcode, error, authenticated } = one;
    test(`a request: ${title}`, async () => {
      const nowSeconds = Math.floor(systemClock.nowMs() / 1000);
      const update = { zone: name("corp.test"), prerequisites: isBare ? [] : [PREREQUISITE], updates: [] };
      const plain = outgoingUpdate(update).encode(80);
      const sent = spoil(signMessage(plain, hmacKey(key, tsigCrypto), nowSeconds + skewSeconds).bytes);
      const answer = await exchangeOctets(endpoint(), sent);
      expect(rcodeName((answer[3] ?? 0) & 0x0f)).toBe(rcode);
      const tsig = readTsig(answer);
      if (!tsig.ok) throw new Error(tsig.error);
      if (error !== undefined)
        expect(tsig.value === null ? null : tsigErrorName(tsig.value.variables.error)).toBe(error);
      if (authenticated === undefined) return;
      const request = readTsig(sent);
      if (!request.ok || request.value === null) throw new Error("the request is not signed");
      const { mac } = request.value;
      const outcome = verifyAnswer(answer, { key: hmacKey(key, tsigCrypto), mac, nowSeconds });
      if (error === "NOERROR") expect(outcome).toEqual({ kind: "verified" });
      else expect(outcome).toMatchObject({ kind: "error", authenticated });
      if (error === "BADTIME" && outcome.kind === "error")
        expect(Math.abs((outcome.serverTimeSeconds ?? 0) - nowSeconds)).toBeLessThan(10);
    });
  }
}

function same(signed: Uint8Array): Uint8Array {
  return signed;
}

function unsigned(signed: Uint8Array): Uint8Array {
  return received(signed).signedPart;
}

/** The last octet of the plain message is of the prerequisite's RDLENGTH; the one of its type is changed. */
function otherRecord(signed: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(signed);
  const typeAt = received(signed).signedPart.length - 9;
  changed[typeAt] = (changed[typeAt] ?? 0) ^ 1;
  return changed;
}

function withMac(signed: Uint8Array, length: number): Uint8Array {
  const { signedPart, variables, mac } = received(signed);
  return appendTsig(signedPart, variables, mac.subarray(0, length));
}

function received(signed: Uint8Array) {
  const read = readTsig(signed);
  if (!read.ok || read.value === null) throw new Error("not signed");
  return read.value;
}
