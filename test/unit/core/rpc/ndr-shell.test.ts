// The shells that impacket generated, NDR and NDR64, [ref] and [unique].
import { describe, expect, test } from "vitest";
import { decodeRequestShell, encodeRefusal } from "../../../../src/core/rpc/ndr-shell.ts";
import { fromHex } from "../../../support/hex.ts";

const CAP = 1024;

describe("request shell", () => {
  test.each([
    ["ndr ref", "ndr", "05000000 05000000 deadbeef01", 8],
    ["ndr unique", "ndr", "05000000 00000200 05000000 deadbeef01", 12],
    ["ndr64 ref", "ndr64", "05000000 aabfceaa 0500000000000000 deadbeef01", 16],
    ["ndr64 unique", "ndr64", "05000000 aabfceaa 0000020000000000 0500000000000000 deadbeef01", 24],
    ["octets behind the array", "ndr", "05000000 05000000 deadbeef01 ffffff 8a e3", 8],
  ] as const)("%s", (_, form, text, dataOffset) => {
    expect(decodeRequestShell(fromHex(text), form, "little", CAP)).toEqual({
      ok: true,
      value: { dataOffset, dataLength: 5 },
    });
  });

  test("a big-endian caller is read as such", () => {
    const stub = fromHex("00000002 00000002 abcd");
    expect(decodeRequestShell(stub, "ndr", "big", CAP)).toMatchObject({ ok: true, value: { dataLength: 2 } });
  });

  test.each([
    ["nothing", "ndr", ""],
    ["a size only", "ndr", "05000000"],
    ["another count", "ndr", "05000000 06000000 deadbeef01"],
    ["too few octets", "ndr", "05000000 05000000 deadbe"],
    ["a size above the cap", "ndr", "01040000 01040000"],
    ["a null pointer with a size", "ndr", "05000000 00000000 05000000 deadbeef01"],
    ["NDR where NDR64 was agreed", "ndr64", "05000000 05000000 deadbeef01"],
    ["a count of 2^32 + 5", "ndr64", "05000000 00000000 0500000001000000 deadbeef01"],
  ] as const)("refuses %s", (_, form, text) => {
    expect(decodeRequestShell(fromHex(text), form, "little", CAP)).toMatchObject({ ok: false });
  });
});

test("the refusal is E_ACCESSDENIED in both forms", () => {
  expect(encodeRefusal("ndr")).toEqual(fromHex("00000000 00000000 05000780"));
  expect(encodeRefusal("ndr64")).toEqual(fromHex("00000000 00000000 0000000000000000 05000780"));
});
