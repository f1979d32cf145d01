// The readers of files that a user brings for `generate`: templates, their metadata, and plans.
import { ConfigError } from "../../src/core/errors.ts";
import { publicationScope } from "../../src/core/template/publication-scope.ts";
import { checkTemplate } from "../../src/core/template/check-template.ts";
import { ESCAPE_NAMES } from "../../src/core/template/escapes.ts";
import { parseTemplate } from "../../src/core/template/parse-template.ts";
import { renderTemplate } from "../../src/core/template/render-template.ts";
import { parsePlan } from "../../src/cli/wire/read-plan.ts";
import { parseYaml } from "../../src/io/fs/read-yaml.ts";
import { templateSchema } from "../../src/cli/wire/template-schema.ts";
import { PLAN } from "../support/generated.ts";
import type { FuzzTarget } from "./runner.ts";

const SCOPE = publicationScope(parsePlan(PLAN, "plan.yaml"), [1688]);

const TEMPLATE = `; {{#each zones}}
{{#each owners,}}
{{#if below}}{{name|plain}}{{/if}} {{owner|shell}} {{#each rrsets}}{{ttl|json}}{{#each data,}}{{data|hcl}}{{/each}}{{/each}}
{{/each}}
{{/each}}
{{#each clients}}{{cidr|zone}}{{/each}}
`;

const METADATA = `title: t
kind: resolver
escapes: [plain, zone]
lineEnds: crlf
one: [zone]
provenIn: null
`;

/** Whatever passes the check can be rendered; each problem names a line that is there. */
function readAnyTemplate(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split("\n").length;
  const nodes = parseTemplate(text);
  const problem = nodes.ok ? checkTemplate(nodes.value, ESCAPE_NAMES) : nodes.error;
  if (problem !== undefined && (problem.line < 1 || problem.line > lines))
    throw new Error(`line ${problem.line} of ${lines}: ${problem.message}`);
  if (nodes.ok && problem === undefined) renderTemplate(nodes.value, SCOPE);
}

/** A mistake is a ConfigError with file and line, never anything else. */
function readAny(read: (text: string) => unknown): (bytes: Uint8Array) => void {
  return (bytes) => {
    try {
      read(new TextDecoder().decode(bytes));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!/^fuzz\.yaml:\d+: /.test(error.message)) throw new Error(error.message, { cause: error });
    }
  };
}

const seed = (text: string): Uint8Array => new TextEncoder().encode(text);

export const fuzzTargets: readonly FuzzTarget[] = [
  { name: "template", run: readAnyTemplate, seeds: [seed(TEMPLATE)] },
  {
    name: "template-metadata",
    run: readAny((text) => parseYaml(text, "fuzz.yaml", templateSchema)),
    seeds: [seed(METADATA)],
  },
  { name: "plan", run: readAny((text) => parsePlan(text, "fuzz.yaml")), seeds: [seed(PLAN)] },
];
