// Whatever a value holds, its target reads exactly that value, or the escape refuses it: with the real shells, parsers and checkers
// where there are any, else with a reader written from the target's own rules.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { parse as parseHcl } from "@cdktn/hcl2json";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { ESCAPE_NAMES, ESCAPES, type EscapeName } from "../../src/core/template/escapes.ts";
import { describeWithPeers } from "../support/peer.ts";
import { runProgram } from "../support/run-program.ts";

const FRAGMENTS = [
  "'",
  '"',
  "`",
  "\\",
  "$",
  "${x}",
  "$(id)",
  "%{if}",
  "%PATH%",
  ";",
  "&",
  "|",
  "\n",
  "\r\n",
  "\t",
  " ",
  "#",
  "//",
  "-",
  "--",
  "!",
  "*",
  "?",
  "~",
  "{",
  "}",
  "{{",
  "(",
  ")",
  "[",
  "]",
  "<",
  ">",
  "^",
  ",",
  "=",
  "@",
  ":",
  "\u2018",
  "\u2019",
  "\u201a",
  "\u201b",
  "\u201c",
  "\u2028",
  "\u0085",
  "\ufeff",
  "\0",
  "\u001b",
  "é",
  "😀",
  "\ud800",
  "END",
  "kms1.corp.test",
  "a",
  "1",
  ".",
  "_vlmcs._tcp",
  "rm -rf /",
  "- x",
  ": y",
  "null",
  "",
] as const;

const hostile = fc.oneof(
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 30 }),
);

/** What the escape writes, undefined where it refuses. */
function written(name: EscapeName, value: string): string | undefined {
  const result = ESCAPES[name].write(value);
  return result.ok ? result.value : undefined;
}

/** The pairs of value and text that the escape lets pass. */
function passed(name: EscapeName, values: readonly string[]): readonly (readonly [string, string])[] {
  return values.flatMap((value) => {
    const text = written(name, value);
    return text === undefined ? [] : [[value, text] as const];
  });
}

const many = fc.array(hostile, { minLength: 20, maxLength: 60 });

describe("every escape", () => {
  test.each(ESCAPE_NAMES.filter((name) => name !== "reg-dword"))(
    "%s: writes one line, or refuses; the same value always the same way",
    (name) => {
      fc.assert(
        fc.property(hostile, (value) => {
          const text = written(name, value);
          expect(text).toBe(written(name, value));
          if (text !== undefined) expect(text).not.toMatch(/[\n\r\0\u2028\u2029]/);
        }),
      );
    },
  );

  test("a host name passes all of them", () => {
    for (const name of ESCAPE_NAMES.filter((each) => each !== "reg-dword"))
      expect(written(name, "kms-1.corp.test."), name).toBeDefined();
  });
});

for (const shell of ["sh", "bash"]) {
  describeWithPeers(`${shell} reads its words back`, [shell], () => {
    test.each<readonly [EscapeName, (text: string) => string]>([
      ["shell", (text) => text],
      ["shell-quoted", (text) => `'${text}'`],
      ["plain", (text) => text],
    ])("%s", { timeout: 60_000 }, async (name, quote) => {
      await fc.assert(
        fc.asyncProperty(many, async (values) => {
          const words = passed(name, values);
          const script = words.map(([, text]) => `printf '%s\\0' ${quote(text)}\n`).join("");
          const { code, stdout, stderr } = await runProgram(shell, ["-s"], { stdin: script });
          expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
          expect(stdout.split("\0").slice(0, -1)).toEqual(words.map(([value]) => value));
        }),
        { numRuns: 25 },
      );
    });
  });
}

describe("data formats", () => {
  test("JSON", () => {
    fc.assert(
      fc.property(many, (values) => {
        const words = passed("json", values);
        const text = `[${words.map(([, json]) => json).join(",")}]`;
        expect(JSON.parse(text)).toEqual(words.map(([value]) => value));
        // Also as JavaScript, where dnscontrol reads it.
        expect(runInNewContext(`JSON.stringify(${text})`)).toBe(
          JSON.stringify(words.map(([value]) => value)),
        );
      }),
    );
  });

  test("YAML, as a key, in a flow and as a value", () => {
    fc.assert(
      fc.property(many, (values) => {
        const words = passed("yaml", values);
        const text = words.map(([, yaml]) => `- ${yaml}: [${yaml}, {a: ${yaml}}]\n`).join("");
        expect(parseYaml(text) ?? []).toEqual(
          words.map(([value]) => Object.fromEntries([[value, [value, { a: value }]]])),
        );
      }),
    );
  });

  test("HCL, by HashiCorp's own parser", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(many, async (values) => {
        const words = passed("hcl", values);
        const text = words.map(([, hcl], index) => `v${index} = ${hcl}\n`).join("");
        const parsed: unknown = await parseHcl("hostile.tf", text);
        // The parser writes what is no interpolation with a doubled sign, so an interpolation would be seen.
        const doubled = (value: string): string => value.replaceAll(/[$%](?=\{)/g, "$&$&");
        const expected = words.map(([value], index) => [`v${index}`, doubled(value.normalize("NFC"))]);
        expect(parsed).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 40 },
    );
  });

  test("CSV", () => {
    fc.assert(
      fc.property(many, (values) => {
        const words = passed("csv", values);
        const line = words.map(([, csv]) => csv).join(",");
        expect(readCsvLine(line)).toEqual(words.length === 0 ? [""] : words.map(([value]) => value));
      }),
    );
  });
});

