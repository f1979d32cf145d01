// A security context of our own, and a name server that negotiates it: the MIC is a sum of the octets with a counter in front.
import type { GssContext, GssStep } from "../../src/app/gss-ports.ts";
import type { SendMessage } from "../../src/app/update-policy-ports.ts";
import type { GssFailure } from "../../src/core/checks/gss-failure.ts";
import { gssTsigName } from "../../src/core/dns/tkey-message.ts";
import type { MessageKey } from "../../src/core/dns/tsig/message-key.ts";
import { readTsig } from "../../src/core/dns/tsig/read-tsig.ts";
import { signMessage } from "../../src/core/dns/tsig/sign-message.ts";
import { verifyAnswer, type TsigOutcome } from "../../src/core/dns/tsig/verify-answer.ts";
import { err, ok, type Result } from "../../src/core/result.ts";
import { joined, messageWire, nameWire, octets, type WireRecord } from "./dns-wire.ts";
import { attempt, name } from "./facts.ts";
import { message } from "./fake-dns.ts";

/** What each step gives, in their order. */
export type FakeSteps = readonly (GssStep | GssFailure)[];

export type FakeContext = GssContext & {
  /** The tokens that the other side sent. */
  readonly received: readonly (string | null)[];
  readonly isClosed: () => boolean;
};

export function step(token: string, isDone = false): GssStep {
  return { token: new TextEncoder().encode(token), isDone };
}

export function fakeContext(steps: FakeSteps, account: string | null = "alice@CORP.TEST"): FakeContext {
  const received: (string | null)[] = [];
  let closed = 0;
  let counter = 0;
  return {
    account,
    received,
    isClosed: () => closed === 1,
    step: (token): Promise<Result<GssStep, GssFailure>> => {
      const next = steps[received.length] ?? { kind: "other", said: "one step too many" };
      received.push(token === null ? null : new TextDecoder().decode(token));
      return Promise.resolve("token" in next ? ok(next) : err(next));
    },
    getMic: (parts) => micOf(parts, counter++),
    verifyMic,
    close: () => {
      closed += 1;
    },
  };
}

export function micOf(parts: readonly Uint8Array[], counter = 0): Uint8Array {
  const sum = joined(...parts).reduce((total, octet, index) => (total + octet * (index + 1)) % 0x1_0000, 0);
  return octets(counter, sum >> 8, sum & 255);
}

export function verifyMic(parts: readonly Uint8Array[], mic: Uint8Array): boolean {
  return mic.length === 3 && micOf(parts, mic[0]).every((octet, index) => octet === mic[index]);
}

export function fakeKey(keyName: string): MessageKey {
  return {
    name: name(keyName),
    algorithmName: gssTsigName(),
    getMac: (parts) => micOf(parts),
    verifyMac: verifyMic,
    acceptsBareRequestMac: true,
  };
}

export type FakeTkey = {
  readonly token?: string;
  readonly error?: number;
  readonly rcode?: number;
  /** Null: no TKEY record. */
  readonly rdata?: Uint8Array | null;
  /** Whether the answer is signed, and rightly so. */
  readonly signature?: "good" | "bad";
};

export function tkeyRdata({ token = "", error = 0 }: FakeTkey): Uint8Array {
  const text = new TextEncoder().encode(token);
  const fixed = octets(...Array.from({ length: 8 }, () => 0), 0, 3, error >> 8, error & 255);
  return joined(nameWire("gss-tsig"), fixed, octets(0, text.length), text, octets(0, 0));
}

export function tkeyRecord(keyName: string, rdata: Uint8Array): WireRecord {
  return { owner: keyName, type: 249, class: 255, ttl: 0, rdata };
}

/** A server that answers TKEY queries by the list, one after the other; undefined is silence. */
export function fakeNegotiator(answers: readonly (FakeTkey | undefined)[], nowSeconds = 0) {
  const asked: { readonly keyName: string; readonly token: string; readonly transport: string }[] = [];
  const sendMessage: SendMessage = (_server, outgoing, { transport }) => {
    const query = outgoing.encode(1);
    const keyName = nameAt(query);
    asked.push({ keyName, token: tokenOf(query), transport });
    const answer = answers[asked.length - 1];
    const exchange = {
      server: "192.0.2.1:53",
      attempts: [attempt({ kind: "timeout", phase: "udp-answer" })],
    };
    if (answer === undefined)
      return Promise.resolve({ ...exchange, outcome: { kind: "timeout", phase: "udp-answer" } });
    const { rcode = 0, rdata = tkeyRdata(answer), signature } = answer;
    const plain = messageWire({
      questions: [{ name: keyName, type: 249, class: 255 }],
      answers: rdata === null ? [] : [tkeyRecord(keyName, rdata)],
    });
    const signer = fakeKey(keyName);
    const key = signature === "bad" ? { ...signer, getMac: () => octets(0, 0, 0) } : signer;
    const bytes = signature === undefined ? plain : signMessage(plain, key, nowSeconds).bytes;
    const decoded = message({ name: name(keyName), type: "A" }, rcode, []);
    const outcome = { kind: "answered", transport: "tcp", message: decoded, bytes, tsig: null } as const;
    return Promise.resolve({ ...exchange, outcome });
  };
  return { sendMessage, asked };
}

/** The name of the question. */
function nameAt(query: Uint8Array): string {
  const labels: string[] = [];
  for (let at = 12; (query[at] ?? 0) > 0; at += (query[at] ?? 0) + 1)
    labels.push(new TextDecoder().decode(query.slice(at + 1, at + 1 + (query[at] ?? 0))));
  return labels.join(".");
}

/** The rdata ends with the token and the empty other data. */
function tokenOf(query: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(query);
  const start = text.lastIndexOf("\u0000\u0003\u0000\u0000") + 6;
  return text.slice(start, -2);
}

/** An answer signed as Samba up to 4.19.7 does it: the length of the request's MAC is not in the digest. */
export function sambaVerdict(request: Uint8Array, plain: Uint8Array, key: MessageKey): TsigOutcome {
  const tsig = readTsig(request);
  const mac = tsig.ok && tsig.value !== null ? tsig.value.mac : octets();
  const getMac: MessageKey["getMac"] = (parts) => micOf([mac, ...parts]);
  const { bytes } = signMessage(plain, { ...key, getMac }, 0);
  return verifyAnswer(bytes, { key, mac, nowSeconds: 0 });
}
