import { expect, test } from "vitest";
import {
  describeContextResult,
  describeFaultStatus,
  describeNakReason,
} from "../../../../src/core/rpc/reason-words.ts";

test("numbers come with words, unknown ones say so", () => {
  expect(describeNakReason(3)).toBe("3 (called presentation address unknown)");
  expect(describeContextResult(2, 1)).toBe("2/1 (provider rejection: abstract syntax not supported)");
  expect(describeContextResult(3, 3)).toBe("3/3 (negotiate ack)");
  expect(describeContextResult(1, 99)).toBe("1/99 (user rejection: unknown reason)");
  expect(describeFaultStatus(0x1c01_0003)).toBe("0x1c010003 (nca_unk_if: the interface is unknown)");
  expect(describeFaultStatus(0xc000_0022)).toBe("0xc0000022 (unknown status)");
});
