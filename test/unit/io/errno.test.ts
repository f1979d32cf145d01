// The errno table of the firewall fact sheet.
import { describe, expect, test } from "vitest";
import { connectStateOf } from "../../../src/io/errno.ts";

const at = (code: string, elapsedMs: number, local = false) =>
  connectStateOf({
    code,
    elapsedMs,
    message: `connect ${code} 192.0.2.1:1688${local ? " - Local (0.0.0.0:0)" : ""}`,
  });

describe("connectStateOf", () => {
  test.each([
    ["ECONNREFUSED", 0.3, "refused"],
    ["ETIMEDOUT", 134_060, "filtered"],
    ["EHOSTUNREACH", 12, "rejected"],
    ["EHOSTUNREACH", 1_021, "rejected"],
    ["EHOSTUNREACH", 2_049, "rejected"],
    ["EHOSTUNREACH", 3_050, "unreachable"],
    ["EACCES", 12, "rejected"],
    ["EACCES", 3_071, "rejected"],
    ["ENETUNREACH", 12, "rejected"],
    ["ENOPROTOOPT", 12, "rejected"],
    ["EADDRNOTAVAIL", 0.1, "error"],
    ["EMFILE", 0.1, "error"],
    ["ENFILE", 0.1, "error"],
    ["EINVAL", 0.1, "error"],
    ["EPERM", 0.1, "error"],
    ["ENOBUFS", 0.1, "error"],
    ["UNKNOWN", 0.1, "error"],
  ])("%s after %d ms from afar is %s", (code, elapsedMs, state) => {
    expect(at(code, elapsedMs)).toBe(state);
  });

  test.each([
    ["EHOSTUNREACH", "unreachable"],
    ["ENETUNREACH", "unreachable"],
    ["EACCES", "unreachable"],
    ["EINVAL", "error"],
    ["EADDRNOTAVAIL", "error"],
  ])("%s from this machine is %s", (code, state) => {
    expect(at(code, 0.2, true)).toBe(state);
  });

  test("the local mark counts at the end of the message only", () => {
    const message = "connect EHOSTUNREACH - Local (x) 192.0.2.1:1688";
    expect(connectStateOf({ code: "EHOSTUNREACH", elapsedMs: 1, message })).toBe("rejected");
  });
});
