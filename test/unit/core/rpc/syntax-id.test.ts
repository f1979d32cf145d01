import { describe, expect, test } from "vitest";
import { createByteWriter } from "../../../../src/core/rpc/byte-writer.ts";
import { viewOf } from "../../../../src/core/rpc/pdu-header.ts";
import {
  describeSyntax,
  featureBits,
  featureSyntax,
  KMS_SYNTAX,
  MGMT_SYNTAX,
  NDR64_SYNTAX,
  NDR_SYNTAX,
  readSyntaxId,
  writeSyntaxId,
} from "../../../../src/core/rpc/syntax-id.ts";
import { fromHex } from "../../../support/hex.ts";

describe("syntax ids", () => {
  test.each([
    ["KMS", KMS_SYNTAX, "7521c851 4e84 5047 b0d8 ec255555bc06 01000000"],
    ["NDR", NDR_SYNTAX, "045d888a eb1c c911 9fe8 08002b104860 02000000"],
    ["NDR64", NDR64_SYNTAX, "33057171 babe 3749 8319 b5dbef9ccc36 01000000"],
    ["features", featureSyntax(3), "2c1cb76c 1298 4045 0300000000000000 01000000"],
    ["mgmt", MGMT_SYNTAX, "80bda8af 8a7d c911 bef4 08002b102989 01000000"],
  ])("%s has its wire form", (_, syntax, wire) => {
    const writer = createByteWriter("little");
    writeSyntaxId(writer, syntax);
    expect(writer.finish()).toEqual(fromHex(wire));
    expect(readSyntaxId(viewOf(fromHex(wire)), 0, true)).toEqual(syntax);
  });

  test("big-endian turns the first three fields and the version round", () => {
    const wire = fromHex("51c82175 844e 4750 b0d8 ec255555bc06 00000001");
    expect(readSyntaxId(viewOf(wire), 0, false)).toEqual(KMS_SYNTAX);
  });

  test("feature bits are those of the offer", () => {
    expect(featureBits(featureSyntax(2))).toBe(2);
    expect(featureBits(NDR_SYNTAX)).toBeUndefined();
  });

  test("people read names, or UUID and version", () => {
    expect(describeSyntax(NDR64_SYNTAX)).toBe("NDR64");
    expect(describeSyntax({ ...NDR_SYNTAX, versionMinor: 7 })).toBe(
      "8a885d04-1ceb-11c9-9fe8-08002b104860 v2.7",
    );
  });
});
