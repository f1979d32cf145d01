// The table as data: every row is well formed, and nothing in it claims more than is known.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createProgram } from "../../../../src/cli/program.ts";
import type { Cause } from "../../../../src/core/kms/error-codes/cause.ts";
import { ACTIVATION_CAUSES } from "../../../../src/core/kms/error-codes/causes.ts";
import { KNOWN_CODES } from "../../../../src/core/kms/error-codes/table.ts";

const FOLDER = fileURLToPath(new URL("../../../../src/core/kms", import.meta.url));
const CAUSES: readonly (readonly [string, Cause])[] = Object.entries(ACTIVATION_CAUSES);

const advice = z
  .string()
  .min(8)
  .max(320)
  .regex(/^[A-Za-z].*[^.]$/);
const keys = z.array(z.string()).min(1).optional();
const causeSchema = z.strictObject({
  text: z
    .string()
    .min(10)
    .max(130)
    .regex(/^[A-Z].*[^.]$/),
  check: advice,
  fix: advice,
  confirmedBy: keys,
  supportedBy: keys,
  ruledOutBy: keys,
});
const codeSchema = z.strictObject({
  code: z.string().regex(/^(0x[0-9A-F]{8}|\d{3,5})$/),
  symbol: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]+$/)
    .nullable(),
  meaning: z
    .string()
    .min(10)
    .max(200)
    .regex(/^[A-Z].*\.$/),
  isConfirmed: z.boolean(),
  causes: z.array(z.string()).min(1),
});

/** Every sentence that a reader sees. */
const TEXTS: readonly string[] = [
  ...KNOWN_CODES.map(({ code, meaning }) => `${code} ${meaning}`),
  ...CAUSES.flatMap(([, { text, check, fix }]) => [text, check, fix]),
];

describe("the table of codes", () => {
  test.each(KNOWN_CODES.map((known) => [known.code, known] as const))("%s is well formed", (_code, known) => {
    codeSchema.parse(known);
    expect(new Set(known.causes).size).toBe(known.causes.length);
  });

  test("has every code once, and all of the reference", () => {
    const codes = KNOWN_CODES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of ["0xC004F074", "0xC004F038", "0xC004F039", "0xC004F041", "0x8007007B", "0x8007232B"])
      expect(codes).toContain(code);
    for (const id of ["12288", "12289", "12290", "12291", "12293", "12294", "12308", "8198"])
      expect(codes).toContain(id);
    expect(codes.length).toBeGreaterThanOrEqual(110);
  });
});

describe("the causes", () => {
  test.each(CAUSES)("%s is well formed", (_id, cause) => {
    causeSchema.parse(cause);
    const { confirmedBy = [], supportedBy = [], ruledOutBy = [] } = cause;
    for (const key of ruledOutBy) expect([...confirmedBy, ...supportedBy]).not.toContain(key);
    for (const key of confirmedBy) expect(supportedBy).not.toContain(key);
  });

  test("each belongs to a code, and no two say the same", () => {
    const used = new Set<string>(KNOWN_CODES.flatMap(({ causes }) => causes));
    expect(CAUSES.filter(([id]) => !used.has(id)).map(([id]) => id)).toEqual([]);
    expect(new Set(CAUSES.map(([, { text }]) => text)).size).toBe(CAUSES.length);
  });

  test("name only commands of kms-doctor that exist, with flags that they have", () => {
    const program = createProgram(() => undefined);
    const commands = new Map(program.commands.map((command) => [command.name(), command]));
    const named = TEXTS.flatMap((text) => [...text.matchAll(/kms-doctor ([a-z-]+)([^:;,']*)/g)]);
    expect(named.length).toBeGreaterThan(5);
    for (const [text, word = "", rest = ""] of named) {
      const command = commands.get(word);
      expect(command, text).toBeDefined();
      const flags = command?.options.map(({ long }) => long) ?? [];
      for (const [flag] of rest.matchAll(/--[a-z-]+/g)) expect(flags, text).toContain(flag);
    }
  });
});

describe("what is not certain", () => {
  /** The points that the sources leave open or contradict. */
  const OPEN: readonly (readonly [string, RegExp])[] = [
    ["whether the list of domains adds or replaces", /DnsDomainPublishList/],
    ["a code that is no DNS code", /80072321|8993/],
    ["whether TCP 135 is needed", /\b135\b/],
    ["the TTL that a host publishes", /\b3600\b|60 minutes|TTL of/],
    ["how an IPv6 host is written", /IPv6|\[HOST\]/i],
    ["the order of suffixes", /suffix(es)? .*\border\b|first suffix/i],
    ["further grace after 180 days", /\b(more|further|extra)\b.*grace|180 days/i],
    ["which Office host serves which Office", /Office 20\d\d/],
    ["events of hardware-secured hosts", /TPM|hardware-secured/i],
    ["where the cached host is stored", /DiscoveredKeyManagementService/],
  ];

  test.each(OPEN)("%s is nowhere told as certain", (_title, topic) => {
    for (const text of TEXTS.filter((each) => topic.test(each))) expect(text).toMatch(/not confirmed/i);
  });

  test("the patterns find the open points that are told", () => {
    expect(OPEN.filter(([, topic]) => TEXTS.some((text) => topic.test(text))).length).toBeGreaterThanOrEqual(
      2,
    );
  });

  test("a code that no document confirms says so, and the others do not", () => {
    for (const { isConfirmed, meaning } of KNOWN_CODES)
      expect(meaning.startsWith("Not confirmed"), meaning).toBe(!isConfirmed);
    expect(KNOWN_CODES.some(({ isConfirmed }) => !isConfirmed)).toBe(true);
  });
});

test("nothing here is a product key", () => {
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files)
    expect(readFileSync(`${FOLDER}/${file}`, "utf8"), file).not.toMatch(/[A-Z0-9]{5}(-[A-Z0-9]{5}){2,}/);
});
