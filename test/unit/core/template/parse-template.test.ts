import { describe, expect, test } from "vitest";
import { MAX_TEMPLATE_LENGTH, parseTemplate } from "../../../../src/core/template/parse-template.ts";

function problemOf(text: string): string {
  const parsed = parseTemplate(text);
  if (parsed.ok) return "none";
  const { line, message, hint } = parsed.error;
  return `${line}: ${message}${hint === undefined ? "" : ` [${hint}]`}`;
}

describe("parseTemplate", () => {
  test("text, values and blocks", () => {
    expect(parseTemplate("a {{owner|zone}}\n{{#each records,}}\n x{{ttl|json}}\n{{/each}}\nz")).toEqual({
      ok: true,
      value: [
        { kind: "text", text: "a " },
        { kind: "value", name: "owner", escape: "zone", line: 1 },
        { kind: "text", text: "\n" },
        {
          kind: "each",
          list: "records",
          hasCommas: true,
          line: 2,
          body: [
            { kind: "text", text: " x" },
            { kind: "value", name: "ttl", escape: "json", line: 3 },
            { kind: "text", text: "\n" },
          ],
        },
        { kind: "text", text: "z" },
      ],
    });
  });

  test("a block's tag alone on its line takes the line with it, blanks included; beside text it does not", () => {
    const texts = (source: string): unknown => {
      const parsed = parseTemplate(source);
      return parsed.ok ? parsed.value : parsed.error;
    };
    const block = (body: string): unknown => ({
      kind: "if",
      list: "a",
      hasCommas: false,
      line: 2,
      body: [{ kind: "text", text: body }],
    });
    expect(texts("x\n \t{{#if a}} \ny\n{{/if}}")).toEqual([{ kind: "text", text: "x\n" }, block("y\n")]);
    expect(texts("x\n{{#if a}}y{{/if}}\nz")).toEqual([
      { kind: "text", text: "x\n" },
      block("y"),
      { kind: "text", text: "\nz" },
    ]);
  });

  test("CRLF and a byte order mark are no part of the template", () => {
    expect(parseTemplate("\ufeffa\r\n{{owner|zone}}\r\n")).toEqual(parseTemplate("a\n{{owner|zone}}\n"));
  });

  test.each([
    ["{{owner}}", "1: {{owner}} has no escape [Write {{owner|zone}}, {{owner|json}} or another escape.]"],
    ["\n\n{{owner", "3: '{{' is not closed by '}}' on its line"],
    ["{{owner\n|zone}}", "1: '{{' is not closed by '}}' on its line"],
    ["x\n{{#each records}}\ny", "2: {{#each records}} is never closed [Write {{/each}} behind it.]"],
    ["{{#if a}}\n{{/each}}", "2: {{/each}} can't close {{#if a}}"],
    ["\n{{/if}}", "2: {{/if}} closes nothing"],
    ["{{#if a,}}{{/if}}", "1: {{#if a,}} is not understood"],
    ["{{#while a}}", "1: {{#while a}} is not understood"],
    ["{{ owner|zone }}", "1: {{ owner|zone }} is not understood"],
    ["{{owner|json|shell}}", "1: {{owner|json|shell}} is not understood"],
    ["{{process.exit(1)}}", "1: {{process.exit(1)}} is not understood"],
    [`{{${"a ".repeat(40)}}}`, `1: {{${"a ".repeat(20)}…}} is not understood`],
    ["{{#each a}}".repeat(7), "1: blocks are nested deeper than 6"],
    ["x".repeat(MAX_TEMPLATE_LENGTH + 1), `1: the template is longer than ${MAX_TEMPLATE_LENGTH} characters`],
  ])("%j", (source, problem) => {
    expect(problemOf(source).slice(0, problem.length)).toBe(problem);
  });

  test("lines are counted through lines that tags took with them", () => {
    expect(problemOf("{{#each a}}\n{{/each}}\n{{#each b}}\n{{/each}}\nx {{y}}")).toMatch(/^5: /);
  });
});
