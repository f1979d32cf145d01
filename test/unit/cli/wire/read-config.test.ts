import { describe, expect, test } from "vitest";
import { CONFIG_VALUES, configSchema } from "../../../../src/cli/wire/config-schema.ts";
import { parseConfig } from "../../../../src/cli/wire/read-config.ts";
import { ConfigError, type KmsDoctorError } from "../../../../src/core/errors.ts";

describe("the configuration file", () => {
  test.each([
    ["", {}],
    ["# nothing\n", {}],
    ["---\n", {}],
    ["server: 192.0.2.53\n", { server: ["192.0.2.53"] }],
    ["server: ['192.0.2.53', '[::1]:5353']\n", { server: ["192.0.2.53", "[::1]:5353"] }],
    ["server:\n  - 192.0.2.53\ntimeout: 5\n", { server: ["192.0.2.53"], timeout: 5 }],
    ["timeout: &a 5\nretries: *a\n", { timeout: 5, retries: 5 }],
    ["color: false\nfail-on: never\n", { color: false, "fail-on": "never" }],
  ])("%j", (text, expected) => {
    expect(parseConfig(text, "c.yaml")).toEqual(expected);
  });

  test.each([
    ["tiemout: 3\n", "c.yaml:1: there is no setting 'tiemout'", "Write 'timeout' instead."],
    ["retries: 1\ndns_port: 3\n", "c.yaml:2: there is no setting 'dns_port'", "Write 'dns-port' instead."],
    ["nonsense: 3\n", "c.yaml:1: there is no setting 'nonsense'", "Known settings: server, "],
    ["__proto__: 3\n", "c.yaml:1: there is no setting '__proto__'", "Known settings: "],
    ["\ntimeout: soon\n", "c.yaml:2: 'timeout' must be a whole number from 1 to 600000", "'timeout: 2000'"],
    ["timeout: 2.5\n", "c.yaml:1: 'timeout' must be a whole number", "'timeout: 2000'"],
    [
      "format: xml\n",
      "c.yaml:1: 'format' must be text, json, ndjson, markdown, html, junit or sarif",
      "'format: json'",
    ],
    ["color:\n", "c.yaml:1: 'color' must be true or false", "'color: false'"],
    ["server: {a: 1}\n", "c.yaml:1: 'server' must be a literal address or a list", "192.0.2.53"],
    ["server:\n  - 192.0.2.53\n  - 53\n", "'server' must be a literal address or a list", "192.0.2.53"],
    ["server:\n  - ::1\n  - dns.corp.test\n", "c.yaml:3: 'server' has 'dns.corp.test': ", "192.0.2.53"],
    ["server: 192.0.2.53:0\n", "c.yaml:1: 'server' has '192.0.2.53:0': '0' is not a port", "192.0.2.53"],
    ["server: fe80::1\n", "c.yaml:1: 'server' has 'fe80::1': a link-local", "Add it"],
    ["retries: 1\na: [\n", "c.yaml:3: this is no YAML", "one setting a line"],
    ["retries: 1\nretries: 2\n", "c.yaml:2: the same key is given twice", "one setting a line"],
    ["- timeout\n", "c.yaml:1: the file must hold settings", "'timeout: 2000'"],
    ["just text\n", "c.yaml:1: the file must hold settings", "'timeout: 2000'"],
    [
      `server: [&a "::1"${", *a".repeat(20)}]\n`,
      "c.yaml:1: the aliases in this file lead too far",
      "Write the values out",
    ],
    ["timeout: *nowhere\n", "c.yaml:1: ", ""],
    ["a\u001b[31m: 3\n", "c.yaml:1: ", ""],
  ])("%j is refused: %s", (text, message, hint) => {
    let error: unknown;
    try {
      parseConfig(text, "c.yaml");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ConfigError);
    const { message: told, hint: remedy } = error as KmsDoctorError;
    expect(told).toContain(message);
    expect(remedy).toContain(hint);
    expect(`${told}${remedy}`).not.toMatch(/expected|received|Invalid|\u001b|\n/);
  });

  test("every key has its words", () => {
    expect(Object.keys(CONFIG_VALUES)).toEqual(Object.keys(configSchema.shape));
  });
});