describe("targets without a parser here, by their own rules", () => {
  test("PowerShell: a doubled quote of any of the five shapes is one, a single one ends the string", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = written("powershell", value);
        if (text !== undefined) expect(readPowerShellString(text)).toEqual({ value, rest: "" });
      }),
    );
  });

  test.each<readonly [EscapeName, string]>([
    ["reg", '\\"'],
    ["routeros", '\\"$?'],
  ])("%s: a backslash before each special character, no unescaped quote inside", (name, special) => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = written(name, value);
        if (text !== undefined) expect(readBackslashString(text, special)).toEqual({ value, rest: "" });
      }),
    );
  });

  test("hex(7): ASCII with its terminator", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = written("reg-multi", value);
        if (text === undefined) return;
        const octets = Buffer.from(text.replaceAll(",", ""), "hex");
        expect(octets.toString("latin1")).toBe(`${value}\0`);
      }),
    );
  });

  test("zone text: one word, and a backslash only before three digits", () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const text = written("zone", value);
        if (text !== undefined) expect(text).toMatch(/^(?:[\w.:/-]|\\\d{3})+$/);
      }),
    );
  });
});

describeWithPeers("zone text, by BIND's checker", ["named-compilezone"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "kms-doctor-zone-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a hostile name adds no record but its own, or the zone is refused", { timeout: 60_000 }, async () => {
    const file = path.join(folder, "zone");
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (owner, target) => {
        const [ownerText, targetText] = [written("zone", owner), written("zone", target)];
        if (ownerText === undefined || targetText === undefined) return;
        const head =
          "$ORIGIN corp.test.\n$TTL 60\n@ IN SOA ns hostmaster 1 1 1 1 1\n@ IN NS ns\nns IN A 192.0.2.1\n";
        writeFileSync(file, `${head}${ownerText} 3600 IN SRV 0 0 1688 ${targetText}\n`);
        const args = ["-k", "ignore", "-i", "none", "-s", "full", "-o", "-", "corp.test", file];
        const { code, stdout } = await runProgram("named-compilezone", args);
        const records = stdout.split("\n").filter((line) => /^\S+\s+\d+\s+IN\s/.test(line));
        const types = records.map((line) => line.split(/\s+/)[3]).toSorted();
        // BIND leaves out what lies outside of the zone.
        if (code === 0) expect(types.slice(0, 4)).toEqual(["A", "NS", "SOA", "SRV"].slice(0, types.length));
        expect(types.length).toBeLessThanOrEqual(4);
      }),
      { numRuns: 100 },
    );
  });
});

function readCsvLine(line: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = "";
    if (line[at] === '"') {
      for (at++; ; at++) {
        if (line[at] === '"' && line[at + 1] !== '"') break;
        if (at >= line.length) throw new Error("the quote is not closed");
        if (line[at] === '"') at++;
        field += line[at];
      }
      at++;
    } else {
      while (at < line.length && line[at] !== ",") {
        if (line[at] === '"') throw new Error("a quote inside of a bare field");
        field += line[at++];
      }
    }
    fields.push(field);
    if (at >= line.length) return fields;
    if (line[at++] !== ",") throw new Error("text behind a quoted field");
  }
}

function readPowerShellString(text: string): { readonly value: string; readonly rest: string } {
  const isQuote = (char: string | undefined): boolean => char !== undefined && /['\u2018-\u201b]/.test(char);
  if (!isQuote(text[0])) throw new Error("no quote opens it");
  let value = "";
  for (let at = 1; at < text.length; at++) {
    if (!isQuote(text[at])) value += text[at];
    else if (isQuote(text[at + 1])) value += text[at++];
    else return { value, rest: text.slice(at + 1) };
  }
  throw new Error("no quote closes it");
}

function readBackslashString(
  text: string,
  special: string,
): { readonly value: string; readonly rest: string } {
  if (!text.startsWith('"')) throw new Error("no quote opens it");
  let value = "";
  for (let at = 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') return { value, rest: text.slice(at + 1) };
    if (char === "\\") {
      at++;
      if (!special.includes(text.charAt(at))) throw new Error(`\\${text.charAt(at)} means something else`);
      value += text.charAt(at);
    } else if (special.includes(char)) throw new Error(`${char} stands unescaped`);
    else value += char;
  }
  throw new Error("no quote closes it");
}
