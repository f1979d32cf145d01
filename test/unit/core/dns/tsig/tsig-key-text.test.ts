import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTsigKeys } from "../../../../../src/core/dns/tsig/tsig-key-text.ts";
import { toHex } from "../../../../support/hex.ts";
import { SECRET_TEXT } from "../../../../support/tsig-vectors.ts";

const SECRET_HEX = "3132333435363738393031323334353637383930313233343536373839303132";

/** `name algorithm` of each key with a secret that is the right one, and its warnings; or line and reason. */
function read(text: string, fileName: string | null = null): readonly string[] | string {
  const keys = readTsigKeys(text, fileName);
  if (!keys.ok) return `${keys.error.line}: ${keys.error.reason}`;
  return keys.value.map(({ key, warnings }) => {
    const isRight = toHex(key.secret.reveal()) === SECRET_HEX;
    return [key.name, key.algorithm, ...(isRight ? [] : ["another secret"]), ...warnings].join(" ");
  });
}

describe("BIND key clauses", () => {
  test("as tsig-keygen writes them", () => {
    const text = `key "kms.pub" {\n\talgorithm hmac-sha512;\n\tsecret "${SECRET_TEXT}";\n};\n`;
    expect(read(text)).toEqual(["kms.pub. hmac-sha512"]);
    expect(read(`\ufeff${text.replaceAll("\n", "\r\n")}`)).toEqual(["kms.pub. hmac-sha512"]);
  });

  test("several, without quotes, in any order, among comments and other statements", () => {
    const text = `
      // key "no" { algorithm hmac-md5; secret "AAAA"; };
      # options {
      /* key "neither" {
         **/
      options { directory "/var"; listen-on { 127.0.0.1; }; key "inside" ; };
      key one.key { secret ${SECRET_TEXT}; algorithm HMAC-SHA256; };
      include "more.conf"; /**/
      key"two.key"{algorithm"hmac-sha384.";secret"${SECRET_TEXT}";};
      controls { inet 127.0.0.1 keys { "one.key"; }; };`;
    expect(read(text)).toEqual(["one.key. hmac-sha256", "two.key. hmac-sha384"]);
  });

  test.each([
    ["no algorithm", `key k {\n secret "${SECRET_TEXT}"; };`, /^1: the key names no algorithm/],
    ["no secret", "\nkey k { algorithm hmac-sha256; };", /^2: the key has no secret/],
    ["two secrets", `key k { secret a; secret b; };`, /^1: a key clause has one/],
    ["something else", `key k {\n algorithm hmac-sha256;\n other x; };`, /^3: a key clause has one/],
    ["no value", `key k { algorithm ; };`, /^1: a key clause has one/],
    ["no end of a field", `key k { algorithm hmac-sha256 };`, /^1: /],
    [
      "no end of the clause",
      `key k { algorithm hmac-sha256; secret "${SECRET_TEXT}";`,
      /^1: the statement does not end/,
    ],
    ["words after the clause", `key k { algorithm hmac-sha256; secret "${SECRET_TEXT}"; } x;`, /^1: /],
    [
      "no end of the statement",
      `key k { algorithm hmac-sha256; secret "${SECRET_TEXT}"; }`,
      /^1: the statement does not end/,
    ],
    ["a brace too many", "a;\n}; {", /^2: a brace is closed/],
    ["an open string", 'key "k {', /^1: a string or a comment does not end/],
    ["an open comment", "a { };\n/* key", /^2: a string or a comment does not end/],
    ["no key", "options { };", /^1: there is no key in it/],
  ])("%s", (_what, text, reason) => {
    expect(read(text)).toMatch(reason);
  });
});

describe("Knot's key section", () => {
  test("as keymgr -t writes it, and among other sections", () => {
    const text = `# hmac-sha256:kms.pub:${SECRET_TEXT}\nkey:\n  - id: kms.pub\n    algorithm: hmac-sha256\n    secret: ${SECRET_TEXT}\n`;
    expect(read(text)).toEqual(["kms.pub. hmac-sha256"]);
    const more = `server:\n  listen: a@1\n${text}\n  - id: "b.key" # second\n    secret: '${SECRET_TEXT}'\n    algorithm: hmac-sha1\nzone:\n  - domain: x\n`;
    expect(read(more)).toEqual(["kms.pub. hmac-sha256", "b.key. hmac-sha1"]);
    expect(read(`key:\n- id: k\n  algorithm: hmac-sha224\n  secret: ${SECRET_TEXT}\n`)).toEqual([
      "k. hmac-sha224",
    ]);
  });

  test.each([
    ["no algorithm", `key:\n  - id: k\n    secret: ${SECRET_TEXT}\n`, /^2: the key names no algorithm/],
    ["no id", `key:\n  - secret: ${SECRET_TEXT}\n`, /^2: the key has no id/],
    ["no secret", "key:\n  - id: k\n", /^2: the key has no secret/],
    ["no item", "key:\n  id: k\n", /^2: a key has an id/],
    ["a field twice", "key:\n  - id: k\n    id: l\n", /^3: a key has an id/],
    ["no field", "key:\n  - id: k\n    what\n", /^3: a key has an id/],
    ["nothing", "key:\nzone:\n", /^1: there is no key/],
  ])("%s", (_what, text, reason) => {
    expect(read(text)).toMatch(reason);
  });
});

