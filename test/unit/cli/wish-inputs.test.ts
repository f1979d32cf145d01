import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/core/errors.ts";
import { wishOf } from "../../../src/cli/wish-inputs.ts";
import { addWishOptions, type WishFlags } from "../../../src/cli/wish-options.ts";

function typed(...words: readonly string[]): WishFlags {
  const command = addWishOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return command.parse(words, { from: "user" }).opts<WishFlags>();
}

function refusal(domain: string, host: string): string {
  try {
    wishOf({ domain, host });
  } catch (error) {
    if (error instanceof UsageError) return `${error.message}. ${error.hint}`;
    throw error;
  }
  return "taken";
}

describe("the wish as flags", () => {
  test("defaults", () => {
    expect(wishOf(typed("--domain", "Corp.Test", "--host", "KMS1.corp.test."))).toEqual({
      domain: "corp.test.",
      owner: "_vlmcs._tcp.corp.test.",
      target: "kms1.corp.test.",
      port: 1688,
      priority: 0,
      weight: 0,
      ttlSeconds: undefined,
    });
  });

  test("numbers, and international names", () => {
    const flags = typed(
      ...["--domain", "bücher.example", "--host", "kms.bücher.example", "--port", "1689"],
      ...["--priority", "1", "--weight", "2", "--ttl", "2147483647"],
    );
    expect(wishOf(flags)).toEqual({
      domain: "xn--bcher-kva.example.",
      owner: "_vlmcs._tcp.xn--bcher-kva.example.",
      target: "kms.xn--bcher-kva.example.",
      port: 1689,
      priority: 1,
      weight: 2,
      ttlSeconds: 2_147_483_647,
    });
  });

  test.each([
    ["--port", "0"],
    ["--port", "70000"],
    ["--priority", "65536"],
    ["--weight", "-1"],
    ["--ttl", "2147483648"],
    ["--ttl", "1h"],
  ])("%s %s is refused", (flag, value) => {
    expect(() => typed("--domain", "corp.test", "--host", "kms1.corp.test", flag, value)).toThrow(
      /whole number/,
    );
  });

  test("both names are needed", () => {
    expect(() => typed("--domain", "corp.test")).toThrow(/--host/);
    expect(() => typed("--host", "kms1.corp.test")).toThrow(/--domain/);
  });

  test.each([
    ["corp.test", "192.0.2.1", /never an address/],
    ["corp.test", "[2001:db8::1]", /never an address/],
    ["corp.test", "kms1.corp.test:1689", /Write --host kms1.corp.test --port 1689/],
    ["corp.test", ".", /there is none/],
    ["corp.test", "", /empty/],
    ["corp.test", "kms_1.corp.test", /characters/],
    ["corp.test", "kms1", /kms1.corp.test in full/],
    ["corp.test", "kms1.corp.test -f", /can't stand/],
    ["_vlmcs._tcp.corp.test", "kms1.corp.test", /Give the domain: corp.test/],
    ["192.0.2.1", "kms1.corp.test", /IP address/],
    [`${"a".repeat(60)}.`.repeat(4), "kms1.corp.test", /too long|255/],
  ])("--domain %s --host %s", (domain, host, why) => {
    expect(refusal(domain, host)).toMatch(why);
  });

  test("a host of one label is taken where its dot says so", () => {
    expect(wishOf({ domain: "corp.test", host: "kms1." }).target).toBe("kms1.");
  });
});
