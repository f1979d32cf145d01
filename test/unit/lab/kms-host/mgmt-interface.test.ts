import { describe, expect, test } from "vitest";
import { KMS_SYNTAX, MGMT_SYNTAX } from "../../../../src/core/rpc/syntax-id.ts";
import { createMgmtInterface } from "../../../../src/lab/kms-host/mgmt-interface.ts";
import type { Call } from "../../../../src/lab/kms-host/rpc-interface.ts";
import { fromHex, toHex } from "../../../support/hex.ts";

const mgmt = createMgmtInterface([KMS_SYNTAX, MGMT_SYNTAX], () => [7, 8, 9, 10]);
const call = (overrides: Partial<Call>): string => {
  const outcome = mgmt.dispatch({
    opnum: 0,
    stub: new Uint8Array(0),
    form: "ndr",
    byteOrder: "little",
    ...overrides,
  });
  return outcome.kind === "response" ? toHex(outcome.stub) : `fault ${outcome.status.toString(16)}`;
};
const IDS = "7521c8514e845047b0d8ec255555bc060100000080bda8af8a7dc911bef408002b10298901000000";

describe("mgmt", () => {
  test("lists the interfaces", () => {
    expect(call({})).toBe(`00000200020000000200000004000200 08000200${IDS}00000000`.replace(" ", ""));
  });

  test("lists them in NDR64 too", () => {
    expect(call({ form: "ndr64" })).toBe(
      `000002000000000002000000000000000200000000000000 0400020000000000 0800020000000000${IDS}00000000`.replaceAll(
        " ",
        "",
      ),
    );
  });

  test.each([
    ["four", "04000000", "04000000 04000000 07000000 08000000 09000000 0a000000 00000000"],
    ["as many as there are", "ffffffff", "04000000 04000000 07000000 08000000 09000000 0a000000 00000000"],
    ["none", "00000000", "00000000 00000000 00000000"],
  ])("statistics, %s", (_, stub, expected) => {
    expect(call({ opnum: 1, stub: fromHex(stub) })).toBe(expected.replaceAll(" ", ""));
  });

  test("statistics for a big-endian caller", () => {
    expect(call({ opnum: 1, stub: fromHex("00000001"), byteOrder: "big" })).toBe(
      "01000000010000000700000000000000",
    );
  });

  test("statistics without a count cannot be decoded", () => {
    expect(call({ opnum: 1 })).toBe("fault 6f7");
  });

  test("is listening", () => {
    expect(call({ opnum: 2 })).toBe("0000000001000000");
  });

  test("cannot be stopped from afar", () => {
    expect(call({ opnum: 3 })).toBe("fault 1c010002");
  });
});