describe("keys of one line", () => {
  test("algorithm:name:secret, nsupdate's command, KEY records", () => {
    const text = `; a comment\n# one\n// one more\n\nhmac-sha256:a.key:${SECRET_TEXT}\nkey hmac-sha384:b.key ${SECRET_TEXT}\nc.key. IN KEY 512 3 163 ${SECRET_TEXT.slice(0, 20)} ${SECRET_TEXT.slice(20)}\nd.key. 3600 IN KEY 512 3 165 ${SECRET_TEXT}\n`;
    expect(read(text)).toEqual([
      "a.key. hmac-sha256",
      "b.key. hmac-sha384",
      "c.key. hmac-sha256",
      "d.key. hmac-sha512",
    ]);
  });

  test.each([
    ["name:secret", `k:${SECRET_TEXT}`, /^1: the key names no algorithm/],
    ["key name secret", `\nkey k ${SECRET_TEXT}`, /^2: the key names no algorithm/],
    ["the secret first", `${SECRET_TEXT}:k:hmac-sha256`, /^1: the algorithm is none of/],
    ["a MAC cut short", `hmac-sha256-128:k:${SECRET_TEXT}`, /^1: the algorithm is none of .*in full/],
    ["a KEY record for something else", "k. IN KEY 256 3 8 AAAA", /^1: the algorithm is none of/],
    ["a name that is none", `hmac-sha256:a..b:${SECRET_TEXT}`, /^1: the name of the key is no domain name/],
    ["no base64", `hmac-sha256:k:${SECRET_TEXT.slice(0, -1)}`, /^1: the secret is not base64/],
    ["base64url", "hmac-sha256:k:ab-_", /^1: the secret is not base64/],
    ["an empty secret", 'key k { algorithm hmac-sha256; secret ""; };', /^1: the secret has 0 octets/],
    ["a huge secret", `hmac-sha256:k:${"A".repeat(4096)}`, /^1: the secret has 3072 octets/],
    ["a line more", `hmac-sha256:k:${SECRET_TEXT}\nserver 127.0.0.1`, /^2: this is no key/],
    ["too many parts", `hmac-sha256:k:${SECRET_TEXT}:x`, /^1: this is no key/],
    ["nothing", "", /^1: there is no key/],
    ["a certificate", "-----BEGIN PRIVATE KEY-----\nMIIE", /^1: this is no key/],
    ["too much", "#\n".repeat(40_000), /^1: this is too long/],
  ])("%s", (_what, text, reason) => {
    expect(read(text)).toMatch(reason);
  });
});

describe("the private files of dnssec-keygen", () => {
  const text = `Private-key-format: v1.3\nAlgorithm: 163 (HMAC_SHA256)\nKey: ${SECRET_TEXT}\nBits: AAA=\nCreated: 20200101000000\n`;

  test("are keys under the name of the file", () => {
    expect(read(text, "/etc/keys/Kkms.pub.+163+12345.private")).toEqual(["kms.pub. hmac-sha256"]);
    expect(read(text, "C:\\keys\\Kkms.+163+12345.private")).toEqual(["kms. hmac-sha256"]);
  });

  test("and nothing without it, or for other purposes", () => {
    expect(read(text)).toMatch(/^1: the name of this key stands in the name of its file/);
    expect(read(text, "renamed.private")).toMatch(/^1: the name of this key stands/);
    const file = "Kk.+163+12345.private";
    expect(read(text.replace("Key:", "Modulus:"), file)).toMatch(/^1: the file has no line 'Key:'/);
    expect(read(text.replace("163", "8"), file)).toMatch(/^1: the algorithm is none/);
    expect(read(text.replace("Algorithm: 163 (HMAC_SHA256)\n", ""), file)).toMatch(
      /^1: the key names no algorithm/,
    );
  });
});

describe("what is weak about a key", () => {
  test("is told", () => {
    expect(read("hmac-md5:k:MTIzNDU2Nzg=")).toEqual([
      "k. hmac-md5 another secret hmac-md5 must not be used any more (RFC 8945 section 6) the secret has 8 octets: 16 random ones are as strong as hmac-md5",
    ]);
  });
});

test("no error repeats anything of the text", () => {
  const forms = (word: string): readonly string[] => [
    `${word}:k:hmac-sha256`,
    `hmac-sha256:${word}`,
    `key ${word}`,
    `key ${word} ${word}`,
    `hmac-sha256:k:${word}`,
    `key k { algorithm ${word}; secret "${word}"; };`,
    `key k { ${word} ${word}; };`,
    `key:\n  - id: k\n    ${word}\n`,
    `k. IN KEY 512 3 ${word} ${word}`,
    `Private-key-format: v1\nKey: ${word}`,
    `{ ${word}`,
  ];
  fc.assert(
    fc.property(fc.stringMatching(/^Zq[A-Za-z0-9+/]{6,40}$/), (word) => {
      for (const text of forms(word)) {
        const keys = readTsigKeys(text, "Kk.+163+12345.private");
        expect(keys.ok ? "" : keys.error.reason).not.toContain(word);
        expect(JSON.stringify(keys)).not.toContain(word.slice(0, 8));
      }
    }),
  );
});
