import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readDocuments } from "../../../../src/core/windows/read-documents.ts";
import { decodeText } from "../../../../src/io/text/decode-text.ts";

const sample = (name: string): string =>
  readFileSync(new URL(`../../../golden/windows/${name}`, import.meta.url), "utf8");

async function decode(bytes: Buffer): Promise<{ readonly text: string; readonly encoding: string }> {
  const decoded = await decodeText(bytes);
  if (!decoded.ok) throw new Error(decoded.error);
  return decoded.value;
}

describe("one text in every encoding that Windows writes", () => {
  test.each([
    ["slmgr-dlv-client-de.txt", "utf8", {}, "utf-8"],
    ["slmgr-dlv-client-de.txt", "utf8", { addBOM: true }, "utf-8"],
    ["slmgr-dlv-client-de.txt", "utf16le", {}, "utf-16le"],
    ["slmgr-dlv-client-de.txt", "utf16le", { addBOM: true }, "utf-16le"],
    ["slmgr-dlv-client-de.txt", "utf16be", {}, "utf-16be"],
    ["slmgr-dlv-client-de.txt", "utf16be", { addBOM: true }, "utf-16be"],
    ["slmgr-dlv-client-zh.txt", "utf16le", {}, "utf-16le"],
    ["slmgr-dlv-client-zh.txt", "utf16be", {}, "utf-16be"],
    ["slmgr-dlv-client-zh.txt", "utf8", {}, "utf-8"],
    ["slmgr-dlv-client-de.txt", "windows-1252", {}, "windows-1252"],
    ["slmgr-dlv-client-de.txt", "cp850", {}, "cp850"],
    ["slmgr-dlv-host-es.txt", "windows-1252", {}, "windows-1252"],
    ["slmgr-dlv-host-es.txt", "cp850", {}, "cp850"],
    ["slmgr-dlv-host.txt", "ascii", {}, "utf-8"],
  ])("%s in %s %j", async (name, encoding, options, told) => {
    const text = sample(name);
    const decoded = await decode(iconv.encode(text, encoding, options));
    expect(decoded).toEqual({ text, encoding: told });
    expect(readDocuments(decoded.text)).toEqual(readDocuments(text));
  });

  test("code page 437 has the same letters as 850 where German needs them", async () => {
    const text = sample("slmgr-dlv-client-de.txt");
    expect((await decode(iconv.encode(text, "cp437"))).text).toBe(text);
  });

  test("letters that only code page 437 has in their place", async () => {
    // The currency signs of 437 stand where 850 has letters and signs of another kind.
    const bytes = iconv.encode("Größe ½ ¼ « » ñ Ñ º ª ÷ ≈", "cp437");
    expect(["cp437", "cp850"]).toContain((await decode(bytes)).encoding);
  });
});

test("octets that are no text are refused", async () => {
  const bytes = Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0xff, 0x01, 0x00, 0x00, 0x88]);
  expect(await decodeText(bytes)).toEqual({ ok: false, error: "it holds octets that no text holds" });
  expect(await decodeText(Buffer.from("ab\u0000\u0000cd\u0000"))).toMatchObject({ ok: false });
});

test("an empty file is an empty text", async () => {
  expect(await decode(Buffer.alloc(0))).toEqual({ text: "", encoding: "utf-8" });
});
