// Golden samples of resolver set-ups; `npm run golden:update` writes what the parsers make of them, to be reviewed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseIpconfig } from "../../../../src/core/windows/parse-ipconfig.ts";
import { parseRegQuery } from "../../../../src/core/windows/parse-reg-query.ts";
import { scutilFacts } from "../../../../src/io/host/gather-macos.ts";
import { ipconfigFacts } from "../../../../src/io/host/gather-windows.ts";
import { parseDnsClientJson } from "../../../../src/io/host/parse-dns-client-json.ts";
import { parseResolvConf } from "../../../../src/io/host/parse-resolv-conf.ts";
import {
  parseResolvectl,
  resolvectlServer,
  searchDomains,
} from "../../../../src/io/host/parse-resolvectl.ts";
import { parseScutilDns } from "../../../../src/io/host/parse-scutil-dns.ts";
import { registryFacts } from "../../../../src/io/host/windows-registry-facts.ts";

const FOLDER = fileURLToPath(new URL("../../../golden/resolver-config/", import.meta.url));
const LOCAL = new Set(["192.0.2.10", "198.51.100.11"]);

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  "resolv-conf": parseResolvConf,
  resolvectl: (text) =>
    parseResolvectl(text).map((line) => ({
      link: line.link,
      servers: line.words.flatMap(resolvectlServer),
      searched: searchDomains(line.words),
    })),
  scutil: (text) => ({ resolvers: parseScutilDns(text), facts: scutilFacts(parseScutilDns(text)) }),
  ipconfig: (text) => ({ ipconfig: parseIpconfig(text), facts: ipconfigFacts(parseIpconfig(text)) }),
  reg: (text) => {
    const keys = parseRegQuery(text);
    return {
      keys: keys.map((key) => ({ path: key.path, values: [...key.values.values()] })),
      facts: registryFacts(keys, LOCAL),
    };
  },
  powershell: (text) => {
    const settings = parseDnsClientJson(text);
    return settings.ok ? settings.value : "no JSON";
  },
};

describe("golden resolver set-ups", () => {
  test.each(readdirSync(FOLDER))("%s", (sample) => {
    const parser = Object.entries(PARSERS).find(([prefix]) => sample.startsWith(`${prefix}-`))?.[1];
    const made = `${JSON.stringify(parser?.(readFileSync(`${FOLDER}${sample}/input.txt`, "utf8")), null, 2)}\n`;
    const golden = `${FOLDER}${sample}/expected.json`;
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, made);
    expect(JSON.parse(made)).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  });
});
