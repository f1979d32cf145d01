// Fuzz targets of TSIG: answers from the network and key files take any octets.
import { isDeepStrictEqual } from "node:util";
import { readTkeyAnswer } from "../../src/core/dns/tkey-message.ts";
import { hmacKey } from "../../src/core/dns/tsig/hmac-key.ts";
import { readTsig } from "../../src/core/dns/tsig/read-tsig.ts";
import { readTsigKeys } from "../../src/core/dns/tsig/tsig-key-text.ts";
import { verifyAnswer } from "../../src/core/dns/tsig/verify-answer.ts";
import { tsigCrypto } from "../../src/io/dns/hmac.ts";
import { messageWire } from "../support/dns-wire.ts";
import { name } from "../support/facts.ts";
import { tkeyRdata, tkeyRecord } from "../support/fake-gss.ts";
import { SECRET_TEXT, SIGNED_AT, TSIG_VECTORS, tsigKey } from "../support/tsig-vectors.ts";
import type { FuzzTarget } from "./runner.ts";

const [ID_LENGTH, MAC_LENGTH] = [2, 32];

/** Only the answer that was signed is verified; its id alone may differ. */
function fuzzAnswer(bytes: Uint8Array): void {
  const tsig = readTsig(bytes);
  if (tsig.ok && tsig.value !== null && tsig.value.signedPart.length >= bytes.length)
    throw new Error("the record is still in it");
  for (const { algorithm, request, answer } of TSIG_VECTORS) {
    const key = hmacKey(tsigKey({ algorithm }), tsigCrypto);
    const read = readTsig(request);
    const mac = read.ok && read.value !== null ? read.value.mac : new Uint8Array(MAC_LENGTH);
    const outcome = verifyAnswer(bytes, { key, mac, nowSeconds: SIGNED_AT });
    const isTheAnswer = isDeepStrictEqual([...bytes.slice(ID_LENGTH)], [...answer.slice(ID_LENGTH)]);
    if (outcome.kind === "verified" && !isTheAnswer && !isSameInOtherWords(bytes, answer))
      throw new Error(`${algorithm}: verified what nobody signed`);
  }
}

/** Names are compared without letter case and may be compressed: then what was signed is the same all the same. */
function isSameInOtherWords(left: Uint8Array, right: Uint8Array): boolean {
  return isDeepStrictEqual(readTsig(left), readTsig(right));
}

function fuzzKeyText(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  const keys = readTsigKeys(text, "Kk.+163+12345.private");
  if (JSON.stringify(keys).includes(SECRET_TEXT.slice(0, 12))) throw new Error("the secret shows");
  if (!keys.ok && (keys.error.line < 1 || keys.error.line > text.split("\n").length))
    throw new Error(`line ${keys.error.line}`);
  if (keys.ok && keys.value.length === 0) throw new Error("no key is an error");
}

const TKEY_NAME = "k.sig.dc1.corp.test";

/** What is read as a token lies whole in the message, once. */
function fuzzTkey(bytes: Uint8Array): void {
  const answer = readTkeyAnswer(bytes, name(TKEY_NAME));
  if (!answer.ok) {
    if (answer.error === "") throw new Error("an error without a reason");
    return;
  }
  if (answer.value === null) return;
  const { error, token } = answer.value;
  if (error < 0 || error > 0xffff || token.length + 12 > bytes.length) throw new Error("read past the end");
  if (!Buffer.from(bytes).includes(token)) throw new Error("the token is not in the message");
}

const tkeySeeds = [{ token: "a token" }, { error: 17 }, {}].map((answer) =>
  messageWire({
    questions: [{ name: TKEY_NAME, type: 249, class: 255 }],
    answers: [tkeyRecord(TKEY_NAME, tkeyRdata(answer))],
  }),
);

const texts = [
  `// one\nkey "k" { algorithm hmac-sha256; secret "${SECRET_TEXT}"; }; # two\n/* three */ key l { secret ${SECRET_TEXT}; };\n`,
  `# hmac-sha256:k:${SECRET_TEXT}\nkey:\n  - id: k\n    algorithm: hmac-sha256\n    secret: ${SECRET_TEXT}\n`,
  `hmac-sha256:k:${SECRET_TEXT}\nkey hmac-sha256:k ${SECRET_TEXT}\nk. IN KEY 512 3 163 ${SECRET_TEXT}\n`,
  `Private-key-format: v1.3\nAlgorithm: 163 (HMAC_SHA256)\nKey: ${SECRET_TEXT}\n`,
].map((text) => new TextEncoder().encode(text));

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "tsig-answer",
    run: fuzzAnswer,
    seeds: TSIG_VECTORS.flatMap(({ request, answer }) => [request, answer]),
  },
  { name: "tkey-answer", run: fuzzTkey, seeds: tkeySeeds },
  { name: "tsig-key-text", run: fuzzKeyText, seeds: texts },
];
