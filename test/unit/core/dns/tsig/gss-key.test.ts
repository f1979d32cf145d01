// Messages signed by a security context: the two layouts of answers, and answers to messages that were not signed.
import { expect, test } from "vitest";
import { signMessage } from "../../../../../src/core/dns/tsig/sign-message.ts";
import { readTsig } from "../../../../../src/core/dns/tsig/read-tsig.ts";
import { verifyAnswer } from "../../../../../src/core/dns/tsig/verify-answer.ts";
import { messageWire, octets } from "../../../../support/dns-wire.ts";
import { fakeKey, micOf, sambaVerdict } from "../../../../support/fake-gss.ts";

const key = fakeKey("k.sig.dc1.corp.test");
const request = signMessage(messageWire({ id: 1, flags: 0x2800 }), key, 0);
const ANSWER = messageWire({ id: 1, flags: 0xa800 });

/** Signed over these octets in front of the message. */
function signedOver(...front: readonly Uint8Array[]): Uint8Array {
  return signMessage(ANSWER, { ...key, getMac: (parts) => micOf([...front, ...parts]) }, 0).bytes;
}

function verdict(bytes: Uint8Array, mac: Uint8Array | null = request.mac) {
  return verifyAnswer(bytes, { key, mac, nowSeconds: 0 }).kind;
}

test("the standard layout: the request's MAC with its length in front", () => {
  expect(verdict(signedOver(octets(0, 3), request.mac))).toBe("verified");
});

test("Samba's layout: without the length, only for keys that take it", () => {
  expect(sambaVerdict(request.bytes, ANSWER, key)).toEqual({ kind: "verified" });
  expect(sambaVerdict(request.bytes, ANSWER, { ...key, acceptsBareRequestMac: false })).toEqual({
    kind: "bad-mac",
  });
});

test("an answer that does not refer to the request is none, and its own signature sent back is an echo", () => {
  expect(verdict(signedOver())).toBe("bad-mac");
  expect(verdict(signedOver(octets(0, 3), octets(9, 9, 9)))).toBe("bad-mac");
  const tsig = readTsig(request.bytes);
  expect(tsig.ok && tsig.value !== null).toBe(true);
  const echo = signMessage(ANSWER, { ...key, getMac: () => request.mac }, 0).bytes;
  expect(verdict(echo)).toBe("echoed");
});

test("the answer to an unsigned message is signed over itself alone", () => {
  expect(verdict(signedOver(), null)).toBe("verified");
  expect(verdict(signedOver(octets(0, 0)), null)).toBe("bad-mac");
  expect(verdict(ANSWER, null)).toBe("unsigned");
});
